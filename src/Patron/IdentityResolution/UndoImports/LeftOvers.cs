using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.UndoImports;

/// <summary>What sets that are taken back had made and nothing hangs on any more: customers without a row, and custom fields without a value.</summary>
internal sealed class LeftOvers(CustomerRowMover mover, ICustomerMerges merges, ICustomFields customFields)
{
    private const int Part = 10_000;

    /// <summary>What the sets that were taken back before had created of a table: an undo may have left something there for the sake of this one.</summary>
    public static async Task<IReadOnlyList<(long First, long Last)>> Ranges(BulkSession session, ChangeSetId but, string table, CancellationToken ct)
    {
        var ranges = new List<(long, long)>();
        await using var command = session.Command(
            "select g.first_id, g.last_id from kernel_change_ranges g join kernel_change_sets s on s.id = g.change_set_id where g.entity = @table and s.undone_by is not null and s.id <> @but order by g.first_id");
        command.Add("@table", table);
        command.Add("@but", but.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ranges.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return ranges;
    }

    public async Task<long?> Customers(BulkSession session, IReadOnlyList<(long First, long Last)> ranges, long at, CancellationToken ct)
    {
        var found = new List<CustomerId>();
        while (at < ranges.Count && found.Count < Part)
        {
            var (first, last) = ranges[(int)at++];
            await using var command = session.Command("select id from customers where id between @first and @last");
            command.Add("@first", first);
            command.Add("@last", last);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) found.Add(new(reader.GetInt64(0)));
        }
        await RemoveEmpty(session, mover, merges, found, ct);
        return at < ranges.Count ? at : null;
    }

    /// <summary>Those of the customers that no row of any room belongs to.</summary>
    public static async Task RemoveEmpty(BulkSession session, CustomerRowMover mover, ICustomerMerges merges, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        if (customers.Count == 0) return;
        var empty = customers.Select(c => c.Value).ToHashSet();
        foreach (var some in customers.Chunk(5_000))
        {
            foreach (var table in mover.Owners.Where(o => o.Binds).SelectMany(o => o.Tables))
            {
                await using var command = session.Command();
                command.CommandText = $"select distinct customer_id from {table} where customer_id in {command.In("@customers", some.Select(c => c.Value))}";
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) empty.Remove(reader.GetInt64(0));
            }
        }
        foreach (var some in empty.Chunk(5_000))
        {
            foreach (var table in mover.Owners.Where(o => !o.Binds).SelectMany(o => o.Tables))
            {
                await using var delete = session.Command();
                delete.CommandText = $"delete from {table} where customer_id in {delete.In("@customers", some)}";
                await delete.ExecuteNonQueryAsync(ct);
            }
        }
        await merges.Remove(session, [.. empty.Select(id => new CustomerId(id))], ct);
    }

    /// <summary>Fields that came into use with a set that is taken back, and that no customer has a value of.</summary>
    public async Task<long?> Fields(BulkSession session, ChangeSetId set, CancellationToken ct)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        await using (var command = session.Command(
            $"select c.fields from kernel_changes c join kernel_change_sets s on s.id = c.change_set_id where c.entity = '{IdentityTables.Fields}' and c.entity_id = 0 and (s.undone_by is not null or s.id = @set)"))
        {
            command.Add("@set", set.Value);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) made.Add(reader.GetString(0));
        }
        var unused = new List<string>();
        foreach (var key in made)
            if (!await IsUsed(session, key, ct)) unused.Add(key);
        await customFields.Release(session, unused, ct);
        return null;
    }

    private static async Task<bool> IsUsed(BulkSession session, string key, CancellationToken ct)
    {
        var at = session.IsPostgres ? "strpos" : "instr";
        var named = CustomValues.Write(new(StringComparer.Ordinal) { [key] = "" })![1..^3]; // "key": as the column has it
        await using var command = session.Command(
            $"select 1 from {IdentityTables.Records} where custom is not null and {at}(custom, @named) > 0 union all select 1 from {IdentityTables.Hands} where custom and field = @key limit 1");
        command.Add("@named", named);
        command.Add("@key", key);
        return await command.ExecuteScalarAsync(ct) is not null;
    }
}
