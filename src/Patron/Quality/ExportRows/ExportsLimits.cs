using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Quality.ExportRows;

/// <summary>What the files of each source may lack. A limit that is set here stays.</summary>
internal sealed class ExportsLimits : IExportPart
{
    public string Kind => "limits";
    public int Order => 84;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("kind", "field", "flaw", "most");
        var id = source.Id;
        foreach (var limit in (await session.Db.QualityLimits.AsNoTracking().Where(l => l.SourceId == id).ToListAsync(ct)).OrderBy(l => l.Kind, StringComparer.Ordinal).ThenBy(l => l.Field, StringComparer.Ordinal).ThenBy(l => l.Flaw))
        {
            rows.Text(limit.Kind).Text(limit.Field).Text(QualityFields.WordOf(limit.Flaw)).Micros(limit.Most);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var (id, fates) = (intake.Source.Id, new List<RowFate>(rows.Count));
        var known = (await session.Db.QualityLimits.AsNoTracking().Where(l => l.SourceId == id).ToListAsync(ct)).Select(l => (l.Kind, l.Field, l.Flaw)).ToHashSet();
        foreach (var row in rows)
        {
            var limit = new QualityLimit
            {
                SourceId = id, Kind = row.Need("kind"), Field = row.Need("field"), Flaw = QualityFields.FlawOf(row.Need("flaw")) ?? throw new ExportDamagedException(row.Line, "flaw"),
                Most = row.Micros("most") ?? throw new ExportDamagedException(row.Line, "most"),
            };
            var isNews = known.Add((limit.Kind, limit.Field, limit.Flaw));
            if (isNews) session.Db.Add(limit);
            fates.Add(new(row.Line, isNews ? Fate.Created : Fate.Unchanged));
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    }
}
