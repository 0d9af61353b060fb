using Patron.Analytics.Baskets;
using Patron.Analytics.Buying;
using Patron.Analytics.Clustering;
using Patron.Analytics.Concentration;
using Patron.Analytics.LifetimeValue;
using Patron.Analytics.Rfm;

namespace Patron.Benchmarks;

/// <summary>What customer intelligence reckons, in memory after load; the limit is a pass over the same memory in the same run.</summary>
internal static class BrainBenchmarks
{
    private static double sink;

    public static void Run()
    {
        Measure.Heading();
        Lifetimes(2_357, LifetimeModelKind.BetaGeometric);
        Lifetimes(23_570, LifetimeModelKind.BetaGeometric);
        Lifetimes(23_570, LifetimeModelKind.ModifiedBetaGeometric);
        Lifetimes(23_570, LifetimeModelKind.Pareto);
        Baskets();
        Rfm(540_000, 4_300);
        Rfm(10_000_000, 1_000_000);
        Clusters();
    }

    private static void Lifetimes(int customers, LifetimeModelKind kind)
    {
        var histories = BrainData.Histories(customers);
        Measure.Line($"{kind} of {customers:N0} customers", () => sink += LifetimeFit.Of(kind, PurchaseHistories.Of(histories)).LogLikelihood,
            "sum of x, t_x, T", () => { foreach (var h in histories) sink += h.Repeats + h.LastRepeat + h.Observed; });
    }

    private static void Baskets()
    {
        var lines = File.ReadAllLines(Path.Combine(BrainData.Shared(), "groceries", "groceries.csv")).Select(l => l.Split(',')).ToArray();
        var code = lines.SelectMany(l => l).Distinct().Select((name, n) => (name, n)).ToDictionary(p => p.name, p => p.n);
        int[] basket = [.. lines.SelectMany((l, b) => l.Select(_ => b))], item = [.. lines.SelectMany(l => l.Select(i => code[i]))];
        var data = BasketData.Of(lines.Length, code.Count, basket, item);
        Measure.Line("Groceries, frequent sets at .001", () => sink += FrequentItemsets.Of(data, 10)!.Count, "sum of all cells", () => { foreach (var i in item) sink += i; });
        Measure.Line("Groceries, rules at .001 and .8, with their tests", () => sink += AssociationRule.Of(FrequentItemsets.Of(data, 10)!, .8m).Count, "sum of all cells", () => { foreach (var i in item) sink += i; });
    }

    private static void Rfm(int rows, int customers)
    {
        var random = new Random(1);
        var (who, day, amount) = (new int[rows], new int[rows], new long[rows]);
        for (var i = 0; i < rows; i++) (who[i], day[i], amount[i]) = (random.Next(customers), 734_000 + (int)(365L * i / rows), random.Next(1, 100) * 1_000_000L);
        void Pass()
        {
            var sum = 0L;
            foreach (var v in amount) sum += v;
            foreach (var v in day) sum += v;
            foreach (var v in who) sum += v;
            sink += sum;
        }
        var days = BuyingDays.Of(customers, who, day, amount);
        Measure.Line($"{rows:N0} rows by customer and day (the load)", () => days = BuyingDays.Of(customers, who, day, amount), "sum of the three columns", Pass, rounds: 3);
        int[] all = [.. Enumerable.Range(0, customers)];
        Measure.Line($"{rows:N0} rows: RFM, cells, concentration", () =>
        {
            var summary = BuyingSummary.Of(days);
            sink += RfmScores.Of(all, summary.LastDay, summary.Purchases, summary.Spent, 735_000, 5).Cells[0] + ValueConcentration.Of(summary.Spent).ShareOfBest(.2m);
        }, "sum of the three columns", Pass);
    }

    private static void Clusters()
    {
        var random = new Random(1);
        var columns = Enumerable.Range(0, 3).Select(_ => new double[1_000_000]).ToArray();
        for (var row = 0; row < 1_000_000; row++)
            for (var c = 0; c < 3; c++) columns[c][row] = row % 5 * (c + 1) % 7 + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var data = RowData.Of(columns);
        Measure.Line("k-means, a million rows of three, k = 5", () => sink += KMeans.Of(data, 5).Inertia, "sum of the three columns", () => { foreach (var c in columns) foreach (var v in c) sink += v; }, rounds: 3);
    }
}
