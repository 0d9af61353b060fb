using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Households.FindHouseholds;

/// <param name="Persons">With an address that names a house.</param>
/// <param name="Homes">Of them those with somebody in common, decided or not.</param>
/// <param name="Changed">Rows made and taken away.</param>
internal sealed record FindResult(int Persons, int Homes, int Changed, double Seconds);

/// <summary>Looks through all persons and puts down who seems to live together. Run again at once it changes nothing.</summary>
internal sealed class FindJob(IPersonStream persons, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "households.find";
    public const string Reading = "households.phase.reading", Writing = "households.phase.writing";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var (neighbours, reader) = (new List<Neighbour>(), new HouseReader());
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await db.Database.OpenConnectionAsync(ct);
            persons.Read(db.Database.GetDbConnection(), person =>
            {
                if (Neighbour.Of(person, reader) is { } neighbour) neighbours.Add(neighbour);
                if (neighbours.Count % 50_000 == 0) run.Report(Reading, neighbours.Count, null);
            }, ct);
        }
        var homes = HouseholdSearch.Find(neighbours);
        run.Report(Writing, neighbours.Count, neighbours.Count);

        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var stored = await FoundRows.All(session, ct);
        var verdicts = await FoundRows.Verdicts(session, ct);
        // What a person has decided about stays found, so that it is there again when the deed is taken back.
        var decided = verdicts.Select(v => (v.Customer, v.Household)).ToHashSet();
        stored.RemoveAll(s => decided.Contains((s.Customer, s.Household)));
        var findings = Findings.Of(homes, stored, verdicts);
        var changed = await FoundRows.Write(session, stored, findings, new(ids), clock.GetUtcNow(), ct);
        await session.Commit(ct);
        return JsonSerializer.Serialize(new FindResult(neighbours.Count, homes.Count, changed, Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3)));
    }
}
