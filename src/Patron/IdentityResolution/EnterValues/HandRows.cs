using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>Values set by hand in bulk.</summary>
internal static class HandRows
{
    private static readonly string[] Columns = ["customer_id", "id", "source_record_id", "field", "custom", "value", "at", "\"by\""];

    /// <summary>By customer, newest first.</summary>
    public static async Task<ILookup<long, HandRow>> OfCustomers(BulkSession session, IReadOnlyCollection<long> customers, CancellationToken ct) =>
        (await Read(session, "customer_id", customers, ct)).OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToLookup(r => r.CustomerId.Value);

    /// <summary>Those that are still there among the ids, whosever they have become.</summary>
    public static async Task<Dictionary<long, HandRow>> Find(BulkSession session, IReadOnlyCollection<long> ids, CancellationToken ct) =>
        (await Read(session, "id", ids, ct)).ToDictionary(r => r.Id);

    public static void Insert(BulkSession session, IReadOnlyCollection<HandRow> rows)
    {
        if (rows.Count == 0) return;
        using var sink = session.Sink(IdentityTables.Hands, Columns);
        foreach (var row in rows)
        {
            sink.Begin();
            sink.Long(row.CustomerId.Value);
            sink.Long(row.Id);
            sink.Long(row.SourceRecordId?.Value);
            sink.Text(row.Field);
            sink.Flag(row.Custom);
            sink.Text(row.Value);
            sink.Instant(Instants.ToMicroseconds(row.At));
            sink.Long(row.By?.Value);
            sink.End();
        }
        sink.Complete();
    }

    public static async Task Delete(BulkSession session, IReadOnlyCollection<HandRow> rows, CancellationToken ct)
    {
        foreach (var some in rows.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {IdentityTables.Hands} where id in {delete.In("@ids", some.Select(r => r.Id))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<List<HandRow>> Read(BulkSession session, string by, IReadOnlyCollection<long> keys, CancellationToken ct)
    {
        var rows = new List<HandRow>();
        foreach (var some in keys.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select {string.Join(", ", Columns)} from {IdentityTables.Hands} where {by} in {command.In("@keys", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) rows.Add(Read(reader));
        }
        return rows;
    }

    private static HandRow Read(DbDataReader row) => new()
    {
        CustomerId = new(row.GetInt64(0)), Id = row.GetInt64(1), SourceRecordId = row.IsDBNull(2) ? null : new SourceRecordId(row.GetInt64(2)), Field = row.GetString(3), Custom = row.GetBoolean(4),
        Value = row.GetString(5), At = Instants.FromMicroseconds(row.GetInstant(6)), By = row.IsDBNull(7) ? null : new UserId(row.GetInt64(7)),
    };
}
