using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.SplitCustomers;

internal sealed record ApartFromItself() : FieldRefusal("identity.never.itself", "other");
internal sealed record ApartFromNobody() : FieldRefusal("identity.never.nobody", "other");
internal sealed record ApartAlready() : FieldRefusal("identity.never.already", "other");

/// <summary>Nothing of what was asked for holds any more.</summary>
internal sealed record NothingDecided() : Refusal("identity.decide.nothing");

/// <summary>"Never the same" between two customers, set and taken back; and the taking back of single decisions.</summary>
internal sealed class Apart(IDbContextFactory<PatronDb> contexts, Decisions decisions, TimeProvider clock)
{
    public const string Kind = "match.apart", Ended = "match.end";

    public async Task<Result<ChangeSetId>> Keep(CustomerId one, CustomerId other, UserId? by, CancellationToken ct)
    {
        if (one == other) return new ApartFromItself();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var (mine, others) = (await Records(session, one, ct), await Records(session, other, ct));
        if (mine.Count == 0 || others.Count == 0) return new ApartFromNobody();
        var deciding = (await decisions.Begin(session, by, Kind, null, ct))!;
        await deciding.Keep([.. from a in mine from b in others select new Decision(a.Record.Id, b.Record.Id, Verdict.Never)], ct);
        if ((await deciding.Settle(decisions.Parting(), [], ct)).Set is not { } set) return new ApartAlready();
        await session.Commit(ct);
        return set;
    }

    /// <summary>Takes back what keeps the two apart: who they are is decided anew, and they may be one at once.</summary>
    public async Task<Result<ChangeSetId>> Allow(CustomerId one, CustomerId other, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var (mine, others) = (await Records(session, one, ct), await Records(session, other, ct));
        var between = mine.Concat(others).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var own = mine.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var held = await DecisionRows.Among(session, between, ct);
        return await End(session, [.. held.Where(d => d.Holds && d.Row.Verdict == Verdict.Never && own.Contains(d.Row.FirstKey) != own.Contains(d.Row.SecondKey)).Select(d => d.Row)], by, ct);
    }

    /// <summary>Takes back what holds of these two records of the customer.</summary>
    public async Task<Result<ChangeSetId>> TakeBack(CustomerId customer, SourceRecordId one, SourceRecordId other, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        string[] keys = [.. (await Records(session, customer, ct)).Where(p => p.Record.Id == one || p.Record.Id == other).Select(p => p.Key)];
        return await End(session, [.. (await DecisionRows.Among(session, keys, ct)).Where(d => d.Holds).Select(d => d.Row)], by, ct);
    }

    private async Task<Result<ChangeSetId>> End(BulkSession session, IReadOnlyCollection<PairDecision> ending, UserId? by, CancellationToken ct)
    {
        if (ending.Count == 0) return new NothingDecided();
        var deciding = (await decisions.Begin(session, by, Ended, null, ct))!;
        await deciding.End(ending, ct);
        var outcome = await deciding.Settle(decisions.Parting(), [], ct);
        await session.Commit(ct);
        return outcome.Set!.Value;
    }

    private static async Task<IReadOnlyList<Party>> Records(BulkSession session, CustomerId customer, CancellationToken ct)
    {
        var stored = new StoredParties(session);
        await stored.Load([customer.Value], ct);
        return stored.OfCustomer(customer.Value);
    }
}
