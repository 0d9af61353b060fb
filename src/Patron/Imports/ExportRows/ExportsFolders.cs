using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Imports.WatchFolders;
using Patron.Kernel;

namespace Patron.Imports.ExportRows;

/// <summary>Watched folders with their limits. What lies in them is looked at anew; a folder that is not to be found where they are taken to says so on its page.</summary>
internal sealed class ExportsFolders(IUserNames users, IdMaker ids) : IExportPart
{
    public string Kind => "folders";
    public int Order => 82;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (said, id) = (await users.Said(session, ct), source.Id);
        rows.Columns("path", "kind", "limits", "at", "by");
        foreach (var folder in (await session.Db.WatchedFolders.AsNoTracking().Where(f => f.SourceId == id).ToListAsync(ct)).OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            rows.Text(folder.Path).Text(folder.Kind).Text(folder.Limits).Instant(Instants.ToMicroseconds(folder.CreatedAt)).Text(folder.CreatedBy is { } by ? said.GetValueOrDefault(by) : null);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var fates = new List<RowFate>(rows.Count);
        var known = await session.Db.WatchedFolders.AsNoTracking().Select(f => f.Path).ToListAsync(ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        foreach (var row in rows)
        {
            var (path, limits) = (row.Need("path"), row.Json("limits"));
            fates.Add(new(row.Line, known.Contains(path) ? Fate.Unchanged : Fate.Created));
            if (known.Contains(path)) continue;
            var folder = new WatchedFolder
            {
                JobId = ids.Next<JobId>(), Path = path, SourceId = intake.Source.Id, Kind = row.Need("kind"), Limits = limits, Seen = "{}",
                CreatedAt = Instants.FromMicroseconds(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at")), CreatedBy = row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user : null,
            };
            session.Db.Add(WatchedFolders.Schedule(folder, intake.Now));
            session.Db.Add(folder);
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    }
}
