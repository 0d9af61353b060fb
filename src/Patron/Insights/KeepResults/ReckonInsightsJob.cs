using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.KeepResults;

/// <summary>Runs every <see cref="IReckonsInsights"/> on one state of the base. Each commits on its own: what is reckoned shows at once, and a crash loses one at most.</summary>
internal sealed class ReckonInsightsJob(
    ICustomerBase customerBase, IReckoningDay day, IEnumerable<IReckonsInsights> reckonings, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "insights.reckon";
    private const string Phase = "insights.phase.reckoning";

    /// <summary>From so many customers on, what one of them needed for a moment is given back before the next begins: else garbage of all of them lies side by side.</summary>
    private const int Large = 100_000;

    public string Kind => JobKind;

    public bool Reckons => true;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        await customerBase.CatchUp(ct);
        var asOf = day.AsOf;
        Organisation organisation;
        await using (var db = await contexts.CreateDbContextAsync(ct)) organisation = await db.Organisation(ct);
        var scope = new ReckonScope(customerBase.Current, asOf, organisation);
        var seconds = new Dictionary<string, double>();
        var all = reckonings.OrderBy(r => r.Order).ToArray();
        foreach (var (at, reckoning) in all.Index())
        {
            run.Report(Phase, at, all.Length);
            var started = clock.GetTimestamp();
            if (await reckoning.Reckon(scope, ct) is { } write)
            {
                await using var session = await BulkSession.BeginNext(contexts, clock, ct);
                await write(session, ct);
                await session.Commit(ct);
            }
            await reckoning.Kept(ct);
            if (scope.Snapshot.Size >= Large) GC.Collect();
            seconds[reckoning.Kind] = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3);
        }
        run.Report(Phase, all.Length, all.Length);
        return JsonSerializer.Serialize(seconds);
    }
}
