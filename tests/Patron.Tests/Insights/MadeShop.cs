using Patron.Analytics.Base;

namespace Patron.Tests.Insights;

/// <summary>Customers who buy at paces of their own and leave at times of their own, as the models think of them.</summary>
internal static class MadeShop
{
    public static readonly DateOnly Start = new(1997, 1, 1), End = new(1998, 6, 30);

    public static CustomerBaseSnapshot Of(int count, int seed, long firstId = 1) => StillBase.Of(Enumerable.Range(0, count).Zip(Lines(count, seed), (n, lines) => new CustomerRow(firstId + n, true).Lines(lines)));

    /// <summary>What each of them bought.</summary>
    public static IEnumerable<List<PurchaseLine>> Lines(int count, int seed)
    {
        var chance = new Random(seed);
        for (var n = 0; n < count; n++)
        {
            var (pace, stays, day) = (2 + 60 * chance.NextDouble(), 0.75 + 0.24 * chance.NextDouble(), Start.AddDays(chance.Next(90)));
            var lines = new List<PurchaseLine>();
            var amount = 5m + chance.Next(60);
            for (var order = 1; day <= End; order++)
            {
                lines.Add(StillBase.Sale(order, day, amount + chance.Next(5)));
                if (chance.NextDouble() > stays) break;
                day = day.AddDays(1 + (int)(-Math.Log(1 - chance.NextDouble()) * pace));
            }
            yield return lines;
        }
    }
}
