using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Analytics.LifetimeValue;

/// <summary>Made customers whose likelihood has more than one summit, or one where a parameter vanishes or has no end.</summary>
internal static class OddShops
{
    public static PurchaseHistory[] Of(string kind, int seed)
    {
        var chance = new Random(seed * 7_919);
        return kind switch
        {
            // Some buy all the time and never leave, the others hardly come again.
            "two kinds" => Made(200, n => n % 2 == 0 ? Buying(chance, 2, .999, 40) : Buying(chance, .02, .5, 40)),
            // A handful of hundreds came again.
            "sparse" => Made(500, n => n < seed % 5 + 2 ? Buying(chance, .1, .9, 52) : new(0, 0, 1 + chance.Next(52))),
            "few" => Made(3 + seed % 6, _ => Buying(chance, .1 + chance.NextDouble(), .9, 10 + chance.Next(20))),
            // Once or twice a year, all in the same season.
            "seasonal" => Made(100, _ => chance.Next(4) is var x && x == 0 ? new(0, 0, 60) : new(x, 52 * (x > 1 ? 1 : .5) + chance.Next(5), 60)),
            "at the end" => Made(60, _ =>
            {
                double observed = 10 + chance.Next(30);
                return chance.Next(6) is var x && x == 0 ? new(0, 0, observed) : new(x, observed, observed);
            }),
            "alike" => Made(30, _ => new(1 + seed % 4, 12, 12 + seed % 7)),
            "in a burst" => Made(60, _ => chance.Next(12) is var x && x == 0 ? new(0, 0, 40) : new(x, .2 * x, 40 + chance.Next(9))),
            "one came again" => Made(50, n => n == 0 ? new(1, 7, 30) : new(0, 0, 20 + n % 20)),
            "over years" => Made(120, _ => Buying(chance, .001 + .02 * chance.NextDouble() * chance.NextDouble(), .95, 500 + chance.Next(600))),
            "heavy tails" => Made(150, _ => Buying(chance, Math.Min(50, .02 * Math.Pow(1 - chance.NextDouble(), -1.2)), .97, 20 + chance.Next(20))),
            "huge numbers" => Made(40, _ => chance.Next(5_000) is var x && x == 0 ? new(0, 0, 1e6) : new(x, 500 + chance.Next(900_000), 1e6)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static PurchaseHistory[] Made(int count, Func<int, PurchaseHistory> customer) => [.. Enumerable.Range(0, count).Select(customer)];

    private static PurchaseHistory Buying(Random chance, double pace, double stays, double observed)
    {
        var (at, last, repeats) = (0.0, 0.0, 0);
        while (chance.NextDouble() < stays && (at += -Math.Log(1 - chance.NextDouble()) / pace) <= observed) (last, repeats) = (at, repeats + 1);
        return new(repeats, last, observed);
    }
}
