using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

internal sealed record NoSuchRelation() : Refusal("customers.relation.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>The mother would be her own daughter's daughter.</summary>
internal sealed record ClosesCircle() : Refusal("customers.relation.refused.circle");

/// <summary>Only an organisation has daughters and contacts; only a person is a contact.</summary>
internal sealed record WrongKind() : Refusal("customers.relation.refused.kind");

internal sealed record RelationChangedSince() : Refusal("customers.relation.refused.changed");

internal sealed record RoleTooLong() : Refusal("customers.relation.refused.role");

/// <summary>What people say of relations. Each deed is one transaction with a change set; under the customers' lock, so that two deeds cannot close a circle between them.</summary>
internal sealed class RelationDeeds(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges, IdMaker ids, TimeProvider clock)
{
    private readonly HandDeeds hand = new(HandRelationTable.Hand, ids, clock);

    private sealed record Wanted(CustomerId To, HandState State, string? Role);

    /// <summary>It holds from now on; a mother takes the place of the one before. Null: it held already.</summary>
    public Task<Result<ChangeSetId?>> Set(CustomerId from, CustomerId to, RelationKind kind, string? role, UserId? by, CancellationToken ct) => Change("set", from, kind, by, async session =>
    {
        var said = role?.Trim() is { Length: > 0 } text && kind == RelationKind.ContactAt ? text : null;
        if (said is { Length: > HandRelationTable.LongestRole }) return new RoleTooLong();
        var kinds = await Kinds(session, [from, to], ct);
        if (from == to || kinds.GetValueOrDefault(to) != CustomerKind.Organisation || kinds.GetValueOrDefault(from) != (kind == RelationKind.DaughterOf ? CustomerKind.Organisation : CustomerKind.Person)) return new WrongKind();
        if (kind != RelationKind.DaughterOf) return (Wanted[])[new(to, HandState.Holds, said)];
        var ties = await Ties.Read(session, merges, kind, null, ct);
        if (new Forest(ties).IsBelow(to, from)) return new ClosesCircle();
        return (Wanted[])[.. ties.Where(t => t.From == from && t.To != to && t.ByHand).Select(t => new Wanted(t.To, HandState.Not, null)), new(to, HandState.Holds, null)];
    }, ct);

    /// <summary>It does not hold, whatever sources say. Null: it did not hold.</summary>
    public Task<Result<ChangeSetId?>> Remove(CustomerId from, CustomerId to, RelationKind kind, UserId? by, CancellationToken ct) => Change("remove", from, kind, by, async session =>
        (await Ties.Read(session, merges, kind, [from], ct)).FirstOrDefault(t => t.From == from && t.To == to) is { } tie ? (Wanted[])[new(to, HandState.Not, tie.Role)] : (Wanted[])[], ct);

    /// <summary>Takes a deed back, unless what it did was changed since; with it a circle that came about meanwhile is none, for ties that close one are left out.</summary>
    public async Task<Result<Done>> Undo(ChangeSetId id, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var undone = await hand.Undo(session, id, by, ct);
        if (undone == HandUndone.Done) await session.Commit(ct);
        return undone switch { HandUndone.Unknown => new NoSuchRelation(), HandUndone.ChangedSince => new RelationChangedSince(), _ => default(Done) };
    }

    private async Task<Result<ChangeSetId?>> Change(string deed, CustomerId from, RelationKind of, UserId? by, Func<BulkSession, Task<Result<Wanted[]>>> decide, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var decided = await decide(session);
        if (decided.Refusal is { } refusal) return refusal;
        var wanted = decided.Value!;
        var present = await session.Db.Set<HandRelation>().AsNoTracking().Where(r => r.CustomerId == from && r.Kind == of).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToListAsync(ct);
        var homes = await merges.Homes(session, [.. present.Select(p => p.OtherCustomerId).Distinct()], ct);
        var known = present.GroupBy(p => homes.GetValueOrDefault(p.OtherCustomerId, p.OtherCustomerId)).ToDictionary(g => g.Key, g => g.First());
        var set = await hand.Say(session, deed, [.. wanted.Select(w => Saying(from, of, w, known.GetValueOrDefault(w.To)))], by, ct);
        if (set is null) return set;
        session.Tell(Topics.Customers, wanted.Select(w => w.To.Value));
        await session.Commit(ct);
        return set;
    }

    private static HandSaying Saying(CustomerId from, RelationKind of, Wanted wanted, HandRelation? row) =>
        new(from, row?.Id, [(int)of, wanted.To.Value], row is null ? null : [row.Role, (int)row.State], [wanted.Role, (int)wanted.State]);

    private static async Task<Dictionary<CustomerId, CustomerKind>> Kinds(BulkSession session, CustomerId[] customers, CancellationToken ct) =>
        await session.Db.Customers.AsNoTracking().Where(c => customers.Contains(c.Id) && c.MergedInto == null && c.DeletedAt == null && !c.Anonymous).ToDictionaryAsync(c => c.Id, c => c.Kind, ct);
}
