using Patron.Analytics.Base;

namespace Patron.Analytics.Recommending;

/// <summary>What is bought in the order after: of those who bought the first product and ordered again, so many took the second then.</summary>
/// <param name="First">Product of one order.</param>
/// <param name="Next">Product of the following order that was not in the one before.</param>
/// <param name="Times">Orders with <paramref name="First"/> that were followed by one with <paramref name="Next"/>.</param>
/// <param name="Of">Orders with <paramref name="First"/> that were followed by any.</param>
/// <param name="Usual">Share of all following orders that bring <paramref name="Next"/> anew.</param>
/// <param name="Days">Median of the days between the two orders.</param>
public sealed record NextBought(int First, int Next, int Times, int Of, double Usual, double Days)
{
    /// <summary>Times / of.</summary>
    public double Share => (double)Times / Of;

    /// <summary>How many times as likely as after any order; 1 says nothing.</summary>
    public double Lift => Usual > 0 ? Share / Usual : 0;
}

/// <summary>Finds what is bought next.</summary>
public static class NextPurchases
{
    /// <summary>Of more customers who ordered twice, evenly spread ones are looked at.</summary>
    public const int MostHistories = 100_000;

    /// <summary>All pairs that came so often at least, the most often first, then by product. Only the products with the most orders are looked at.</summary>
    public static IReadOnlyList<NextBought> Of(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, int least, int products = 400)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(members);
        // Who is looked at is known before anybody's orders are laid out: those of a million would fill the memory.
        var again = members.Indexes().Where(c => OrderedTwice(snapshot.Purchases, c, asOf)).ToArray();
        var step = Math.Max(1, (again.Length + MostHistories - 1) / MostHistories);
        var histories = again.Where((_, at) => at % step == 0).Select(c => Orders(snapshot.Purchases, c, asOf)).ToArray();
        var counts = histories.SelectMany(h => h).SelectMany(o => o.Products).CountBy(p => p).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(products).Select(c => c.Key).ToHashSet();
        var (pairs, firsts, nexts, steps) = (new Dictionary<(int, int), List<int>>(), new Dictionary<int, int>(), new Dictionary<int, int>(), 0);
        foreach (var history in histories)
            for (var n = 1; n < history.Count; n++)
            {
                steps++;
                var (before, after) = (history[n - 1], history[n]);
                var fresh = after.Products.Where(p => counts.Contains(p) && !before.Products.Contains(p)).ToArray();
                foreach (var next in fresh) nexts[next] = nexts.GetValueOrDefault(next) + 1;
                foreach (var first in before.Products.Where(counts.Contains))
                {
                    firsts[first] = firsts.GetValueOrDefault(first) + 1;
                    foreach (var next in fresh)
                    {
                        if (!pairs.TryGetValue((first, next), out var days)) pairs[(first, next)] = days = [];
                        days.Add(after.Day - before.Day);
                    }
                }
            }
        return [.. pairs.Where(p => p.Value.Count >= least).Select(p => new NextBought(p.Key.Item1, p.Key.Item2, p.Value.Count, firsts[p.Key.Item1], (double)nexts[p.Key.Item2] / steps, Median(p.Value)))
            .OrderByDescending(n => n.Times).ThenBy(n => n.First).ThenBy(n => n.Next)];
    }

    private static bool OrderedTwice(PurchaseColumns lines, int customer, int asOf)
    {
        int? first = null;
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale) continue;
            if (first is { } order && order != lines.Order[i]) return true;
            first = lines.Order[i];
        }
        return false;
    }

    private static List<(int Day, HashSet<int> Products)> Orders(PurchaseColumns lines, int customer, int asOf)
    {
        var orders = new List<(int Day, HashSet<int> Products)>();
        var last = 0;
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale) continue;
            if (orders.Count == 0 || lines.Order[i] != last) orders.Add((lines.Day[i], []));
            last = lines.Order[i];
            orders[^1].Products.Add(lines.Product[i]);
        }
        return orders;
    }

    private static double Median(List<int> days)
    {
        days.Sort();
        return (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2.0;
    }
}
