using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.DecidePairs;

/// <summary>
/// One change set of decisions, within a transaction: first what is decided is kept (<see cref="Keep"/>) or ended (<see cref="End"/>), then who is who is
/// decided anew among all whom it touches (<see cref="Settle"/>).
/// </summary>
internal sealed class Deciding
{
    private const int Millionths = 1_000_000;

    private readonly BulkSession session;
    private readonly ChangeSet set;
    private readonly IReadOnlyList<SourceInfo> sources;
    private readonly IdentityWriters writers;
    private readonly Intake intake;
    private readonly HashSet<long> touched = []; // records
    private int kept;
    private bool begun;

    private Deciding(BulkSession session, ChangeSet set, IReadOnlyList<SourceInfo> sources, IdentityWriters writers, Intake intake) =>
        (this.session, this.set, this.sources, this.writers, this.intake) = (session, set, sources, writers, intake);

    /// <summary>Nothing is written yet. At least one source must be there: who has no records cannot be decided about.</summary>
    public static async Task<Deciding> Begin(BulkSession session, ChangeSet set, IReadOnlyList<SourceInfo> sources, IdentityWriters writers, IdMaker ids, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        // What an undo moves is not told: with the undone set left out, the sets that are left say where everything belongs.
        var told = set.Undoes is null ? set : null;
        return new(session, set, sources, writers, new(sources[0], await session.Db.Organisation(ct), set.At, set.By, planOnly: false, ids, told, changesBefore: 0));
    }

    /// <summary>
    /// Left out are decisions about records that are gone, or (where they would join) whose customer lies in the bin; those that say what holds already;
    /// and those of the model about pairs that a person has decided.
    /// </summary>
    public async Task Keep(IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        var stored = new StoredParties(session);
        var owners = await RecordTable.Owners(session, [.. decisions.SelectMany(d => (long[])[d.One.Value, d.Other.Value]).Distinct()], ct);
        await stored.Load(owners.Values, ct);
        var binned = await writers.Bin.Among(session, [.. owners.Values.Distinct().Select(c => new CustomerId(c))], ct);
        var possible = decisions.Where(d => d.One != d.Other && owners.ContainsKey(d.One.Value) && owners.ContainsKey(d.Other.Value)
            && (d.Verdict is Verdict.Never or Verdict.Later || (!IsBinned(d.One) && !IsBinned(d.Other)))).ToArray();
        var before = (await DecisionRows.Among(session, [.. possible.SelectMany(d => (string[])[stored[d.One.Value].Key, stored[d.Other.Value].Key])], ct))
            .Where(d => d.Holds).ToDictionary(d => d.Pair, d => d.Row);

        var rows = new Dictionary<(string, string), PairDecision>();
        foreach (var decision in possible)
        {
            var row = Row(decision, stored);
            var pair = (row.FirstKey, row.SecondKey);
            if (before.TryGetValue(pair, out var holds) && (holds.Verdict == row.Verdict || (row.Verdict == Verdict.SameByModel && holds.Verdict != Verdict.SameByModel))) continue;
            rows[pair] = row;
        }
        if (rows.Count == 0) return;
        await Write(ct);
        kept += rows.Count;
        touched.UnionWith(rows.Values.SelectMany(r => (long[])[r.FirstRecord.Value, r.SecondRecord.Value]));
        await DecisionRows.End(session, rows.Keys.Where(before.ContainsKey).Select(p => before[p].Id), set, ct);
        DecisionRows.Insert(session, rows.Values);

        bool IsBinned(SourceRecordId record) => binned.Contains(new(owners[record.Value]));
    }

    /// <summary>These hold no longer.</summary>
    public async Task End(IReadOnlyCollection<PairDecision> decisions, CancellationToken ct)
    {
        await Write(ct);
        Touch(decisions);
        await DecisionRows.End(session, decisions.Select(d => d.Id), set, ct);
    }

    /// <summary>These hold again.</summary>
    public async Task HoldAgain(IReadOnlyCollection<PairDecision> decisions, CancellationToken ct)
    {
        await Write(ct);
        Touch(decisions);
        await DecisionRows.HoldAgain(session, decisions.Select(d => d.Id), ct);
    }

    /// <summary>Records that something is to be decided of, though no decision of this set names them.</summary>
    public void Touch(IEnumerable<long> records) => touched.UnionWith(records);

    /// <summary>Who would be one by what was kept so far; nothing is written. Each group by its records' ids.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<long>>> Groups(CancellationToken ct)
    {
        var stored = await Load([], ct);
        return await new ResolvedChanges(session, intake, sources, writers).Groups(stored, Again(stored), ct);
    }

    /// <summary>Decides anew and writes, unless nothing was kept nor ended. <paramref name="past"/> says who those are that part.</summary>
    /// <param name="besides">Customers who are to be looked at as well.</param>
    /// <param name="also">Writes what belongs to the same set, once everybody is where he belongs.</param>
    public async Task<DecisionOutcome> Settle(Past past, IEnumerable<long> besides, CancellationToken ct, Func<Intake, Task>? also = null)
    {
        if (!begun) return new(null, 0, [], [], []);
        var stored = await Load(besides, ct);
        var rearranged = await new ResolvedChanges(session, intake, sources, writers, past).Write(stored, Again(stored), ct);
        if (also is not null) await also(intake);
        if (intake.Changes(session) is { } recorder)
        {
            foreach (var (table, first, last) in intake.Created) recorder.Range(table, first, last);
            await session.Db.SaveChangesAsync(ct);
            session.Db.ChangeTracker.Clear();
        }
        return new(set.Id, kept, rearranged.Merged, rearranged.Parted, rearranged.Apart);
    }

    private async Task Write(CancellationToken ct)
    {
        if (begun) return;
        begun = true;
        session.Db.Add(set);
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
    }

    private async Task<StoredParties> Load(IEnumerable<long> besides, CancellationToken ct)
    {
        var stored = new StoredParties(session);
        await stored.Load((await RecordTable.Owners(session, touched, ct)).Values.Concat(besides), ct);
        return stored;
    }

    private static PartyChange[] Again(StoredParties stored) => [.. stored.All.Select(party => new PartyChange(party, party, []))];

    private void Touch(IEnumerable<PairDecision> decisions) => Touch(decisions.SelectMany(d => (long[])[d.FirstRecord.Value, d.SecondRecord.Value]));

    private PairDecision Row(Decision decision, StoredParties stored)
    {
        var (one, other) = (stored[decision.One.Value], stored[decision.Other.Value]);
        if (string.CompareOrdinal(one.Key, other.Key) > 0) (one, other) = (other, one);
        return new()
        {
            Id = intake.Ids(IdentityTables.Decisions).Next(), FirstKey = one.Key, SecondKey = other.Key, FirstRecord = one.Record.Id, SecondRecord = other.Record.Id,
            Verdict = decision.Verdict, Probability = decision.Probability is { } p ? (int)Math.Round(p * Millionths) : null, Evidence = DecisionRows.Write(decision.Evidence),
            By = set.By, At = set.At, MadeIn = set.Id,
        };
    }
}
