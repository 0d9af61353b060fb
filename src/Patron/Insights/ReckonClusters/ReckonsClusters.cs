using Patron.Analytics.Base;
using Patron.Analytics.Clustering;
using Patron.Analytics.Formulas;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.ComputeFields;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ReckonClusters;

/// <summary>The cluster of each buyer in the customer base, counted from 1.</summary>
internal sealed class ClusterColumns(ComputedFields fields) : IDerivesColumns
{
    public static readonly NumberKey Cluster = new("cluster");

    private volatile Model? model;
    private volatile ClusterResult? lacking;

    public sealed record Model(ClusterResult Result, DateOnly AsOf);

    /// <summary>Null until clusters were found for the first time, and where none can be.</summary>
    public Model? Found => model;

    /// <summary>That none could be found, and why; null where some were, or nobody looked yet.</summary>
    public ClusterResult? Lacking => lacking;

    public void Keep(ClusterResult result, DateOnly asOf)
    {
        var found = result.Lack == ClusterLack.None;
        (model, lacking) = (found ? new(result, asOf) : null, found ? null : result);
    }

    public IReadOnlyList<NumberKey> Keys { get; } = [Cluster];

    public DeriveRow? Begin(CustomerBaseSnapshot snapshot)
    {
        if (model is not { } of || fields.Values(of.Result.Fields, snapshot, of.AsOf) is not { } values) return null;
        var all = snapshot.Summary(of.AsOf.DayNumber);
        return (index, columns) =>
        {
            if (all.Orders[index] == 0) return;
            Span<double> measures = stackalloc double[ClusterMeasures.Names.Length + values.Count];
            if (ClusterMeasures.Logged(all, values, index, measures)) columns[0] = of.Result.Nearest(measures) + 1;
        };
    }
}

/// <summary>Finds clusters of buyers: k-means++ on standardised logarithms, always from the same seed.</summary>
internal sealed class ReckonsClusters(IReckoningDay day, IDerivedColumns derived, ClusterColumns columns, ComputedFields fields, RuleBook rules, ResultStore store) : IReckonsInsights
{
    private const int Seed = 1;

    /// <summary>Buyers of whom all measures are known.</summary>
    public const int LeastRows = 10;

    public string Kind => ClusterResult.Kind;
    public int Order => 80;

    public Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct)
    {
        var setting = rules.Read(ClusterSetting.Key, ClusterSetting.Usual);
        // A field that was taken back or removed meanwhile no longer counts.
        setting = setting with { Fields = [.. (setting.Fields ?? []).Intersect(fields.Measures().Select(f => f.Field.Name))] };
        var result = Found(scope.Snapshot, BaseNumbers.Members(scope.Snapshot, null), scope.AsOf.DayNumber, setting, fields.Values(setting.Fields, scope.Snapshot, scope.AsOf)!);
        return Task.FromResult<Func<BulkSession, CancellationToken, Task>?>((session, inner) => store.Write(session, this, scope.AsOf, result, inner));
    }

    public async Task Kept(CancellationToken ct)
    {
        if (await store.Latest<ClusterResult>(Kind, ct) is not { } kept) return;
        columns.Keep(kept.Value, day.AsOf);
        await derived.Renew(columns, ct);
    }

    /// <summary>Without clusters where there are too few buyers of whom all measures are known, or all are alike.</summary>
    public static ClusterResult Found(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, ClusterSetting setting, IReadOnlyList<FieldValue> fields)
    {
        var all = snapshot.Summary(asOf);
        var buyers = members.Indexes().Where(i => all.Orders[i] > 0 && fields.All(f => !f(i).IsMissing)).ToArray();
        if (buyers.Length < LeastRows) return ClusterResult.Lacking(setting, buyers.Length, ClusterLack.Few);
        var width = ClusterMeasures.Names.Length + fields.Count;
        var (raw, logged) = (Columns(width, buyers.Length), Columns(width, buyers.Length));
        Parallel.For(0, buyers.Length, row =>
        {
            Span<double> measures = stackalloc double[width];
            ClusterMeasures.Raw(all, fields, buyers[row], measures);
            for (var m = 0; m < measures.Length; m++) (raw[m][row], logged[m][row]) = (measures[m], ClusterMeasures.Logarithm(measures[m]));
        });
        var (data, means, deviations) = RowData.Of(logged).Standardised();
        var different = data.DifferentRows();
        var k = Math.Min(setting.K ?? ClusterQuality.ChooseK(data, ClusterSetting.Most, Seed), different);
        if (different < 2) return ClusterResult.Lacking(setting, buyers.Length, ClusterLack.Alike);
        var found = KMeans.Of(data, k, Seed);
        return new(setting, means, deviations, found.Centres, found.Sizes, Typical(raw, found), ClusterQuality.Silhouette(data, found.Centres, Seed), ClusterQuality.Stability(data, found.Centres, Seed), buyers.Length);
    }

    private static double[][] Columns(int width, int rows) => [.. Enumerable.Range(0, width).Select(_ => new double[rows])];

    private static double[][] Typical(double[][] raw, KMeansResult found) => [.. Enumerable.Range(0, found.Sizes.Length).Select(cluster => Array.ConvertAll(raw, column =>
    {
        var own = column.Where((_, row) => found.Labels[row] == cluster).Order().ToArray();
        return own.Length == 0 ? 0 : own[own.Length / 2];
    }))];
}
