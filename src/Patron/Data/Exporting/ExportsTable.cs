using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>A table that belongs to no customer, column by column. A row that is there already, by its first columns, stays.</summary>
/// <param name="columns">Those that make a row the same come first. Without "id" among them, ids are made anew where <paramref name="makesIds"/> says so.</param>
/// <param name="same">So many columns make a row the same; the file is in their order.</param>
public abstract class ExportsTable(string kind, int order, string table, IReadOnlyList<KeptColumn> columns, int same = 1, KeptUsers? users = null, bool makesIds = false) : IExportPart, IKeepsTable
{
    private readonly KeptColumns kept = new(columns, users);
    private readonly KeptColumns sameness = new([.. columns.Take(same)], users);

    public string Kind => kind;
    public int Order => order;
    public bool OfSource => false;
    public string Table => table;
    public IReadOnlyList<KeptColumn> Columns => columns;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await kept.Said(session, ct);
        rows.Columns([.. kept.Headers]);
        var ordered = string.Join(", ", columns.Take(same).Select(c => c.As == KeptAs.Text ? session.InOrder("t." + c.Name) : "t." + c.Name));
        using var row = FastReader.Open(session.Connection, $"select {kept.Sql} from {table} t order by {ordered}");
        while (row.Read())
        {
            kept.Write(rows, row, 0, said);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    /// <summary>Why a row that is new cannot come in; null where it can.</summary>
    protected virtual Task<Func<ExportedRow, RowReason?>> Judge(BulkSession session, CancellationToken ct) => Task.FromResult<Func<ExportedRow, RowReason?>>(_ => null);

    /// <summary>Before a chunk of which something is new is written.</summary>
    protected virtual Task Taking(BulkSession session, Intake intake, CancellationToken ct) => Task.CompletedTask;

    /// <summary>After each chunk, in its transaction, where something of it is new.</summary>
    protected virtual Task Taken(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> fresh, CancellationToken ct) => Task.CompletedTask;

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var (known, judge) = (await Known(session, ct), await Judge(session, ct));
        var (fates, fresh) = (new RowFate[rows.Count], new List<ExportedRow>());
        foreach (var (at, row) in rows.Index())
        {
            if (!known.Add(sameness.KeyOf(row)))
            {
                fates[at] = new(row.Line, Fate.Unchanged);
                continue;
            }
            var why = judge(row);
            fates[at] = new(row.Line, why is null ? Fate.Created : Fate.Rejected, why);
            if (why is null) fresh.Add(row);
        }
        if (fresh.Count == 0) return fates;
        await Taking(session, intake, ct);
        await Insert(session, intake, fresh, ct);
        await Taken(session, intake, fresh, ct);
        return fates;
    }

    private async Task Insert(BulkSession session, Intake intake, List<ExportedRow> fresh, CancellationToken ct)
    {
        var bySaid = await kept.BySaid(session, fresh, ct);
        using var sink = session.Sink(table, makesIds ? ["id", .. kept.Names] : kept.Names);
        foreach (var row in fresh)
        {
            sink.Begin();
            if (makesIds) sink.Long(intake.Ids(table).Next());
            kept.Put(sink, row, bySaid);
            sink.End();
        }
        sink.Complete();
    }

    private async Task<HashSet<string>> Known(BulkSession session, CancellationToken ct)
    {
        var (known, said) = (new HashSet<string>(StringComparer.Ordinal), await sameness.Said(session, ct));
        using var row = FastReader.Open(session.Connection, $"select {sameness.Sql} from {table} t");
        while (row.Read()) known.Add(sameness.KeyOf(row, 0, said));
        return known;
    }
}
