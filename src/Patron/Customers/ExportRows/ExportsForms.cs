using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Customers.ExportRows;

/// <summary>The form of the relation as people set it; of one customer the latest.</summary>
internal sealed class ExportsForms(IUserNames users, IServingTeams teams) : IExportPart
{
    public string Kind => "relation-forms";
    public int Order => 73;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (names, called) = (await users.Said(session, ct), (await teams.All(ct)).ToDictionary(t => t.Id, t => t.Name));
        rows.Columns("id", "level", "service", "channel", "user", "team", "since", "at", "by");
        using var row = FastReader.Open(session.Connection, $"select r.external_id, t.level, t.service, t.channel, t.user_id, t.team_id, t.since, t.at, t.\"by\" {FirstRecord.Join(FormTable.Name, source.Id)} order by r.id, t.at desc, t.id desc");
        for (string? last = null; row.Read();)
        {
            var id = row.Text(0);
            if (id == last) continue;
            last = id;
            rows.Text(id).Text(row, 1).Text(row, 2).Text(row, 3).Text(User(4)).Text(row.IsNull(5) ? null : called.GetValueOrDefault(new(row.Long(5)))).Day(row, 6).Instant(row, 7).Text(User(8));
            rows.End();
        }

        string? User(int column) => row.IsNull(column) ? null : names.GetValueOrDefault(new(row.Long(column)));
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.SelectMany(r => (string?[])[r.Text("user"), r.Text("by")]).OfType<string>().Distinct()], ct);
        var byTeam = (await teams.All(ct)).ToDictionary(t => t.Name, t => t.Id, StringComparer.OrdinalIgnoreCase);
        var known = await HandRows.Customers(session, FormTable.Name, owners.Values.Select(o => o.Customer), ct);
        var (came, fates) = (new List<(CustomerId Customer, ExportedRow Row)>(), new RowFate[rows.Count]);
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            // What a person set here stays.
            var isNews = known.Add(owner.Customer);
            fates[at] = new(row.Line, isNews ? Fate.Created : Fate.Unchanged);
            if (isNews) came.Add((owner.Customer, row));
        }
        if (came.Count == 0) return fates;
        using var sink = session.Sink(FormTable.Name, FormTable.Hand.Columns);
        foreach (var (customer, row) in came)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(FormTable.Name).Next());
            sink.Text(row.Text("level"));
            sink.Text(row.Text("service"));
            sink.Text(row.Text("channel"));
            sink.Long(User(row.Text("user"))?.Value);
            sink.Long(row.Text("team") is { } team && byTeam.TryGetValue(team, out var served) ? served.Value : null);
            sink.Int(row.Day("since")?.DayNumber);
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            sink.Long(User(row.Text("by"))?.Value);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Customers, came.Select(c => c.Customer.Value));
        return fates;

        UserId? User(string? said) => said is not null && byUser.TryGetValue(said, out var user) ? user : null;
    }
}

/// <summary>Contracts and memberships that people entered; those taken away are left out.</summary>
internal sealed class ExportsAgreements(IUserNames users) : IExportPart
{
    public string Kind => "agreements";
    public int Order => 73;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var names = await users.Said(session, ct);
        rows.Columns("id", "kind", "name", "number", "starts", "ends", "note", "at", "by");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.kind, t.name, t.number, t.starts, t.ends, t.note, t.at, t."by" {FirstRecord.Join(AgreementTable.Name, source.Id)}
            and t.state = {(int)AgreementState.Holds} order by r.id, t.at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(((AgreementKind)row.Int(1)).ToString().ToLowerInvariant()).Text(row, 2).Text(row, 3).Day(row, 4).Day(row, 5).Text(row, 6).Instant(row, 7)
                .Text(row.IsNull(8) ? null : names.GetValueOrDefault(new(row.Long(8))));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var known = await Known(session, [.. owners.Values.Select(o => o.Customer)], ct);
        var (came, fates) = (new List<(CustomerId Customer, ExportedRow Row)>(), new RowFate[rows.Count]);
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var isNews = known.Add((owner.Customer, row.Need("name"), row.Text("number"), row.Day("starts")?.DayNumber));
            fates[at] = new(row.Line, isNews ? Fate.Created : Fate.Unchanged);
            if (isNews) came.Add((owner.Customer, row));
        }
        if (came.Count == 0) return fates;
        using var sink = session.Sink(AgreementTable.Name, AgreementTable.Hand.Columns);
        foreach (var (customer, row) in came)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(AgreementTable.Name).Next());
            sink.Int((int)(row.Word<AgreementKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind")));
            sink.Text(row.Need("name"));
            sink.Text(row.Text("number"));
            sink.Int(row.Day("starts")?.DayNumber);
            sink.Int(row.Day("ends")?.DayNumber);
            sink.Text(row.Text("note"));
            sink.Int((int)AgreementState.Holds);
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            sink.Long(row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user.Value : null);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Customers, came.Select(c => c.Customer.Value));
        return fates;
    }

    /// <summary>The same name, number and begin of one customer is the same agreement.</summary>
    private static async Task<HashSet<(CustomerId, string, string?, int?)>> Known(BulkSession session, CustomerId[] customers, CancellationToken ct)
    {
        var known = new HashSet<(CustomerId, string, string?, int?)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, name, number, starts from {AgreementTable.Name} where customer_id in {command.In("@customers", customers.Select(c => c.Value))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) known.Add((new(reader.GetInt64(0)), reader.GetString(1), reader.Text(2), reader.Int(3)));
        return known;
    }
}

internal static class HandRows
{
    /// <summary>Those of the customers who have a row in a table.</summary>
    public static async Task<HashSet<CustomerId>> Customers(BulkSession session, string table, IEnumerable<CustomerId> customers, CancellationToken ct)
    {
        var found = new HashSet<CustomerId>();
        await using var command = session.Command();
        command.CommandText = $"select distinct customer_id from {table} where customer_id in {command.In("@customers", customers.Select(c => c.Value))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(new(reader.GetInt64(0)));
        return found;
    }
}
