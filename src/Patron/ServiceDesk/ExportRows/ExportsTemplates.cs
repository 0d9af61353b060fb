using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.ServiceDesk.ExportRows;

/// <summary>Answers to begin with, by their names.</summary>
internal sealed class ExportsTemplates(IdMaker ids) : IExportPart
{
    public string Kind => "answer-templates";
    public int Order => 62;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("name", "text");
        foreach (var one in (await session.Db.AnswerTemplates.AsNoTracking().ToListAsync(ct)).OrderBy(t => t.Name, StringComparer.Ordinal).ThenBy(t => t.Text, StringComparer.Ordinal))
        {
            rows.Text(one.Name).Text(one.Text);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy(async (session, rows, ct) =>
    {
        var known = (await session.Db.AnswerTemplates.AsNoTracking().ToListAsync(ct)).Select(t => (t.Name, t.Text)).ToHashSet();
        var fates = rows.Select(row => new RowFate(row.Line, known.Contains((row.Need("name"), row.Need("text"))) ? Fate.Unchanged : Fate.Created)).ToArray();
        foreach (var (at, row) in rows.Index())
            if (fates[at].Fate == Fate.Created) session.Db.Add(new TemplateRow { Id = ids.Next<AnswerTemplateId>(), Name = row.Need("name"), Text = row.Need("text") });
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    });
}
