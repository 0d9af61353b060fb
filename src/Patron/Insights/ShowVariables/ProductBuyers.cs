using System.Collections.Concurrent;
using Patron.Analytics.Base;

namespace Patron.Insights.ShowVariables;

/// <summary>How many customers of each class bought each product.</summary>
internal static class ProductBuyers
{
    /// <param name="classOf">The class of a customer index, from 0; below zero: not counted. Asked from several threads.</param>
    /// <returns>By class the buyers of each product, the most first and between equals the lower index; products that nobody bought are left out.</returns>
    public static IReadOnlyList<(int Product, int Buyers)>[] Of(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, int classes, Func<int, int> classOf)
    {
        var (lines, indexes) = (snapshot.Purchases, members.ToIndexes());
        var products = lines.Product is { Length: > 0 } all ? all.Max() + 1 : 0;
        var counts = Enumerable.Range(0, classes).Select(_ => new int[products]).ToArray();
        if (indexes.Length > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, indexes.Length), range =>
            {
                // Who was seen last with a product: a customer counts once.
                var seen = new int[products];
                for (var n = range.Item1; n < range.Item2; n++)
                {
                    var i = indexes[n];
                    if (classOf(i) is not (>= 0 and var at)) continue;
                    for (var line = lines.Start[i]; line < lines.Start[i] + lines.Length[i] && lines.Day[line] <= asOf; line++)
                    {
                        var product = lines.Product[line];
                        if (lines.Kind[line] != LineKind.Sale || seen[product] == i + 1) continue;
                        seen[product] = i + 1;
                        Interlocked.Increment(ref counts[at][product]);
                    }
                }
            });
        }
        return Array.ConvertAll(counts, IReadOnlyList<(int, int)> (own) => [.. own.Index().Where(p => p.Item > 0).OrderByDescending(p => p.Item).ThenBy(p => p.Index)]);
    }
}
