using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.DecidePairs;

/// <summary>Decides, and takes decisions back.</summary>
internal sealed class Decisions(IDbContextFactory<PatronDb> contexts, ISources sources, IdentityWriters writers, MergeBack merges, IdMaker ids, TimeProvider clock) : IDecisions
{
    /// <summary>Kinds of change sets.</summary>
    public const string Decided = "match.decide", Undone = "match.undo";

    private static readonly DecisionOutcome Nothing = new(null, 0, [], [], []);

    public async Task<DecisionOutcome> Decide(IReadOnlyList<Decision> decisions, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var outcome = await Decide(session, decisions, by, ct);
        if (outcome.Set is not null) await session.Commit(ct);
        return outcome;
    }

    public async Task<DecisionOutcome> Decide(BulkSession session, IReadOnlyList<Decision> decisions, UserId? by, CancellationToken ct)
    {
        if (decisions.Count == 0 || await Begin(session, by, Decided, null, ct) is not { } deciding) return Nothing;
        await deciding.Keep(decisions, ct);
        return await deciding.Settle(Parting(), [], ct);
    }

    public async Task<Result<DecisionOutcome>> Undo(ChangeSetId id, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var (all, set) = (await DecisionRows.OfSet(session, id, ct), await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct));
        if (all.Count == 0 || set is not { Undoes: null }) return new NoDecisions();
        if (set.UndoneBy is not null) return new DecisionsUndone();

        var deciding = (await Begin(session, by, Undone, id, ct))!;
        var history = await DecisionRows.Among(session, [.. all.SelectMany(d => (string[])[d.Row.FirstKey, d.Row.SecondKey])], ct);
        var pairs = all.Select(d => d.Pair).ToHashSet();
        var (ending, holding) = (new List<PairDecision>(), new List<PairDecision>());
        foreach (var pair in history.Where(d => pairs.Contains(d.Pair)).GroupBy(d => d.Pair))
        {
            var holds = Holds([.. pair], id);
            ending.AddRange(pair.Where(d => d.Holds && d != holds).Select(d => d.Row));
            if (holds is { Holds: false }) holding.Add(holds.Row);
        }
        await deciding.End(ending, ct);
        await deciding.HoldAgain(holding, ct);

        await merges.TakeBack(session, set, ct);
        var moved = (await ToldRows.OfSet(session, id, IdentityTables.Records, ct)).Select(t => t.Id).ToArray();
        deciding.Touch(moved);
        var before = await Past.Before(session, writers.Merges, id, moved, ct);
        var outcome = await deciding.Settle(new(id, writers.Merges, writers.Mover), before, ct);
        await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", outcome.Set!.Value.Value), ("@id", id.Value));
        await session.Commit(ct);
        return outcome;
    }

    /// <summary>Begins a change set of decisions; null where there is no source, and so nobody to decide about.</summary>
    public async Task<Deciding?> Begin(BulkSession session, UserId? by, string kind, ChangeSetId? undoes, CancellationToken ct)
    {
        var all = await sources.All(ct);
        if (all.Count == 0) return null;
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind, Undoes = undoes };
        return await Deciding.Begin(session, set, all, writers, ids, ct);
    }

    /// <summary>Nothing is undone; who parts goes back to who he was.</summary>
    public Past Parting() => new(null, writers.Merges, writers.Mover);

    /// <summary>
    /// What holds of a pair once a set is taken back: of the decisions whose own sets stand the last one, unless a set that stands took it back.
    /// </summary>
    /// <param name="history">Of one pair, the oldest first.</param>
    private static StoredDecision? Holds(IReadOnlyList<StoredDecision> history, ChangeSetId undoing)
    {
        var last = history.LastOrDefault(d => !d.Unmade && d.Row.MadeIn != undoing);
        return last is null || last.Holds || last.Unended || last.Row.EndedIn == undoing ? last : null;
    }
}
