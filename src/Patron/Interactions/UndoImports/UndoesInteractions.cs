using Patron.Data;

namespace Patron.Interactions.UndoImports;

/// <summary>Takes back interactions; one that a person has written to since stays.</summary>
internal sealed class UndoesInteractions() : UndoesRows(InteractionStore.Table, Topics.Interactions,
    [.. InteractionStore.Recorded.Select(c => new RecordedColumn(c, IsInstant: c == "at"))])
{
    public override int Order => 20;

    // Counted up by whoever writes to it: people's edits are recorded as those of a note.
    protected override string Extra => "t.version";
    protected override string ClaimedIn => "interaction:";
    protected override string ChangedSince => "interactions.left.changed";

    protected override async Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var names = new Dictionary<long, string>();
        await using var command = session.Command();
        command.CommandText = $"select id, key from {ClaimedKeys.Table} where customer_id in {command.In("@customers", rows.Select(r => r.Customer).Distinct())} and scope like '{ClaimedIn}%' and id in {command.In("@ids", rows.Select(r => r.Id))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names[reader.GetInt64(0)] = reader.GetString(1);
        return names;
    }

    protected override async Task<IReadOnlyDictionary<long, string>> Stay(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var counted = rows.Where(r => r.Extra > 0).ToList();
        if (counted.Count == 0) return new Dictionary<long, string>();
        // Its own import may have written to it twice.
        var own = new Dictionary<long, int>();
        await using var command = session.Command();
        command.CommandText = $"select entity_id, count(*) from kernel_changes where entity = '{InteractionStore.Table}' and entity_id in {command.In("@ids", counted.Select(r => r.Id))} and change_set_id = @set group by entity_id";
        command.Add("@set", what.Set.Id.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) own[reader.GetInt64(0)] = (int)reader.GetInt64(1);
        return counted.Where(r => r.Extra > own.GetValueOrDefault(r.Id)).ToDictionary(r => r.Id, _ => ChangedSince);
    }

    protected override Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        InteractionStore.CountUp(session, [.. rows.Select(r => (r.Customer, r.Id))], ct);
}
