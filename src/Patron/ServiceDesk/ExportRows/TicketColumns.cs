using Patron.Reasons.Contracts;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.SetService;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ExportRows;

/// <summary>Names in an archive for what a ticket's row holds as ids, and back.</summary>
internal sealed class TicketNames
{
    private readonly Dictionary<ReasonId, string> paths;
    private readonly IReadOnlyDictionary<UserId, string> people;
    private readonly Dictionary<TeamId, string> teams;
    private readonly Dictionary<string, ReasonId> reasons;
    private readonly Dictionary<string, TeamId> queues;

    private readonly Dictionary<ReasonId, string> named;

    private TicketNames(ReasonPaths tree, IReadOnlyDictionary<UserId, string> people, IReadOnlyList<Team> teams)
    {
        (paths, this.people, this.teams) = (tree.All.ToDictionary(r => r.Id, r => r.Path), people, teams.ToDictionary(t => t.Id, t => t.Name));
        named = tree.All.ToDictionary(r => r.Id, r => r.Name);
        reasons = tree.All.GroupBy(r => r.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
        queues = teams.GroupBy(t => t.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
    }

    public static async Task<TicketNames> Of(BulkSession session, IUserNames users, ITeams teams, IReasons reasons, CancellationToken ct) =>
        new(await reasons.Of(session, ReasonKind.Ticket, ct), await users.Said(session, ct), await teams.All(ct));

    public string? Reason(FastReader row, int column) => row.IsNull(column) ? null : paths.GetValueOrDefault(new(row.Long(column)));

    /// <summary>Without those above it, as a file says it.</summary>
    public string? ReasonName(FastReader row, int column) => row.IsNull(column) ? null : named.GetValueOrDefault(new(row.Long(column)));

    public string? User(FastReader row, int column) => row.IsNull(column) ? null : people.GetValueOrDefault(new(row.Long(column)));

    public string? Team(FastReader row, int column) => row.IsNull(column) ? null : teams.GetValueOrDefault(new(row.Long(column)));

    public long? Reason(string? path) => path is not null && reasons.TryGetValue(path, out var id) ? id.Value : null;

    public long? Team(string? name) => name is not null && queues.TryGetValue(name, out var id) ? id.Value : null;
}

/// <summary>What a ticket is beyond the columns of a tickets file: how it stands, what was promised, what it is about.</summary>
internal static class TicketColumns
{
    /// <summary>Of tickets t, behind others.</summary>
    public const string Sql = """
        t.state, t.severity, t.severity_set, t.stake, t.reason_id, t.team_id, (select s.name from purchases_orders o join identity_sources s on s.id = o.source_id where o.customer_id = t.customer_id and o.id = t.order_id),
        (select o.number from purchases_orders o where o.customer_id = t.customer_id and o.id = t.order_id), (select p.code from catalog_products p where p.id = t.product_id),
        t.answer_due, t.solve_due, t.next_due, t.goodwill, t.reopened, t.custom
        """;

    public static readonly string[] Names =
    [
        "patron_state", "patron_severity", "patron_severity_set", "patron_stake", "patron_reason", "patron_team", "patron_order_source", "patron_order", "patron_product",
        "patron_answer_due", "patron_solve_due", "patron_next_due", "patron_goodwill", "patron_reopened", "patron_custom",
    ];

    /// <summary>The columns that <see cref="Values"/> fill, in their order.</summary>
    public static readonly string[] Stored =
        ["state", "severity", "severity_set", "stake", "reason_id", "team_id", "order_id", "product_id", "answer_due", "solve_due", "next_due", "goodwill", "reopened", "is_open", "custom"];

    public static void Write(ExportedRows rows, FastReader row, int at, TicketNames names) => rows
        .Text(Word((TicketState)row.Int(at))).Text(Word((Severity)row.Int(at + 1))).Flag(row.Int(at + 2) != 0).Micros(row, at + 3).Text(names.Reason(row, at + 4)).Text(names.Team(row, at + 5))
        .Text(row, at + 6).Text(row, at + 7).Text(row, at + 8).Instant(row, at + 9).Instant(row, at + 10).Instant(row, at + 11).Micros(row, at + 12).Text(row.Int(at + 13).ToString(CultureInfo.InvariantCulture)).Text(row, at + 14);

    /// <summary>As the columns hold them, instants as such; null where the row is of an archive that does not tell.</summary>
    public static object?[]? Values(ExportedRow row, TicketNames names, Bought bought)
    {
        if (row.Word<TicketState>("patron_state") is not { } state) return null;
        return
        [
            (int)state, (int)(row.Word<Severity>("patron_severity") ?? Severity.Normal), row.Flag("patron_severity_set") == true ? 1 : 0, row.Micros("patron_stake") ?? 0, names.Reason(row.Text("patron_reason")),
            names.Team(row.Text("patron_team")), bought.Order(row), bought.Product(row), At("patron_answer_due"), At("patron_solve_due"), At("patron_next_due"), row.Micros("patron_goodwill") ?? 0,
            int.TryParse(row.Text("patron_reopened"), out var reopened) ? reopened : 0, state is TicketState.New or TicketState.Open or TicketState.Waiting ? 1 : 0, RowValues.Read(row, "patron_custom"),
        ];

        object? At(string column) => row.Instant(column) is { } micros ? Instants.FromMicroseconds(micros) : null;
    }

    public static string Word(Enum value) => value.ToString().ToLowerInvariant();
}

/// <summary>The orders and products that a chunk of tickets names.</summary>
internal sealed class Bought(IReadOnlyDictionary<(string Source, string Number), long> orders, IReadOnlyDictionary<string, long> products)
{
    public static async Task<Bought> Of(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var (orders, products) = (new Dictionary<(string, string), long>(), new Dictionary<string, long>(StringComparer.Ordinal));
        var named = rows.Where(r => r.Text("patron_order") is not null).Select(r => (Source: r.Need("patron_order_source"), Number: r.Need("patron_order"))).Distinct().ToArray();
        if (named.Length > 0)
        {
            await using var command = session.Command();
            command.CommandText = $"select s.name, o.number, o.id from purchases_orders o join identity_sources s on s.id = o.source_id where o.id in (select k.id from {ClaimedKeys.Table} k where k.key in {command.In("@numbers", named.Select(n => n.Number).Distinct())} and k.scope like 'order:%')";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) orders[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        }
        string[] codes = [.. rows.Select(r => r.Text("patron_product")).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (codes.Length > 0)
        {
            await using var command = session.Command();
            command.CommandText = $"select code, id from catalog_products where code in {command.In("@codes", codes)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) products[reader.GetString(0)] = reader.GetInt64(1);
        }
        return new(orders, products);
    }

    public long? Order(ExportedRow row) => row.Text("patron_order") is { } number && orders.TryGetValue((row.Need("patron_order_source"), number), out var id) ? id : null;

    public long? Product(ExportedRow row) => row.Text("patron_product") is { } code && products.TryGetValue(code, out var id) ? id : null;
}
