using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Sales.KeepLeads;

namespace Patron.Sales.ExportRows;

/// <summary>Leads beside the first record of their customer; where they come from by its name, the deal that came of one by the moment at which it began.</summary>
internal sealed class ExportsLeads(IUserNames users) : IExportPart
{
    private static readonly string[] Columns =
        ["customer_id", "id", "source_record_id", "source_id", "number", "source", "interest", "state", "owner_id", "accept_by", "budget", "need", "decider", "soon", "created_at", "opportunity_id", "fit", "cools_at", "custom", "version"];

    public string Kind => "leads";
    public int Order => 87;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (said, from) = (await users.Said(session, ct), (await LeadSources.Read(session.Db, ct)).All.ToDictionary(s => s.Id, s => s.Name));
        rows.Columns("id", "system", "number", "source", "interested_in", "state", "owner", "accept_by", "budget", "need", "decider", "soon", "created_at", "deal", "fit", "cools_at", "custom");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, (select s.name from identity_sources s where s.id = t.source_id), t.number, t.source, t.interest, t.state, t.owner_id, t.accept_by, t.budget, t.need, t.decider, t.soon, t.created_at, {DealRefs.Began("t")}, t.fit, t.cools_at, t.custom
            {FirstRecord.Join(LeadTable.Name, source.Id)} order by r.id, t.created_at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row, 2).Text(from.GetValueOrDefault(row.Int(3))).Text(row, 4).Text(Word((LeadState)row.Int(5))).Text(row.IsNull(6) ? null : said.GetValueOrDefault(new(row.Long(6)))).Instant(row, 7)
                .Text(Word((Answer)row.Int(8))).Text(Word((Answer)row.Int(9))).Text(Word((Answer)row.Int(10))).Text(Word((Answer)row.Int(11))).Instant(row, 12).Instant(row, 13)
                .Text(row.IsNull(14) ? null : row.Int(14).ToString(System.Globalization.CultureInfo.InvariantCulture)).Instant(row, 15).Text(row, 16);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var people = await users.BySaid(session, [.. rows.Select(r => r.Text("owner")).OfType<string>().Distinct()], ct);
        long[] customers = [.. owners.Values.Select(o => o.Customer.Value).Distinct()];
        var (there, deals) = (await There(session, customers, ct), await DealRefs.Of(session, customers, ct));
        var sources = await LeadSources.Read(session.Db, ct);
        var systems = await Systems(session, ct);
        var (fates, fresh) = (new RowFate[rows.Count], new List<(ExportedRow Row, CustomerId Customer, SourceRecordId Record)>());
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner)) fates[at] = FirstRecord.Missing(row);
            else if (sources.Called(row.Need("source")) is null) fates[at] = new(row.Line, Fate.Rejected, new("identity.row.notKnown", "source", row.Need("source")));
            else if (there.Contains((owner.Customer.Value, Created(row), row.Need("interested_in")))) fates[at] = new(row.Line, Fate.Unchanged);
            else
            {
                fresh.Add((row, owner.Customer, owner.Record));
                fates[at] = new(row.Line, Fate.Created);
            }
        }
        if (fresh.Count == 0) return fates;
        var claims = new List<(SourceId Source, string Number, long Id, long Customer)>();
        using (var sink = session.Sink(LeadTable.Name, Columns))
        {
            foreach (var (row, customer, record) in fresh)
            {
                var (id, system) = (intake.Ids(LeadTable.Name).Next(), row.Text("system") is { } name && systems.TryGetValue(name, out var known) ? known : (SourceId?)null);
                sink.Begin();
                sink.Long(customer.Value);
                sink.Long(id);
                sink.Long(system is null ? null : record.Value);
                sink.Long(system?.Value);
                sink.Text(row.Text("number"));
                sink.Int(sources.Called(row.Need("source"))!.Id);
                sink.Text(row.Need("interested_in"));
                sink.Int((int)(row.Word<LeadState>("state") ?? LeadState.Offered));
                sink.Long(row.Text("owner") is { } said && people.TryGetValue(said, out var user) ? user.Value : null);
                sink.Instant(row.Instant("accept_by"));
                foreach (var part in (string[])["budget", "need", "decider", "soon"]) sink.Int((int)(row.Word<Answer>(part) ?? Answer.Unknown));
                sink.Instant(Created(row));
                sink.Long(row.Instant("deal") is { } began && deals.TryGetValue((customer.Value, began), out var deal) ? deal : null);
                sink.Int(int.TryParse(row.Text("fit"), out var fit) ? fit : null);
                sink.Instant(row.Instant("cools_at"));
                sink.Text(RowValues.Read(row, "custom"));
                sink.Int(1);
                sink.End();
                if (system is { } of && row.Text("number") is { } number) claims.Add((of, number, id, customer.Value));
            }
            sink.Complete();
        }
        using (var keys = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var (of, number, id, customer) in claims) ClaimedKeys.Write(keys, ClaimScopes.Lead(of), number, id, customer);
            keys.Complete();
        }
        session.Tell(Topics.Sales, fresh.Select(f => f.Customer.Value));
        return fates;
    }

    /// <summary>A lead is the same where the same customer was interested in the same at the same moment.</summary>
    private static async Task<HashSet<(long Customer, long At, string Interest)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, created_at, interest from {LeadTable.Name} where customer_id in {command.In("@customers", customers)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2)));
        return there;
    }

    private static async Task<Dictionary<string, SourceId>> Systems(BulkSession session, CancellationToken ct)
    {
        var systems = new Dictionary<string, SourceId>(StringComparer.Ordinal);
        await using var command = session.Command("select name, id from identity_sources");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) systems[reader.GetString(0)] = new(reader.GetInt64(1));
        return systems;
    }

    private static long Created(ExportedRow row) => row.Instant("created_at") ?? throw new ExportDamagedException(row.Line, "created_at");

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}

/// <summary>How rows of an export name a deal of their own customer: by the moment at which it began.</summary>
internal static class DealRefs
{
    /// <summary>SQL: when the deal began that a row of this alias names; null for none.</summary>
    public static string Began(string alias, string column = "opportunity_id") => $"(select min(b.at) from {DealStepTable.Name} b where b.customer_id = {alias}.customer_id and b.opportunity_id = {alias}.{column})";

    public static async Task<Dictionary<(long Customer, long At), long>> Of(BulkSession session, long[] customers, CancellationToken ct)
    {
        var deals = new Dictionary<(long, long), long>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, min(at), opportunity_id from {DealStepTable.Name} where customer_id in {command.In("@customers", customers)} group by customer_id, opportunity_id order by opportunity_id";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) deals.TryAdd((reader.GetInt64(0), reader.GetInstant(1)), reader.GetInt64(2));
        return deals;
    }
}
