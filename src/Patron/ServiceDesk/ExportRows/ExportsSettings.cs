using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.ServiceDesk.SetService;

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

/// <summary>The tree of reasons: each by its path, above before below.</summary>
internal sealed class ExportsReasons(IdMaker ids) : IExportPart
{
    public string Kind => "ticket-reasons";
    public int Order => 61;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("name", "below", "retired");
        var tree = new ReasonTree(await session.Db.TicketReasons.AsNoTracking().ToListAsync(ct));
        foreach (var one in tree.All)
        {
            rows.Text(one.Name).Text(one.Parent is { } parent ? tree.Called(parent) : null).Flag(one.Retired ? true : null);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy(async (session, rows, ct) =>
    {
        var paths = new ReasonTree(await session.Db.TicketReasons.AsNoTracking().ToListAsync(ct)).All.GroupBy(r => r.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.Ordinal);
        var fates = new RowFate[rows.Count];
        foreach (var (at, row) in rows.Index())
        {
            var (name, below) = (row.Need("name"), row.Text("below"));
            var path = below is null ? name : $"{below} / {name}";
            fates[at] = new(row.Line, paths.ContainsKey(path) ? Fate.Unchanged : Fate.Created);
            if (paths.ContainsKey(path)) continue;
            var made = new ReasonRow { Id = ids.Next<TicketReasonId>(), ParentId = below is null ? null : paths[below], Name = name, Retired = row.Flag("retired") == true };
            session.Db.Add(made);
            paths[path] = made.Id;
        }
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    });
}
