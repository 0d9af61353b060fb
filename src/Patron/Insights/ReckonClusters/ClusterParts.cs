using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Kernel.Texts;

namespace Patron.Insights.ReckonClusters;

/// <summary>What the list of customers shows of clusters, and finds by them.</summary>
internal sealed class ClusterParts(ClusterColumns columns) : IListParts
{
    public const string Cluster = "cluster";

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        if (columns.Found is not { Result: { } result } found) return new(ListParts.None);
        return new(new ListParts(
            [ColumnParts.OneOf(Cluster, scope.Label(text["insights.cluster.column"], found.AsOf), 102, ClusterColumns.Cluster, Enumerable.Range(0, result.Sizes.Length), c => (c + 1, (c + 1).ToString(CultureInfo.InvariantCulture), Name(result, c, text)), text)],
            [ColumnParts.Word(Cluster, scope.Label(text["insights.cluster.column"], found.AsOf), 67, ClusterColumns.Cluster, scope, value => value <= result.Sizes.Length ? Name(result, (int)value - 1, text) : Formats.Missing)], []));
    }

    /// <summary>By what marks it out: "lately, often".</summary>
    public static string Name(ClusterResult result, int cluster, Sentences text) => text.Get("insights.cluster.name", new
    {
        n = cluster + 1, marks = string.Join(", ", result.Marks(cluster).Select(m => m.Measure < ClusterMeasures.Names.Length ? text[$"insights.cluster.{ClusterMeasures.Names[m.Measure]}.{(m.High ? "high" : "low")}"]
            : text.Get("insights.cluster.field", new { field = result.Fields[m.Measure - ClusterMeasures.Names.Length], side = m.High ? "high" : "low" }))),
    });
}
