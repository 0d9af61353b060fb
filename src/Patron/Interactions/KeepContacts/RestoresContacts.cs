using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Interactions.KeepContacts;

/// <summary>Brings contacts back that a person deleted. One that came by a file comes back with what the file calls it by: its claimed key stays when it is deleted.</summary>
internal sealed class RestoresContacts : IUndoesChanges
{
    public int Order => 21;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (!what.Set.Kind.StartsWith(ContactBook.Kinds, StringComparison.Ordinal)) return null;
        foreach (var gone in await Deleted(session.Db, d => d.ChangeSetId == what.Set.Id).ToListAsync(ct))
        {
            session.Db.Add(Row(gone));
            what.Changes?.Write(session, InteractionStore.Table, [new(gone.Id, gone.CustomerId.Value, string.Join(',', InteractionStore.Recorded), null, gone.Before)]);
            session.Tell(Topics.Interactions, gone.CustomerId.Value);
            what.Count(gone: 0, restored: 1);
        }
        await session.Db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Deleted contacts with their values; those of erased customers are not among them.</summary>
    public static IQueryable<DeletedContact> Deleted(PatronDb db, System.Linq.Expressions.Expression<Func<ChangePayload, bool>> which) =>
        from payload in db.Set<ChangePayload>().AsNoTracking().Where(which)
        join row in db.Set<ChangeRow>().AsNoTracking() on new { payload.ChangeSetId, payload.Seq } equals new { row.ChangeSetId, row.Seq }
        join set in db.Set<ChangeSet>().AsNoTracking() on payload.ChangeSetId equals set.Id
        where row.Entity == InteractionStore.Table && row.Operation == ChangeOperation.Deleted && set.UndoneBy == null && payload.Before != null
        orderby set.At descending
        select new DeletedContact { CustomerId = payload.CustomerId, Id = row.EntityId, Before = payload.Before!, Set = set.Id, At = set.At, By = set.By };

    public static Interaction Row(DeletedContact gone)
    {
        using var document = JsonDocument.Parse(gone.Before);
        var values = document.RootElement;
        return new()
        {
            CustomerId = gone.CustomerId, Id = new(gone.Id), At = Instants.FromMicroseconds(Long("at")!.Value), Kind = values.GetProperty("kind").GetString()!, Channel = values.GetProperty("channel").GetString(),
            Direction = Long("direction") is { } direction ? (Direction)direction : null, Payload = values.GetProperty("payload").GetString()!,
            SourceRecordId = Long("record") is { } record ? new(record) : null, Agent = Long("agent") is { } agent ? new(agent) : null,
            ReferenceKind = values.GetProperty("reference_kind").GetString(), ReferenceId = Long("reference_id"), Version = (int)Long("version")!.Value,
        };

        long? Long(string name) => values.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
    }
}

internal sealed class DeletedContact
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public required string Before { get; init; }
    public required ChangeSetId Set { get; init; }
    public required DateTimeOffset At { get; init; }
    public required UserId? By { get; init; }
}
