using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Rows of customers that came from no record: notes, values set by hand. They go with the customer.</summary>
internal static class OwnRows
{
    /// <summary>Ids by table; customers without such rows are not among them.</summary>
    public static async Task<Dictionary<CustomerId, Dictionary<string, List<long>>>> Of(BulkSession session, CustomerRowMover mover, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var rows = new Dictionary<CustomerId, Dictionary<string, List<long>>>();
        foreach (var some in customers.Chunk(5_000))
        {
            foreach (var table in mover.Owners.SelectMany(o => o.Tables))
            {
                await using var command = session.Command();
                command.CommandText = $"select customer_id, id from {table} where customer_id in {command.In("@customers", some.Select(c => c.Value))} and source_record_id is null";
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct))
                {
                    var customer = new CustomerId(reader.GetInt64(0));
                    if (!rows.TryGetValue(customer, out var tables)) rows[customer] = tables = [];
                    if (!tables.TryGetValue(table, out var ids)) tables[table] = ids = [];
                    ids.Add(reader.GetInt64(1));
                }
            }
        }
        return rows;
    }
}
