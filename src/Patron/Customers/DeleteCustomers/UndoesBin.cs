using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.DeleteCustomers;

/// <summary>Takes back what a change set did with the bin: whom it deleted comes back, whom it brought back goes there again; a later deed of the same kind stays.</summary>
internal sealed class UndoesBin(IBin bin) : IUndoesChanges
{
    private const int AtOnce = 2_000;

    public int Order => 45;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        var (rows, last) = await Read(session, what.Set.Id, from, ct);
        if (rows.Count == 0) return null;
        var changes = what.Changes ?? throw new InvalidOperationException("Who goes to the bin or comes back is recorded.");
        var restored = await bin.Restore(session, changes, [.. rows.Where(r => r.Deleted && r.Since == what.Set.Id.Value).Select(r => r.Customer)], ct);
        var deleted = await bin.Delete(session, changes, [.. rows.Where(r => !r.Deleted && r.Since is null).Select(r => r.Customer)], ct);
        foreach (var row in rows.Where(r => r.Deleted && r.Since is { } since && since != what.Set.Id.Value))
            what.Leave(new(Bin.Entity, row.Customer.ToString(), row.Customer, Bin.DeletedAt, null, "customers.bin.deletedSince"));
        what.Count(deleted, restored);
        return last;
    }

    /// <summary>Whom the set moved, whether it deleted them, and by which set they lie in the bin now.</summary>
    private static async Task<(List<(CustomerId Customer, bool Deleted, long? Since)> Rows, long Last)> Read(BulkSession session, ChangeSetId set, long from, CancellationToken ct)
    {
        var rows = new List<(CustomerId, bool, long?)>();
        await using var command = session.Command();
        command.CommandText = $"""
            select r.seq, c.id, p.after, c.deleted_at is not null, c.deleted_in from kernel_changes r
            join customers c on c.id = r.entity_id and c.merged_into is null
            join kernel_change_payloads p on p.customer_id = r.customer_id and p.change_set_id = r.change_set_id and p.seq = r.seq
            where r.change_set_id = @set and r.seq > @from and r.entity = '{Bin.Entity}' and r.fields = '{Bin.DeletedAt}'
            order by r.seq limit {AtOnce}
            """;
        command.Add("@set", set.Value);
        command.Add("@from", from);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            from = reader.GetInt64(0);
            var deleted = reader.GetString(2) != NotDeleted;
            // An unknown set stands for one that is no longer known by whom.
            rows.Add((new(reader.GetInt64(1)), deleted, reader.GetBoolean(3) ? reader.IsDBNull(4) ? 0 : reader.GetInt64(4) : null));
        }
        return (rows, from);
    }

    private static readonly string NotDeleted = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object?> { [Bin.DeletedAt] = null });
}
