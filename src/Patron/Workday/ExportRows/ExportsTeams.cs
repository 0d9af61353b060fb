using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Workday.KeepTeams;

namespace Patron.Workday.ExportRows;

/// <summary>Teams and who is in them; a team without anybody has a row of its own.</summary>
internal sealed class ExportsTeams(IUserNames users) : IExportPart
{
    public string Kind => "work-teams";
    public int Order => 63;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        var members = (await session.Db.Members.AsNoTracking().ToListAsync(ct)).ToLookup(m => m.TeamId);
        rows.Columns("team", "user", "leads");
        foreach (var team in (await session.Db.Teams.AsNoTracking().ToListAsync(ct)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var known = members[team.Id].Where(m => said.ContainsKey(m.UserId)).Select(m => (User: said[m.UserId], m.Leads)).OrderBy(m => m.User, StringComparer.Ordinal).ToList();
            if (known.Count == 0) Row(team.Name, null, null);
            foreach (var (user, leads) in known) Row(team.Name, user, leads);
        }

        void Row(string team, string? user, bool? leads)
        {
            rows.Text(team).Text(user).Flag(leads);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var db = session.Db;
        var teams = (await db.Teams.ToListAsync(ct)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var members = (await db.Members.ToListAsync(ct)).ToDictionary(m => m.UserId);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("user")).OfType<string>().Distinct()], ct);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var created = false;
            if (!teams.TryGetValue(row.Need("team"), out var team))
            {
                db.Add(teams[row.Need("team")] = team = new() { Id = new(intake.Ids(TeamTable.Name).Next()), Name = row.Need("team") });
                created = true;
            }
            // Who is in a team here already stays there.
            if (row.Text("user") is { } said && byUser.TryGetValue(said, out var user) && !members.ContainsKey(user))
            {
                db.Add(members[user] = new() { UserId = user, TeamId = team.Id, Leads = row.Flag("leads") ?? false });
                created = true;
            }
            fates.Add(new(row.Line, created ? Fate.Created : Fate.Unchanged));
        }
        await db.SaveChangesAsync(ct);
        return fates;
    }
}
