using System.Text.Json.Serialization;
using Patron.Analytics.Base;
using Patron.Analytics.Formulas;
using Patron.Analytics.Profitability;

namespace Patron.Insights.ReckonClusters;

/// <summary>How buyers are sorted into clusters.</summary>
/// <param name="K">How many clusters; null lets the data say.</param>
/// <param name="Fields">Computed fields by which they are told apart beside the usual measures; null: none.</param>
internal sealed record ClusterSetting(int? K, IReadOnlyList<string>? Fields = null)
{
    public const int MostFields = 5;
    public const string Key = "reckon.clusters";
    public const int Most = 12;

    public static ClusterSetting Usual { get; } = new(K: null);
}

/// <summary>Why buyers were not sorted into clusters.</summary>
internal enum ClusterLack
{
    None = 0,

    /// <summary>Of too few of them all measures are known.</summary>
    Few = 1,

    /// <summary>All of them are alike in every measure.</summary>
    Alike = 2,
}

/// <summary>Clusters as last found; none where something lacked for it. A customer belongs to the nearest centre, so a new purchase is placed without finding them anew.</summary>
/// <param name="Means">Of each measure (<see cref="ClusterMeasures"/>, then the fields), on its logarithm.</param>
/// <param name="Deviations">The same.</param>
/// <param name="Centres">By cluster, then by measure, in standard deviations from the mean; the largest cluster first.</param>
/// <param name="Sizes">Customers of each.</param>
/// <param name="Typical">Medians of the measures by cluster, in their own units.</param>
/// <param name="Silhouette">-1 to 1: how clear they are; null for a single one.</param>
/// <param name="Stability">About 0 to 1: how much of them comes again in halves of the customers.</param>
/// <param name="Buyers">Of whom all measures are known.</param>
internal sealed record ClusterResult(ClusterSetting Setting, double[] Means, double[] Deviations, double[][] Centres, int[] Sizes, double[][] Typical, double? Silhouette, double Stability, int Buyers, ClusterLack Lack = ClusterLack.None)
{
    public const string Kind = "clusters";

    /// <summary>Computed fields among the measures, after the usual ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Fields => Setting.Fields ?? [];

    public static ClusterResult Lacking(ClusterSetting setting, int buyers, ClusterLack lack) => new(setting, [], [], [], [], [], null, 0, buyers, lack);

    /// <summary>The nearest centre; of two equally near the first.</summary>
    public int Nearest(ReadOnlySpan<double> measures)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var c = 0; c < Centres.Length; c++)
        {
            var distance = 0.0;
            for (var m = 0; m < measures.Length; m++)
            {
                var apart = (Deviations[m] > 0 ? (measures[m] - Means[m]) / Deviations[m] : 0) - Centres[c][m];
                distance += apart * apart;
            }
            if (distance < least) (best, least) = (c, distance);
        }
        return best;
    }

    /// <summary>What marks a cluster out: the two measures farthest from the mean of all, with their side.</summary>
    public IReadOnlyList<(int Measure, bool High)> Marks(int cluster) =>
        [.. Centres[cluster].Index().OrderByDescending(c => Math.Abs(c.Item)).ThenBy(c => c.Index).Take(2).Select(c => (c.Index, c.Item > 0))];
}

/// <summary>By what customers are told apart: all on a logarithm, since a few spend a hundred times as much as most.</summary>
internal static class ClusterMeasures
{
    public static readonly string[] Names = ["recency", "orders", "average", "tenure", "products"];

    /// <summary>Of a buyer: days since the last order, orders, average order in major units, days from first to last order, lines an order.</summary>
    private static void Fill(PurchaseSummary all, int index, Span<double> raw)
    {
        raw[0] = all.AsOf - all.LastDay[index];
        raw[1] = all.Orders[index];
        raw[2] = Math.Max(0, all.AverageOrder(index) / 1e6);
        raw[3] = all.LastDay[index] - all.FirstDay[index];
        raw[4] = (double)all.Lines[index] / all.Orders[index];
    }

    /// <summary>The usual measures and then fields of a buyer, on logarithms; false where a field has no value for them. What is below zero keeps its sign.</summary>
    public static bool Logged(PurchaseSummary all, IReadOnlyList<FieldValue> fields, int index, Span<double> measures)
    {
        if (!Raw(all, fields, index, measures)) return false;
        for (var m = 0; m < measures.Length; m++) measures[m] = Logarithm(measures[m]);
        return true;
    }

    /// <summary>The same in their own units.</summary>
    public static bool Raw(PurchaseSummary all, IReadOnlyList<FieldValue> fields, int index, Span<double> measures)
    {
        Fill(all, index, measures);
        for (var f = 0; f < fields.Count; f++)
        {
            if (fields[f](index) is not { IsMissing: false } value) return false;
            measures[Names.Length + f] = value.Number;
        }
        return true;
    }

    public static double Logarithm(double value) => Math.Sign(value) * Math.Log(1 + Math.Abs(value));
}
