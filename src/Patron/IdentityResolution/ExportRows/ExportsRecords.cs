using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>What each source's records say, in the columns of a customers file; columns of the program's own begin with "patron".</summary>
internal sealed class ExportsRecords(ITakesRows<IncomingRecord> taker, ICustomFields fields) : IExportPart
{
    private const string Stub = "patron_stub", FirstSeen = "patron_first_seen", Changed = "patron_changed", WithSource = "patron_with_source", With = "patron_with", Created = "patron_customer_created";
    private const string Marketing = "marketing";
    private static readonly string[] Channels = ["email", "phone"];

    private static readonly string[] Core =
    [
        "id", "kind", "title", "name", "given", "family", "company", "email", "phone", "street", "city", "region", "postal", "country", "birth", "sex", "language", "time_zone", "acquired", "since",
        "consent_email", "consent_email_at", "consent_phone", "consent_phone_at", Stub, FirstSeen, Changed, WithSource, With, Created,
    ];

    private static readonly HashSet<string> Own = [.. Core];

    public string Kind => "customers";
    public int Order => 20;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        string[] custom = [.. (await fields.All(ct)).Where(f => f.InUse).Select(f => f.Key).Order(StringComparer.Ordinal)];
        rows.Columns([.. Core, .. custom]);
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, r.kind, r.title, r.name, r.given_name, r.family_name, r.company, r.email, r.phone, r.street, r.city, r.region, r.postal, r.country, r.birth, r.sex, r.language, r.time_zone,
            r.acquired, r.since, r.consents, r.stub, r.first_seen_at, r.changed_at, r.custom,
            (select s.name from identity_sources s where s.id = w.source_id and w.id <> r.id), (case when w.id <> r.id then w.external_id end), (case when w.id = r.id then c.created_at end)
            from (select r.*, {FirstRecord.Of} as with_id from {IdentityTables.Records} r where r.source_id = {source.Id.Value}) r
            join {IdentityTables.Records} w on w.customer_id = r.customer_id and w.id = r.with_id join {IdentityTables.Customers} c on c.id = r.customer_id order by r.id
            """);
        while (row.Read()) Write(rows, row, custom);
    }

    private static void Write(ExportedRows rows, FastReader row, string[] custom)
    {
        rows.Text(row, 0).Text(row.Int(1) == (int)CustomerKind.Organisation ? "organisation" : "person");
        for (var text = 2; text <= 13; text++) rows.Text(row, text);
        rows.Day(row, 14).Text(row.IsNull(15) ? null : ((Sex)row.Int(15)).ToString().ToLowerInvariant());
        for (var text = 16; text <= 18; text++) rows.Text(row, text);
        rows.Day(row, 19);
        var said = SaidConsents.Read(row.Text(20));
        foreach (var channel in Channels)
        {
            var about = said.FirstOrDefault(s => s.Purpose == Marketing && s.Channel == channel);
            rows.Flag(about?.Given).Instant(about?.At);
        }
        rows.Flag(row.Flag(21)).Instant(row, 22).Instant(row, 23).Text(row, 25).Text(row, 26).Instant(row, 27);
        var values = CustomValues.Read(row.Text(24));
        foreach (var key in custom) rows.Text(values.GetValueOrDefault(key));
        rows.End();
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingRecord>(taker.Begin(intake), Of, (session, rows, ct) => Age(session, intake, rows, ct));

    private static IncomingRecord Of(ExportedRow row)
    {
        var custom = row.Columns.Where(c => !Own.Contains(c) && row.Text(c) is not null).ToDictionary(c => c, c => row.Text(c)!, StringComparer.Ordinal);
        return new(
            row.Line, row.Need("id"), row.Word<CustomerKind>("kind"), row.Text("title"), row.Text("name"), row.Text("given"), row.Text("family"), row.Text("company"), row.Text("email"), row.Text("phone"),
            row.Text("street"), row.Text("city"), row.Text("region"), row.Text("postal"), row.Text("country"), row.Day("birth"), row.Word<Sex>("sex"), row.Text("language"), row.Text("time_zone"),
            row.Text("acquired"), row.Day("since"), custom.Count == 0 ? null : custom,
            [.. Channels.Where(c => row.Flag("consent_" + c) is not null).Select(c => new IncomingConsent(Marketing, c, row.Flag("consent_" + c)!.Value, row.Instant($"consent_{c}_at")))])
        {
            Kept = new(row.Flag(Stub) == true, At(row, FirstSeen), At(row, Changed), row.Text(WithSource), row.Text(With)),
        };
    }

    private static DateTimeOffset At(ExportedRow row, string column) => Instants.FromMicroseconds(row.Instant(column) ?? throw new ExportDamagedException(row.Line, column));

    /// <summary>Customers are as old as they were.</summary>
    private static async Task Age(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (!intake.Restores) return;
        ExportedRow[] firsts = [.. rows.Where(r => r.Text(Created) is not null)];
        var owners = await FirstRecord.Owners(session, intake, firsts, ct);
        await session.Update(IdentityTables.Customers, ["created_at"], ["id"], [.. firsts.Where(r => owners.ContainsKey(r.Need("id"))).Select(r => (object?[])[At(r, Created), owners[r.Need("id")].Customer.Value])], ct);
    }
}
