using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ExportRows;

/// <summary>Tasks with people and teams by their names. Things of other rooms have other ids elsewhere: what a task is about, and what proved it, stays behind.</summary>
internal sealed class ExportsTasks(IUserNames users, ITeams teams) : IExportPart
{
    private static readonly string[] Columns =
        ["customer_id", "id", "kind", "state", "priority", "title", "details", "due", "first_due", "minutes", "owner_id", "team_id", "from_team_id", "promised_to", "created_by", "created_at", "accepted_at", "done_at", "done_by", "reason", "version"];

    public string Kind => "tasks";
    public int Order => 82;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (said, queues) = (await users.Said(session, ct), (await teams.All(ct)).ToDictionary(t => t.Id, t => t.Name));
        rows.Columns("id", "kind", "state", "priority", "title", "details", "due", "first_due", "minutes", "owner", "team", "from_team", "promised_to", "created_by", "created_at", "accepted_at", "done_at", "done_by", "reason");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.kind, t.state, t.priority, t.title, t.details, t.due, t.first_due, t.minutes, t.owner_id, t.team_id, t.from_team_id, t.promised_to, t.created_by, t.created_at, t.accepted_at, t.done_at, t.done_by, t.reason
            {FirstRecord.Join(TaskTable.Name, source.Id)} order by r.id, t.created_at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(Word((TaskKind)row.Int(1))).Text(Word((TaskState)row.Int(2))).Text(Word((TaskPriority)row.Int(3))).Text(row, 4).Text(row, 5).Instant(row, 6).Instant(row, 7)
                .Text(row.IsNull(8) ? null : row.Int(8).ToString(System.Globalization.CultureInfo.InvariantCulture)).Text(User(9)).Text(Team(10)).Text(Team(11)).Text(row, 12).Text(User(13)).Instant(row, 14).Instant(row, 15).Instant(row, 16).Text(User(17)).Text(row, 18);
            rows.End();
        }

        string? User(int column) => row.IsNull(column) ? null : said.GetValueOrDefault(new(row.Long(column)));
        string? Team(int column) => row.IsNull(column) ? null : queues.GetValueOrDefault(new(row.Long(column)));
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        string[] named = [.. ((string[])["owner", "created_by", "done_by"]).SelectMany(column => rows.Select(r => r.Text(column))).OfType<string>().Distinct()];
        var (byUser, byTeam) = (await users.BySaid(session, named, ct), (await teams.All(ct)).ToDictionary(t => t.Name, t => t.Id, StringComparer.Ordinal));
        var there = await There(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var fates = new RowFate[rows.Count];
        var fresh = new List<(ExportedRow Row, CustomerId Customer)>();
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var known = there.Contains((owner.Customer.Value, Need(row, "created_at"), row.Need("title")));
            if (!known) fresh.Add((row, owner.Customer));
            fates[at] = new(row.Line, known ? Fate.Unchanged : Fate.Created);
        }
        if (fresh.Count > 0) Insert(session, intake, fresh, byUser, byTeam);
        return fates;
    }

    /// <summary>A task is the same where the same was written of the same customer at the same moment.</summary>
    private static async Task<HashSet<(long Customer, long At, string Title)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, created_at, title from {TaskTable.Name} where customer_id in {command.In("@customers", customers)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2)));
        return there;
    }

    private static void Insert(BulkSession session, Intake intake, List<(ExportedRow Row, CustomerId Customer)> tasks, IReadOnlyDictionary<string, UserId> byUser, Dictionary<string, TeamId> byTeam)
    {
        using var sink = session.Sink(TaskTable.Name, Columns);
        foreach (var (row, customer) in tasks)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(TaskTable.Name).Next());
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
            sink.Int(1);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Tasks, tasks.Select(t => t.Customer.Value));

        long? User(string? said) => said is not null && byUser.TryGetValue(said, out var user) ? user.Value : null;
        long? Team(string? name) => name is not null && byTeam.TryGetValue(name, out var team) ? team.Value : null;
    }

    private static long Need(ExportedRow row, string column) => row.Instant(column) ?? throw new ExportDamagedException(row.Line, column);

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
