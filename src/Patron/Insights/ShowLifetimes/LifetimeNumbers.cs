using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;
using Patron.Kernel;

namespace Patron.Insights.ShowLifetimes;

/// <summary>A class of customers by a derived number.</summary>
/// <param name="From">Micros, included.</param>
/// <param name="Below">Micros, not included; null: open.</param>
internal sealed record ValueClass(long From, long? Below, int Customers, long Value);

/// <summary>The derived columns of those who may be seen, summed up. Amounts are micros.</summary>
/// <param name="Alive">Sum of the probabilities.</param>
/// <param name="OnlyOnce">Customers with a single order.</param>
/// <param name="FirstPurchase">What that order brought in the mean.</param>
/// <param name="Best">Highest expected value first.</param>
internal sealed record LifetimeNumbers(
    int Customers, long Spent, long Expected, double Alive, double Purchases, IReadOnlyList<ValueClass> ByValue, IReadOnlyList<ValueClass> ByAlive,
    IReadOnlyList<int> Best, int OnlyOnce, long FirstPurchase)
{
    private const int MostBest = 10, AliveClasses = 10, MostValueClasses = 9;

    public static LifetimeNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf)
    {
        var (alive, purchases, value) = (snapshot[LifetimeColumns.Alive], snapshot[LifetimeColumns.Purchases], snapshot[LifetimeColumns.Value]);
        var summary = snapshot.Summary(asOf.DayNumber);
        var all = members.Indexes().Where(i => alive[i] != NumberKey.Missing).ToArray();
        var (spent, expected, living, coming, once, first) = (0L, 0L, 0.0, 0.0, 0, 0L);
        var byAlive = new (int Customers, long Value)[AliveClasses];
        foreach (var i in all)
        {
            spent += summary.Spent[i];
            expected += value[i];
            living += alive[i] / 1e6;
            coming += purchases[i] / 1e6;
            if (summary.Orders[i] == 1) (once, first) = (once + 1, first + summary.Spent[i]);
            var at = (int)Math.Min(AliveClasses - 1, alive[i] * AliveClasses / Micros.PerUnit);
            byAlive[at] = (byAlive[at].Customers + 1, byAlive[at].Value + value[i]);
        }
        return new(all.Length, spent, expected, living, coming, Classes([.. all.Select(i => value[i])]),
            [.. byAlive.Select((c, at) => new ValueClass(at * Micros.PerUnit / AliveClasses, at == AliveClasses - 1 ? null : (at + 1) * Micros.PerUnit / AliveClasses, c.Customers, c.Value))],
            Sorting.Page(snapshot, Bitmap.Of(snapshot.Size, all), new SortBy.Number(LifetimeColumns.Value), descending: true, 0, MostBest), once, once == 0 ? 0 : first / once);
    }

    /// <summary>Classes at 1, 2 and 5 times the powers of ten, from where a tenth of the customers lies below to where a hundredth lies above.</summary>
    public static IReadOnlyList<ValueClass> Classes(long[] values)
    {
        if (values.Length == 0) return [];
        Array.Sort(values);
        var (low, high) = (values[values.Length / 10], values[values.Length - 1 - values.Length / 100]);
        var limits = Steps().SkipWhile(l => l <= low).TakeWhile(l => l <= Math.Max(low, high)).Take(MostValueClasses - 1).Prepend(0).ToArray();
        return [.. limits.Select((from, at) =>
        {
            long? below = at == limits.Length - 1 ? null : limits[at + 1];
            var (start, end) = (Place(from), below is { } b ? Place(b) : values.Length);
            return new ValueClass(from, below, end - start, values[start..end].Sum());
        })];

        int Place(long limit)
        {
            var at = Array.BinarySearch(values, limit);
            if (at < 0) return ~at;
            while (at > 0 && values[at - 1] == limit) at--;
            return at;
        }
    }

    private static IEnumerable<long> Steps()
    {
        for (var power = Micros.PerUnit; power < long.MaxValue / 100; power *= 10)
            foreach (var step in (long[])[1, 2, 5]) yield return power * step;
    }
}
