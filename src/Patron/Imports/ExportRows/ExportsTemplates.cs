using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Imports.ExportRows;

/// <summary>How the files of each source were last read and mapped, as it is kept. What is known here already stays.</summary>
internal sealed class ExportsTemplates : IExportPart
{
    public string Kind => "templates";
    public int Order => 80;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("kind", "settings");
        var id = source.Id;
        foreach (var template in (await session.Db.ImportTemplates.AsNoTracking().Where(t => t.SourceId == id).ToListAsync(ct)).OrderBy(t => t.Kind, StringComparer.Ordinal))
        {
            rows.Text(template.Kind).Text(template.Settings);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var (id, fates) = (intake.Source.Id, new List<RowFate>(rows.Count));
        var known = await session.Db.ImportTemplates.AsNoTracking().Where(t => t.SourceId == id).Select(t => t.Kind).ToListAsync(ct);
        foreach (var row in rows)
        {
            var (kind, settings) = (row.Need("kind"), row.Json("settings"));
            fates.Add(new(row.Line, known.Contains(kind) ? Fate.Unchanged : Fate.Created));
            if (!known.Contains(kind)) session.Db.Add(new ImportTemplate { SourceId = id, Kind = kind, Settings = settings });
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    }
}
