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
internal sealed class RelationDeeds(IDbContextFactory<PatronDb> contexts, ICustomerMerges merges, UndoesHandRelations undoes, IdMaker ids, TimeProvider clock)
{
    private const string SetKind = "relation.set", RemovedKind = "relation.remove", UndoneKind = "relation.undo";

    private sealed record Wanted(CustomerId To, HandState State, string? Role);

    /// <summary>It holds from now on; a mother takes the place of the one before. Null: it held already.</summary>
    public Task<Result<ChangeSetId?>> Set(CustomerId from, CustomerId to, RelationKind kind, string? role, UserId? by, CancellationToken ct) => Change(SetKind, from, kind, by, async session =>
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
    public Task<Result<ChangeSetId?>> Remove(CustomerId from, CustomerId to, RelationKind kind, UserId? by, CancellationToken ct) => Change(RemovedKind, from, kind, by, async session =>
        (await Ties.Read(session, merges, kind, [from], ct)).FirstOrDefault(t => t.From == from && t.To == to) is { } tie ? (Wanted[])[new(to, HandState.Not, tie.Role)] : (Wanted[])[], ct);

    /// <summary>Takes a deed back, unless what it did was changed since; with it a circle that came about meanwhile is none, for ties that close one are left out.</summary>
    public async Task<Result<Done>> Undo(ChangeSetId id, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var set = await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct);
        if (set is null || set.Undoes is not null || !set.Kind.StartsWith("relation.", StringComparison.Ordinal)) return new NoSuchRelation();
        if (set.UndoneBy is not null) return default(Done);
        var ranges = await session.Db.Set<ChangeRange>().AsNoTracking().Where(r => r.ChangeSetId == id).ToListAsync(ct);
        var own = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = UndoneKind, Undoes = id };
        session.Db.Add(own);
        await session.Db.SaveChangesAsync(ct);
        var recorder = new ChangeRecorder(session.Db, own);
        recorder.ContinueAfter(0);
        var undoing = new Undoing(set, ranges, own.At, by, () => recorder);
        for (long? from = 0; from is { } at;) from = await undoes.Undo(session, undoing, at, ct);
        if (undoing.TakeLeft().Count > 0) return new RelationChangedSince();
        await session.Execute("update kernel_change_sets set undone_by = @by where id = @id", ct, ("@by", own.Id.Value), ("@id", id.Value));
        await session.Commit(ct);
        return default(Done);
    }

    private async Task<Result<ChangeSetId?>> Change(string kind, CustomerId from, RelationKind of, UserId? by, Func<BulkSession, Task<Result<Wanted[]>>> decide, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var decided = await decide(session);
        if (decided.Refusal is { } refusal) return refusal;
        var present = await session.Db.Set<HandRelation>().AsNoTracking().Where(r => r.CustomerId == from && r.Kind == of).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToListAsync(ct);
        var homes = await merges.Homes(session, [.. present.Select(p => p.OtherCustomerId).Distinct()], ct);
        var known = present.GroupBy(p => homes.GetValueOrDefault(p.OtherCustomerId, p.OtherCustomerId)).ToDictionary(g => g.Key, g => g.First());
        Wanted[] wanted = [.. decided.Value!.Where(w => !known.TryGetValue(w.To, out var row) || row.State != w.State || row.Role != w.Role)];
        if (wanted.Length == 0) return default(ChangeSetId?);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind };
        await Write(session, set, from, of, wanted, known, ct);
        await session.Commit(ct);
        return (ChangeSetId?)set.Id;
    }

    private async Task Write(BulkSession session, ChangeSet set, CustomerId from, RelationKind of, Wanted[] wanted, Dictionary<CustomerId, HandRelation> known, CancellationToken ct)
    {
        var (recorder, fresh) = (new ChangeRecorder(session.Db, set), new IdRanges(ids));
        var created = wanted.Where(w => !known.ContainsKey(w.To)).ToArray();
        using (var sink = session.Sink(HandRelationTable.Name, HandRelationTable.Columns))
        {
            foreach (var one in created)
            {
                sink.Begin();
                sink.Long(from.Value);
                sink.Long(fresh.Next());
                sink.Int((int)of);
                sink.Long(one.To.Value);
                sink.Text(one.Role);
                sink.Int((int)one.State);
                sink.Instant(Instants.ToMicroseconds(set.At));
                sink.Long(set.By?.Value);
                sink.End();
            }
            sink.Complete();
        }
        foreach (var (first, last) in created.Length > 0 ? fresh.Ranges : []) recorder.Range(HandRelationTable.Name, first, last);
        await session.Db.SaveChangesAsync(ct);
        var changed = wanted.Except(created).Select(w => (Wanted: w, Row: known[w.To])).ToArray();
        await session.Update(HandRelationTable.Name, UndoesHandRelations.Recorded, ["customer_id", "id"], [.. changed.Select(c => (object?[])[c.Wanted.Role, (int)c.Wanted.State, from.Value, c.Row.Id])], ct);
        recorder.Write(session, HandRelationTable.Name,
            [.. changed.Select(c => RowChange.Of(c.Row.Id, from.Value, UndoesHandRelations.Recorded, [c.Row.Role, (long)c.Row.State], [c.Wanted.Role, (long)c.Wanted.State])!.Value)]);
        session.Tell(Topics.Customers, [from.Value, .. wanted.Select(w => w.To.Value)]);
    }

    private static async Task<Dictionary<CustomerId, CustomerKind>> Kinds(BulkSession session, CustomerId[] customers, CancellationToken ct) =>
        await session.Db.Customers.AsNoTracking().Where(c => customers.Contains(c.Id) && c.MergedInto == null && c.DeletedAt == null && !c.Anonymous).ToDictionaryAsync(c => c.Id, c => c.Kind, ct);
}
