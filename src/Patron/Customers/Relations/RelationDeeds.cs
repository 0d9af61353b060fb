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

/// <summary>Some relations are only between organisations, or only between persons, or from a person to an organisation.</summary>
internal sealed record WrongKind() : Refusal("customers.relation.refused.kind");

internal sealed record RelationChangedSince() : Refusal("customers.relation.refused.changed");

internal sealed record RoleTooLong() : Refusal("customers.relation.refused.role");

/// <summary>What people say of relations. Each deed is one transaction with a change set; under the customers' lock, so that two deeds cannot close a circle between them.</summary>
internal sealed class RelationDeeds(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges, IdMaker ids, TimeProvider clock)
{
    private readonly HandDeeds hand = new(HandRelationTable.Hand, ids, clock);

    private sealed record Wanted(CustomerId To, HandState State, string? Role, BuyingRole? Buying);

    /// <summary>It holds from now on; a mother takes the place of the one before. Null: it held already.</summary>
    /// <param name="buying">Of a contact alone.</param>
    public Task<Result<ChangeSetId?>> Set(CustomerId one, CustomerId other, RelationKind kind, string? role, UserId? by, CancellationToken ct, BuyingRole? buying = null)
    {
        var (from, to) = Ordered(one, other, kind);
        return Change("set", from, kind, by, async session =>
        {
            var said = role?.Trim() is { Length: > 0 } text && kind != RelationKind.DaughterOf ? text : null;
            if (said is { Length: > HandRelationTable.LongestRole }) return new RoleTooLong();
            var kinds = await Kinds(session, [from, to], ct);
            if (from == to || !kinds.TryGetValue(from, out var here) || !kinds.TryGetValue(to, out var there) || !Fits(kind, here, there)) return new WrongKind();
            if (kind != RelationKind.DaughterOf) return (Wanted[])[new(to, HandState.Holds, said, kind == RelationKind.ContactAt ? buying : null)];
            var ties = await Ties.Read(session, merges, kind, null, ct);
            if (new Forest(ties).IsBelow(to, from)) return new ClosesCircle();
            return (Wanted[])[.. ties.Where(t => t.From == from && t.To != to && t.ByHand).Select(t => new Wanted(t.To, HandState.Not, null, null)), new(to, HandState.Holds, null, null)];
        }, ct);
    }

    /// <summary>It does not hold, whatever sources say. Null: it did not hold.</summary>
    public Task<Result<ChangeSetId?>> Remove(CustomerId one, CustomerId other, RelationKind kind, UserId? by, CancellationToken ct)
    {
        var (from, to) = Ordered(one, other, kind);
        return Change("remove", from, kind, by, async session =>
            (await Ties.Read(session, merges, kind, [from], ct)).FirstOrDefault(t => t.From == from && t.To == to) is { } tie ? (Wanted[])[new(to, HandState.Not, tie.Role, tie.Buying)] : (Wanted[])[], ct);
    }

    /// <summary>Between whom a relation can be: who is a person, who an organisation.</summary>
    public static bool Fits(RelationKind kind, CustomerKind from, CustomerKind to) => kind switch
    {
        RelationKind.DaughterOf or RelationKind.Competes => from == CustomerKind.Organisation && to == CustomerKind.Organisation,
        RelationKind.ContactAt => from == CustomerKind.Person && to == CustomerKind.Organisation,
        RelationKind.Family => from == CustomerKind.Person && to == CustomerKind.Person,
        RelationKind.Decides or RelationKind.Influences => from == CustomerKind.Person,
        RelationKind.Supplies or RelationKind.Association => to == CustomerKind.Organisation,
        RelationKind.Authority => from == CustomerKind.Organisation,
        RelationKind.Refers => true,
        _ => false,
    };

    /// <summary>What holds both ways is said once.</summary>
    private static (CustomerId From, CustomerId To) Ordered(CustomerId one, CustomerId other, RelationKind kind) => kind.IsMutual && one.Value > other.Value ? (other, one) : (one, other);

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
        new(from, row?.Id, [(int)of, wanted.To.Value], row is null ? null : [row.Role, (int)row.State, (int?)row.Buying], [wanted.Role, (int)wanted.State, (int?)wanted.Buying]);

    private static async Task<Dictionary<CustomerId, CustomerKind>> Kinds(BulkSession session, CustomerId[] customers, CancellationToken ct) =>
        await session.Db.Customers.AsNoTracking().Where(c => customers.Contains(c.Id) && c.MergedInto == null && c.DeletedAt == null && !c.Anonymous).ToDictionaryAsync(c => c.Id, c => c.Kind, ct);
}
