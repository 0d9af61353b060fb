using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <param name="Set">The change set that the job writes.</param>
/// <param name="Undoes">The set that is taken back by it.</param>
internal sealed record ApplyArguments(SurvivorshipRules Rules, long Set, long? Undoes);

/// <summary>
/// Makes rules those that hold, in its first transaction and with its change set, so that whatever comes from then on goes by them; then picks the values of
/// everybody of whom several records speak anew. A page always goes by the rules that hold by then: of two such jobs the later one's rules stay.
/// </summary>
internal sealed class ApplyRulesJob(IDbContextFactory<PatronDb> contexts, HandWriting writing, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "rules.apply", Entity = "identity_rules", Field = "rules";
    private const string Phase = "identity.rules.phase.applying";
    private const int Page = 2_000;

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var (after, done) = Read(run.Cursor ?? await Begin(run, ct));
        long total;
        await using (var session = await BulkSession.BeginReading(contexts, clock, ct)) total = await SeveralRecords.Count(session, ct);
        run.Report(Phase, done, total);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            await using var session = await BulkSession.Begin(contexts, clock, ct);
            await IdentityLock.Take(session, ct);
            var customers = await SeveralRecords.Next(session, after, Page, ct);
            if (customers.Length == 0) return null;
            await writing.Rewrite(session, customers, ct);
            (after, done) = (customers[^1], done + customers.Length);
            run.Report(Phase, done, Math.Max(total, done));
            await run.SaveCursor(session, Write(after, done), ct);
            await session.Commit(ct);
        }
    }

    private async Task<string> Begin(IJobRun run, CancellationToken ct)
    {
        var (arguments, cursor) = (JsonSerializer.Deserialize<ApplyArguments>(run.Arguments)!, Write(0, 0));
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var before = (await Choosing.Of(session.Db, ct)).Rules;
        // Asked twice, it is switched on once.
        if (!before.IsSame(arguments.Rules))
        {
            var undoes = arguments.Undoes is { } undone ? new ChangeSetId(undone) : (ChangeSetId?)null;
            var set = new ChangeSet { Id = new(arguments.Set), At = clock.GetUtcNow(), By = run.By, Kind = undoes is null ? RulesChanges.Set : RulesChanges.Undone, Undoes = undoes };
            await session.Db.Write(Choosing.Key, arguments.Rules.Plain(), ct);
            new ChangeRecorder(session.Db, set).Row(Entity, 0, default, Told(before), Told(arguments.Rules));
            await session.Db.SaveChangesAsync(ct);
            if (undoes is { } back) await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", set.Id.Value), ("@id", back.Value));
            session.Tell(Topics.Settings);
        }
        await run.SaveCursor(session, cursor, ct);
        await session.Commit(ct);
        return cursor;
    }

    /// <summary>As change sets tell of rules.</summary>
    public static Dictionary<string, object?> Told(SurvivorshipRules rules) => new() { [Field] = rules.Plain().ToString() };

    private static string Write(long after, long done) => string.Create(CultureInfo.InvariantCulture, $"{after} {done}");

    private static (long After, long Done) Read(string cursor)
    {
        var parts = cursor.Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
