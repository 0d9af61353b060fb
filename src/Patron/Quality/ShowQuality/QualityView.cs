using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Quality.FindCustomers;
using Patron.Web;

namespace Patron.Quality.ShowQuality;

/// <summary>One source and kind of rows with its fields as last measured.</summary>
/// <param name="Source">Null for the catalogue.</param>
internal sealed record MeasuredKind(SourceInfo? Source, string Kind, IReadOnlyList<QualityMeasure> Fields);

/// <summary>Something to repair.</summary>
/// <param name="Rows">Rows with the flaw, as last measured.</param>
/// <param name="Customers">Customers behind them, as the list shows them now.</param>
internal sealed record Repair(SourceInfo Source, QualityField Field, Flaw Flaw, long Rows, long Of, FlawCount Customers)
{
    public double Share => Of == 0 ? 0 : (double)Rows / Of;

    /// <summary>The share of the rows times the number of customers: what is wrong everywhere, with many, comes first.</summary>
    public double Weight => Share * Customers.Customers;
}

/// <summary>Rows of another kind that lack something, have it wrong, or say what another row says too.</summary>
/// <param name="Source">Null for the catalogue.</param>
internal sealed record RowRepair(SourceInfo? Source, string Kind, string Field, Flaw Flaw, long Rows, long Of)
{
    public double Share => Of == 0 ? 0 : (double)Rows / Of;
}

