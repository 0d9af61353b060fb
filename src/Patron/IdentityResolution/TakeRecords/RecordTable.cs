using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Source records in bulk.</summary>
internal static class RecordTable
{
    private static readonly string[] Columns =
    [
        "customer_id", "id", "source_record_id", "source_id", "external_id", "kind", "stub", "title", "name", "given_name", "family_name", "company",
        "email", "phone", "street", "city", "region", "postal", "country", "birth", "sex", "language", "time_zone", "acquired", "since", "custom",
        "consents", "first_seen_at", "changed_at",
    ];

    /// <summary>All records of these customers.</summary>
    public static async Task<List<SourceRecord>> OfCustomers(BulkSession session, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        var records = new List<SourceRecord>(customers.Count);
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select {string.Join(", ", Columns)} from {IdentityTables.Records} where customer_id in {command.In("@customers", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) records.Add(Read(reader));
        }
        return records;
    }

    /// <summary>Whose these records are today; those that are gone are not among them.</summary>
    public static async Task<Dictionary<long, long>> Owners(BulkSession session, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var owners = new Dictionary<long, long>(ids.Count);
        foreach (var some in ids.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id, customer_id from {IdentityTables.Records} where id in {command.In("@ids", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) owners[reader.GetInt64(0)] = reader.GetInt64(1);
        }
        return owners;
    }

    public static async Task<List<(long Customer, long Record)>> InRange(BulkSession session, (long First, long Last) range, CancellationToken ct)
    {
        var found = new List<(long, long)>();
        await using var command = session.Command($"select customer_id, id from {IdentityTables.Records} where id between @first and @last");
        command.Add("@first", range.First);
        command.Add("@last", range.Last);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return found;
    }

    public static void Insert(BulkSession session, IEnumerable<SourceRecord> records)
    {
        using var sink = session.Sink(IdentityTables.Records, Columns);
        foreach (var record in records) Write(sink, record);
        sink.Complete();
    }

    /// <summary>Writes records anew that are there already, under the customers they belong to.</summary>
    public static async Task Replace(BulkSession session, IReadOnlyCollection<SourceRecord> records, CancellationToken ct)
    {
        foreach (var some in records.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {IdentityTables.Records} where id in {delete.In("@ids", some.Select(r => r.Id.Value))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
        Insert(session, records);
    }

    private static void Write(IRowSink sink, SourceRecord r)
    {
        sink.Begin();
        sink.Long(r.CustomerId.Value);
        sink.Long(r.Id.Value);
        sink.Long(r.SourceRecordId.Value);
        sink.Long(r.SourceId.Value);
        sink.Text(r.ExternalId);
        sink.Int((int)r.Kind);
        sink.Flag(r.Stub);
        sink.Text(r.Title);
        sink.Text(r.Name);
        sink.Text(r.GivenName);
        sink.Text(r.FamilyName);
        sink.Text(r.Company);
        sink.Text(r.Email);
        sink.Text(r.Phone);
        sink.Text(r.Street);
        sink.Text(r.City);
        sink.Text(r.Region);
        sink.Text(r.Postal);
        sink.Text(r.Country);
        sink.Int(r.Birth?.DayNumber);
        sink.Int((int?)r.Sex);
        sink.Text(r.Language);
        sink.Text(r.TimeZone);
        sink.Text(r.Acquired);
        sink.Int(r.Since?.DayNumber);
        sink.Text(r.Custom);
        sink.Text(r.Consents);
        sink.Instant(Instants.ToMicroseconds(r.FirstSeenAt));
        sink.Instant(Instants.ToMicroseconds(r.ChangedAt));
        sink.End();
    }

    private static SourceRecord Read(DbDataReader row) => new()
    {
        CustomerId = new(row.GetInt64(0)), Id = new(row.GetInt64(1)), SourceRecordId = new(row.GetInt64(2)), SourceId = new(row.GetInt64(3)),
        ExternalId = row.GetString(4), Kind = (CustomerKind)row.GetInt32(5), Stub = row.GetBoolean(6),
        Title = row.Text(7), Name = row.Text(8), GivenName = row.Text(9), FamilyName = row.Text(10), Company = row.Text(11),
        Email = row.Text(12), Phone = row.Text(13), Street = row.Text(14), City = row.Text(15), Region = row.Text(16), Postal = row.Text(17), Country = row.Text(18),
        Birth = row.Day(19), Sex = (Sex?)row.Int(20), Language = row.Text(21), TimeZone = row.Text(22), Acquired = row.Text(23), Since = row.Day(24),
        Custom = row.Text(25), Consents = row.Text(26),
        FirstSeenAt = Instants.FromMicroseconds(row.GetInstant(27)), ChangedAt = Instants.FromMicroseconds(row.GetInstant(28)),
    };
}
