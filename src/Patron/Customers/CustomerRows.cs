using System.Data.Common;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>A row of the customers' table: the golden record and what stands beside it. Instants are microseconds.</summary>
internal sealed record StoredCustomer(GoldenRecord Golden, bool Anonymous, long? MergedInto, long? DeletedAt, long CreatedAt, int Version, long? DeletedIn = null);

/// <summary>The customers' table in bulk.</summary>
internal static class CustomerRows
{
    private static readonly string[] Columns =
    [
        "id", "kind", "title", "name", "given_name", "family_name", "latin_name", "company", "email", "phone", "street", "city", "region", "postal",
        "country", "birth", "sex", "language", "time_zone", "acquired", "since", "custom", "source_mask",
        "anonymous", "merged_into", "deleted_at", "created_at", "version", "deleted_in",
    ];

    public static async Task<Dictionary<long, StoredCustomer>> Load(BulkSession session, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var rows = new Dictionary<long, StoredCustomer>(ids.Count);
        foreach (var some in ids.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select {string.Join(", ", Columns)} from customers where id in {command.In("@ids", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) rows.Add(reader.GetInt64(0), Read(reader));
        }
        return rows;
    }

    public static async Task<long[]> MergedInto(BulkSession session, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var merged = new List<long>();
        foreach (var some in ids.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id from customers where merged_into in {command.In("@ids", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) merged.Add(reader.GetInt64(0));
        }
        return [.. merged];
    }

    public static async Task Delete(BulkSession session, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        foreach (var some in ids.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from customers where id in {delete.In("@ids", some)}";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }

    public static void Insert(BulkSession session, IEnumerable<StoredCustomer> rows)
    {
        using var sink = session.Sink("customers", Columns);
        foreach (var row in rows) Write(sink, row);
        sink.Complete();
    }

    private static void Write(IRowSink sink, StoredCustomer row)
    {
        var golden = row.Golden;
        sink.Begin();
        sink.Long(golden.Id.Value);
        sink.Int((int)golden.Kind);
        sink.Text(golden.Title);
        sink.Text(golden.Name);
        sink.Text(golden.GivenName);
        sink.Text(golden.FamilyName);
        sink.Text(golden.LatinName);
        sink.Text(golden.Company);
        sink.Text(golden.Email);
        sink.Text(golden.Phone);
        sink.Text(golden.Street);
        sink.Text(golden.City);
        sink.Text(golden.Region);
        sink.Text(golden.Postal);
        sink.Text(golden.Country);
        sink.Int(golden.Birth?.DayNumber);
        sink.Int((int?)golden.Sex);
        sink.Text(golden.Language);
        sink.Text(golden.TimeZone);
        sink.Text(golden.Acquired);
        sink.Int(golden.Since?.DayNumber);
        sink.Text(golden.Custom);
        sink.Long(golden.SourceMask);
        sink.Flag(row.Anonymous);
        sink.Long(row.MergedInto);
        sink.Instant(row.DeletedAt);
        sink.Instant(row.CreatedAt);
        sink.Int(row.Version);
        sink.Long(row.DeletedIn);
        sink.End();
    }

    private static StoredCustomer Read(DbDataReader row) => new(
        new(new(row.GetInt64(0)), false, (CustomerKind)row.GetInt32(1), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7),
            row.Text(8), row.Text(9), row.Text(10), row.Text(11), row.Text(12), row.Text(13), row.Text(14), row.Day(15), (Sex?)row.Int(16),
            row.Text(17), row.Text(18), row.Text(19), row.Day(20), row.Text(21), row.GetInt64(22)),
        row.GetBoolean(23), row.IsDBNull(24) ? null : row.GetInt64(24), row.IsDBNull(25) ? null : row.GetInstant(25), row.GetInstant(26), row.GetInt32(27),
        row.IsDBNull(28) ? null : row.GetInt64(28));
}
