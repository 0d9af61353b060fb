using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Workday.KeepTeams;

namespace Patron.Workday.ExportRows;

/// <summary>What our own people can. Of whom it is said here already, that stays.</summary>
internal sealed class ExportsSkills(IUserNames users) : IExportPart
{
    public string Kind => "work-skills";
    public int Order => 64;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("user", "skills", "languages");
        var known = (await session.Db.Skills.AsNoTracking().ToListAsync(ct)).Where(s => said.ContainsKey(s.UserId)).Select(s => (User: said[s.UserId], Row: s));
        foreach (var (user, row) in known.OrderBy(k => k.User, StringComparer.Ordinal))
        {
            rows.Text(user).Text(row.Skills).Text(row.Languages);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy(async (session, rows, ct) =>
    {
        var there = (await session.Db.Skills.AsNoTracking().Select(s => s.UserId).ToListAsync(ct)).ToHashSet();
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Need("user")).Distinct()], ct);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var fresh = byUser.TryGetValue(row.Need("user"), out var user) && there.Add(user);
            if (fresh) session.Db.Add(new SkillRow { UserId = user, Skills = row.Need("skills"), Languages = row.Need("languages") });
            fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    });
}
