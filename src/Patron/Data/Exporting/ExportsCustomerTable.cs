using System.Globalization;
using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>A row of an archive that is in now.</summary>
/// <param name="Id">Of the row in its table.</param>
public readonly record struct KeptRow(ExportedRow Row, CustomerId Customer, long Id);

/// <summary>
/// A table of customers' rows that come from no record, column by column, each under its customer's first record. A row that is there already, by the columns that make it the same,
/// stays; as often as it is there it is not written again.
/// </summary>
/// <param name="topic">Of the feed, told of the customers whose rows come.</param>
/// <param name="columns">With "id" among them the rows come under their own numbers, because others name them, and are the same by number.</param>
/// <param name="same">Headers of the columns by which a row is the same.</param>
/// <param name="which">A condition on rows t; null takes all.</param>
/// <param name="owner">Header of the column that names the customer's first record.</param>
public abstract class ExportsCustomerTable(string kind, int order, string table, string topic, IReadOnlyList<KeptColumn> columns, IReadOnlyList<string> same, KeptUsers? users = null, string? which = null, string owner = "customer") : IExportPart, IKeepsTable
{
    private readonly KeptColumns kept = new(columns, users);
    private readonly KeptColumns sameness = new([.. columns.Where(c => same.Contains(c.Header))], users);
    private readonly bool numbered = columns.Any(c => c.Name == "id");

    public string Kind => kind;
    public int Order => order;
    public bool OfSource => true;
    public string Table => table;
    public IReadOnlyList<KeptColumn> Columns => columns;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await kept.Said(session, ct);
        rows.Columns([owner, .. kept.Headers]);
        using var row = FastReader.Open(session.Connection, $"select r.external_id, {kept.Sql} {FirstRecord.Join(table, source.Id)}{Which} order by r.id, t.id");
        while (row.Read())
        {
            rows.Text(row, 0);
            kept.Write(rows, row, 1, said);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    /// <summary>After each chunk, in its transaction, where something of it is new.</summary>
    protected virtual Task Taken(BulkSession session, Intake intake, IReadOnlyList<KeptRow> fresh, CancellationToken ct) => Task.CompletedTask;

    private string Which => which is null ? "" : " and " + which;

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = (await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.Need(owner)).Distinct(StringComparer.Ordinal)], ct)).ToDictionary(c => c.Key, c => c.Value.Customer, StringComparer.Ordinal);
        var known = await Known(session, numbered ? rows.Select(r => r.Need("id")) : owners.Values.Distinct().Select(c => c.ToString(CultureInfo.InvariantCulture)), ct);
        var (fates, fresh) = (new RowFate[rows.Count], new List<KeptRow>());
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need(owner), out var customer))
            {
                fates[at] = new(row.Line, Fate.Rejected, new("identity.row.notKnown", owner, row.Need(owner)));
                continue;
            }
            var key = (numbered ? 0 : customer, sameness.KeyOf(row));
            var there = known.GetValueOrDefault(key);
            if (there > 0) known[key] = there - 1;
            else fresh.Add(new(row, new(customer), numbered ? long.Parse(row.Need("id"), CultureInfo.InvariantCulture) : intake.Ids(table).Next()));
            fates[at] = new(row.Line, there > 0 ? Fate.Unchanged : Fate.Created);
        }
        if (fresh.Count == 0) return fates;
        await Insert(session, rows, fresh, ct);
        await Taken(session, intake, fresh, ct);
        session.Tell(topic, fresh.Select(f => f.Customer.Value));
        return fates;
    }

    private async Task Insert(BulkSession session, IReadOnlyList<ExportedRow> rows, List<KeptRow> fresh, CancellationToken ct)
    {
        var bySaid = await kept.BySaid(session, rows, ct);
        using var sink = session.Sink(table, numbered ? ["customer_id", .. kept.Names] : ["customer_id", "id", .. kept.Names]);
        foreach (var (row, customer, id) in fresh)
        {
            sink.Begin();
            sink.Long(customer.Value);
            if (!numbered) sink.Long(id);
            kept.Put(sink, row, bySaid);
            sink.End();
        }
        sink.Complete();
    }

    /// <summary>How often each is there, of these customers, or of these numbers whoever has them.</summary>
    private async Task<Dictionary<(long Customer, string Key), int>> Known(BulkSession session, IEnumerable<string> wanted, CancellationToken ct)
    {
        var (known, said) = (new Dictionary<(long, string), int>(), await sameness.Said(session, ct));
        foreach (var some in wanted.Where(IsNumber).Chunk(5_000))
        {
            using var row = FastReader.Open(session.Connection, $"select t.customer_id, {sameness.Sql} from {table} t where t.{(numbered ? "id" : "customer_id")} in ({string.Join(',', some)}){Which}");
            while (row.Read())
            {
                var key = (numbered ? 0 : row.Long(0), sameness.KeyOf(row, 1, said));
                known[key] = known.GetValueOrDefault(key) + 1;
            }
        }
        return known;
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit);
}
