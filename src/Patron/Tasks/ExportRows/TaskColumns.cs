using System.Globalization;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ExportRows;

/// <summary>A task as a row of an archive, people and teams by their names. What it is about and what proved it are named as their rooms name them.</summary>
internal sealed class TaskColumns(IUserNames users, ITeams teams, IEnumerable<NamedThing> things)
{
    private const string Columns = """
        t.kind, t.state, t.priority, t.title, t.details, t.due, t.first_due, t.minutes, t.owner_id, t.team_id, t.from_team_id, t.promised_to, t.created_by, t.created_at, t.accepted_at, t.done_at,
        t.done_by, t.reason, t.escalate_at, t.escalated_at, t.remind_at, t.reminded_at, t.custom
        """;

    private static readonly string[] Written =
    [
        "kind", "state", "priority", "title", "details", "due", "first_due", "minutes", "owner", "team", "from_team", "promised_to", "created_by", "created_at", "accepted_at", "done_at",
        "done_by", "reason", "escalate_at", "escalated_at", "remind_at", "reminded_at", "custom", "about", "proof",
    ];

    private static readonly string[] Stored =
    [
        "customer_id", "id", "source_record_id", "kind", "state", "priority", "title", "details", "due", "first_due", "minutes", "owner_id", "team_id", "from_team_id", "promised_to", "created_by", "created_at",
        "accepted_at", "done_at", "done_by", "reason", "escalate_at", "escalated_at", "remind_at", "reminded_at", "custom", "reference_kind", "reference_id", "proof_kind", "proof_id", "version",
    ];

    /// <summary>The columns of tasks t behind the first of a query.</summary>
    public string Names(BulkSession session) => $"{Columns}, {things.Named(session, "reference_kind", "reference_id")}, {things.Named(session, "proof_kind", "proof_id")}";

    /// <param name="key">The first column's name.</param>
    /// <param name="customer">Behind the task's columns comes the customer's external id.</param>
    public async Task Write(BulkSession session, ExportedRows rows, string key, string sql, CancellationToken ct, bool customer = false)
    {
        var (people, queues) = (await users.Said(session, ct), (await teams.All(ct)).ToDictionary(t => t.Id, t => t.Name));
        rows.Columns([key, .. Written, .. customer ? (string[])["customer"] : []]);
        using var row = FastReader.Open(session.Connection, sql);
        while (row.Read())
        {
            rows.Text(row, 0).Text(Word((TaskKind)row.Int(1))).Text(Word((TaskState)row.Int(2))).Text(Word((TaskPriority)row.Int(3))).Text(row, 4).Text(row, 5).Instant(row, 6).Instant(row, 7)
                .Text(row.IsNull(8) ? null : row.Int(8).ToString(CultureInfo.InvariantCulture)).Text(User(9)).Text(Team(10)).Text(Team(11)).Text(row, 12).Text(User(13)).Instant(row, 14).Instant(row, 15).Instant(row, 16)
                .Text(User(17)).Text(row, 18).Instant(row, 19).Instant(row, 20).Instant(row, 21).Instant(row, 22).Text(row, 23).Text(row, 24).Text(row, 25);
            if (customer) rows.Text(row, 26);
            rows.End();
        }

        string? User(int column) => row.IsNull(column) ? null : people.GetValueOrDefault(new(row.Long(column)));
        string? Team(int column) => row.IsNull(column) ? null : queues.GetValueOrDefault(new(row.Long(column)));
    }

    public async Task Insert(BulkSession session, List<(ExportedRow Row, long Customer, long Id, long? Record)> tasks, CancellationToken ct)
    {
        if (tasks.Count == 0) return;
        string[] people = [.. ((string[])["owner", "created_by", "done_by"]).SelectMany(column => tasks.Select(t => t.Row.Text(column))).OfType<string>().Distinct()];
        var (byUser, byTeam) = (await users.BySaid(session, people, ct), (await teams.All(ct)).ToDictionary(t => t.Name, t => t.Id, StringComparer.Ordinal));
        var named = await things.Find(session, [.. tasks.SelectMany(t => ((string[])["about", "proof"]).Select(column => (t.Customer, Name: t.Row.Text(column)))).Where(n => n.Name is not null).Select(n => (n.Customer, n.Name!)).Distinct()], ct);
        using var sink = session.Sink(TaskTable.Name, Stored);
        foreach (var (row, customer, id, record) in tasks)
        {
            sink.Begin();
            sink.Long(customer);
            sink.Long(id);
            sink.Long(record);
            sink.Int((int)(row.Word<TaskKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind")));
            sink.Int((int)(row.Word<TaskState>("state") ?? throw new ExportDamagedException(row.Line, "state")));
            sink.Int((int)(row.Word<TaskPriority>("priority") ?? TaskPriority.Normal));
            sink.Text(row.Need("title"));
            sink.Text(row.Text("details"));
            sink.Instant(Need(row, "due"));
            sink.Instant(Need(row, "first_due"));
            sink.Int(int.TryParse(row.Text("minutes"), out var minutes) ? minutes : null);
            sink.Long(User(row.Text("owner")));
            sink.Long(Team(row.Text("team")));
            sink.Long(Team(row.Text("from_team")));
            sink.Text(row.Text("promised_to"));
            sink.Long(User(row.Text("created_by")));
            sink.Instant(Need(row, "created_at"));
            sink.Instant(row.Instant("accepted_at"));
            sink.Instant(row.Instant("done_at"));
            sink.Long(User(row.Text("done_by")));
            sink.Text(row.Text("reason"));
            foreach (var moment in (string[])["escalate_at", "escalated_at", "remind_at", "reminded_at"]) sink.Instant(row.Instant(moment));
            sink.Text(RowValues.Read(row, "custom"));
            foreach (var column in (string[])["about", "proof"])
            {
                (string Kind, long Id)? thing = row.Text(column) is { } name && named.TryGetValue((customer, name), out var found) ? found : null;
                sink.Text(thing?.Kind);
                sink.Long(thing?.Id);
            }
            sink.Int(1);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Tasks, tasks.Select(t => t.Customer));

        long? User(string? said) => said is not null && byUser.TryGetValue(said, out var user) ? user.Value : null;
        long? Team(string? name) => name is not null && byTeam.TryGetValue(name, out var team) ? team.Value : null;
    }

    public static long Need(ExportedRow row, string column) => row.Instant(column) ?? throw new ExportDamagedException(row.Line, column);

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