/// <summary>
/// What the pages of one request share. Shares are of rows and measured for all, whoever asks; customers are counted now, in the base, among those
/// whom the asker may see, so that a number and the list it leads to agree.
/// </summary>
internal sealed class QualityView(
    ICustomerBase customerBase, IReckoningDay reckoning, IVisibility visibility, ICurrentUser who, ISources sources, ICustomFields customFields, Sentences text, IDbContextFactory<PatronDb> contexts)
{
    private const int DaysOfTrend = 90;
    private IReadOnlyList<QualityMeasure> history = [];
    private Dictionary<string, string> labels = [];

    public IReadOnlyList<MeasuredKind> Kinds { get; private set; } = [];
    public IReadOnlyList<Repair> Repairs { get; private set; } = [];
    public IReadOnlyList<RowRepair> RowRepairs { get; private set; } = [];
    public IReadOnlyList<QualityLimit> Limits { get; private set; } = [];
    public IReadOnlyList<SourceInfo> Sources { get; private set; } = [];
    public FlawCounts Counts { get; private set; } = null!;
    public QualitySettings Settings { get; private set; } = null!;
    public Organisation Organisation { get; private set; } = Organisation.Default;

    /// <summary>In the organisation's time; null while nothing was measured.</summary>
    public DateTimeOffset? At { get; private set; }

    public CustomerBaseSnapshot Snapshot { get; private set; } = null!;
    public Bitmap? VisibleTo { get; private set; }
    public DateOnly AsOf { get; private set; }

    public async Task Load(CancellationToken ct)
    {
        (AsOf, Snapshot) = (reckoning.AsOf, customerBase.Current);
        VisibleTo = visibility.Set(Snapshot, who.Id);
        Counts = FlawCounts.Of(Snapshot, VisibleTo, AsOf);
        Sources = await sources.All(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        (Organisation, Settings) = (await db.Organisation(ct), await QualitySettings.Read(db, ct));
        Limits = await db.QualityLimits.AsNoTracking().ToListAsync(ct);
        if (await db.QualityMeasures.AsNoTracking().OrderByDescending(m => m.Day).ThenByDescending(m => m.At).FirstOrDefaultAsync(ct) is not { } last) return;
        At = TimeZoneInfo.ConvertTime(last.At, Organisation.Zone);
        var since = last.Day.AddDays(-DaysOfTrend);
        history = await db.QualityMeasures.AsNoTracking().Where(m => m.Day >= since).OrderBy(m => m.At).ToListAsync(ct);
        var known = Sources.ToDictionary(s => s.Id);
        Kinds =
        [
            .. history.Where(m => m.At == last.At && (m.SourceId == default || known.ContainsKey(m.SourceId))).GroupBy(m => (m.SourceId, m.Kind))
                .Select(g => new MeasuredKind(known.GetValueOrDefault(g.Key.SourceId), g.Key.Kind, [.. g.OrderBy(m => Place(m.Field)).ThenBy(m => m.Field, StringComparer.Ordinal)]))
                .OrderBy(k => k.Source?.Number ?? int.MaxValue).ThenBy(k => k.Kind == QualityFields.Customers ? 0 : 1).ThenBy(k => k.Kind, StringComparer.Ordinal),
        ];
        var fields = await customFields.All(ct);
        labels = fields.ToDictionary(f => f.Key, f => f.Label ?? text[$"customers.field.{f.Key}"], StringComparer.Ordinal);
        RowRepairs = [.. FoundRows().OrderByDescending(r => r.Share).ThenByDescending(r => r.Rows)];
        Repairs = [.. Found().OrderByDescending(r => r.Weight).ThenByDescending(r => r.Customers.Spent).ThenByDescending(r => r.Rows)];
    }

    /// <summary>What a field is called, among rows of its kind where these have a word of their own; a custom one that is gone by its key.</summary>
    public string Name(string kind, string field) =>
        QualityFields.CustomKey(field) is { } key ? labels.GetValueOrDefault(key, key) : text.Has($"quality.field.{kind}.{field}") ? text[$"quality.field.{kind}.{field}"] : text[$"quality.field.{field}"];

    /// <summary>A field's measurements, the last of each day, oldest first.</summary>
    public IReadOnlyList<QualityMeasure> Trend(QualityMeasure of) =>
        [.. history.Where(m => m.SourceId == of.SourceId && m.Kind == of.Kind && m.Field == of.Field).GroupBy(m => m.Day).Select(day => day.Last())];

    public MeasuredKind? Find(string source, string kind) => Kinds.FirstOrDefault(k => PartOf(k.Source) == source && k.Kind == kind);

    public int Count(CustomerQuery query) => Snapshot.Count(query, VisibleTo, AsOf.DayNumber);

    /// <summary>The list of the customers behind a number.</summary>
    public static string ListOf(SourceInfo source, QualityField field, Flaw flaw) => Urls.CustomersWith($"{FlawParts.Filter}={FlawParts.ValueOf(source.Id, field, flaw)}");

    public static string PageOf(SourceInfo? source, string kind, string field) => $"{Urls.Quality}/{PartOf(source)}/{kind}/{field}";

    /// <summary>The rows behind a number of another kind than customers.</summary>
    public static string RowsOf(SourceInfo? source, string kind, string field, Flaw flaw) => $"{PageOf(source, kind, field)}/rows?flaw={QualityFields.WordOf(flaw)}";

    /// <summary>A field that no row of the source fills is not sent at all: nothing to repair row by row.</summary>
    public static bool IsSent(QualityMeasure measure) => measure.Filled > 0;

    public static long RowsWith(QualityMeasure measure, Flaw flaw) => flaw switch
    {
        Flaw.Missing => measure.Total - measure.Filled,
        Flaw.Invalid => measure.Invalid ?? 0,
        _ => measure.Duplicate ?? 0,
    };

    private IEnumerable<Repair> Found() =>
        from kind in Kinds
        let source = kind.Source
        where source is not null && kind.Kind == QualityFields.Customers
        from measure in kind.Fields
        let field = QualityFields.Find(measure.Field)
        where field is not null && (IsSent(measure) || field == QualityFields.Record)
        from flaw in Enum.GetValues<Flaw>()
        let customers = Counts[source.Number, flaw, field]
        where customers.Customers > 0
        select new Repair(source, field, flaw, RowsWith(measure, flaw), measure.Total, customers);

    private IEnumerable<RowRepair> FoundRows() =>
        from kind in Kinds
        where kind.Kind != QualityFields.Customers
        from measure in kind.Fields
        where IsSent(measure)
        from flaw in Enum.GetValues<Flaw>()
        let rows = RowsWith(measure, flaw)
        where rows > 0
        select new RowRepair(kind.Source, kind.Kind, measure.Field, flaw, rows, flaw == Flaw.Missing ? measure.Total : measure.Filled);

    private static string PartOf(SourceInfo? source) => source?.Id.ToString() ?? "catalogue";

    private static int Place(string field) => QualityFields.Find(field) is { } own ? QualityFields.All.Index().First(f => f.Item == own).Index : int.MaxValue;
}
