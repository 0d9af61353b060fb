using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ReadIdentity;

internal sealed class RecordStream(IDbContextFactory<PatronDb> contexts) : IRecordStream
{
    private const string Columns =
        "customer_id, id, source_id, external_id, kind, stub, name, given_name, family_name, company, email, phone, street, city, region, postal, country, birth, sex, language, time_zone, acquired, since, changed_at, custom";

    public void Read(DbConnection connection, Action<StreamedRecord> each, CancellationToken ct)
    {
        var (record, read) = (new StreamedRecord(), 0);
        using var rows = FastReader.Open(connection, $"select {Columns} from {IdentityTables.Records} order by customer_id, id");
        while (rows.Read())
        {
            if (++read % 10_000 == 0) ct.ThrowIfCancellationRequested();
            Fill(record, rows);
            each(record);
        }
    }

    public void ReadByHand(DbConnection connection, IReadOnlyCollection<long>? customers, Action<long, string> each)
    {
        var which = customers is null ? "" : $" and customer_id in ({string.Join(',', customers)})";
        using var rows = FastReader.Open(connection, $"select customer_id, field from {IdentityTables.Hands} where not custom{which}");
        while (rows.Read()) each(rows.Long(0), rows.Text(1)!);
    }

    public async Task<IReadOnlyList<FoundRecord>> Find(IReadOnlyCollection<(CustomerId Customer, SourceRecordId Record)> records, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (customers, ids) = (records.Select(r => r.Customer).Distinct().ToArray(), records.Select(r => r.Record).ToArray());
        var found = await db.SourceRecords.AsNoTracking().Where(r => customers.Contains(r.CustomerId) && ids.Contains(r.Id)).ToListAsync(ct);
        return [.. found.Select(r => new FoundRecord(r.CustomerId, r.Id, r.ExternalId, Called(r.Name, r.GivenName, r.FamilyName, r.Company), r.Email, r.Phone, r.Birth))];
    }

    private static void Fill(StreamedRecord record, FastReader row)
    {
        (record.Customer, record.Record, record.Source) = (new(row.Long(0)), new(row.Long(1)), new(row.Long(2)));
        (record.ExternalId, record.Kind, record.Stub) = (row.Text(3)!, (CustomerKind)row.Int(4), row.Flag(5));
        record.Name = row.Text(6) ?? Called(null, row.Text(7), row.Text(8), row.Text(9));
        (record.Email, record.Phone) = (row.Text(10), row.Text(11));
        (record.Street, record.City, record.Region, record.Postal, record.Country) = (row.Text(12), row.Text(13), row.Text(14), row.Text(15), row.Text(16));
        (record.Birth, record.Sex) = (Day(row, 17), row.IsNull(18) ? null : (Sex)row.Int(18));
        (record.Language, record.TimeZone, record.Acquired, record.Since) = (row.Text(19), row.Text(20), row.Text(21), Day(row, 22));
        record.ChangedAt = row.Instant(23);
        record.Custom = row.IsNull(24) ? [] : [.. CustomValues.Read(row.Text(24)).Where(v => v.Value.Length > 0).Select(v => v.Key)];
    }

    private static DateOnly? Day(FastReader row, int column) => row.IsNull(column) ? null : DateOnly.FromDayNumber(row.Int(column));

    private static string? Called(string? name, string? given, string? family, string? company) =>
        name ?? ((given ?? family) is null ? company : $"{given} {family}".Trim());
}
