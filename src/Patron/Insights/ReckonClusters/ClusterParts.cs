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
        if (columns.Found is not { Result: { } result }) return new(ListParts.None);
        return new(new ListParts(
            [ColumnParts.OneOf(Cluster, text["insights.cluster.column"], 102, ClusterColumns.Cluster, Enumerable.Range(0, result.Sizes.Length), c => (c + 1, (c + 1).ToString(CultureInfo.InvariantCulture), Name(result, c, text)), text)],
            [ColumnParts.Word(Cluster, text["insights.cluster.column"], 67, ClusterColumns.Cluster, scope, value => value <= result.Sizes.Length ? Name(result, (int)value - 1, text) : Formats.Missing)], []));
    }

    /// <summary>By what marks it out: "lately, often".</summary>
    public static string Name(ClusterResult result, int cluster, Sentences text) => text.Get("insights.cluster.name", new
    {
        n = cluster + 1, marks = string.Join(", ", result.Marks(cluster).Select(m => text[$"insights.cluster.{ClusterMeasures.Names[m.Measure]}.{(m.High ? "high" : "low")}"])),
    });
}
