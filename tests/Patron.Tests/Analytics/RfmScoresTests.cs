using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;
using Patron.Analytics.Rfm;

namespace Patron.Tests.Analytics;

public sealed class RfmScoresTests
{
    [Fact]
    public void The_latest_most_frequent_and_biggest_buyer_scores_555()
    {
        var snapshot = Of([.. Enumerable.Range(1, 5).Select(c => Enumerable.Range(0, c).Select(o => Sale(o, Model.Today + c - 10, c)).ToArray())]);

        var scores = RfmScores.Of(snapshot.Summary(Model.Today), snapshot.Known);

        Assert.Equal([1, 2, 3, 4, 5], scores.Recency);
        Assert.Equal(scores.Recency, scores.Frequency);
        Assert.Equal(scores.Recency, scores.Monetary);
        Assert.Equal([4], scores.Cell(5, 5, 5).ToIndexes());
        Assert.Equal(new ScoreLimits(25_000_000, 25_000_000, 1), scores.MonetaryLimits[4]);
    }

    [Fact]
    public void A_cell_has_those_with_its_scores_wherever_they_stand() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var size = random.Next(0, 300);
        var (days, orders, spent) = (new int[size], new int[size], new long[size]);
        for (var i = 0; i < size; i++) (days[i], orders[i], spent[i]) = (random.Next(50), random.Next(1, 9), random.Next(1000));
        var scores = RfmScores.Of([.. Enumerable.Range(0, size).Where(_ => random.Next(3) > 0)], days, orders, spent, 60, 5);
        int? Any() => random.Next(2) == 0 ? null : random.Next(1, 6);
        var (r, f, m) = (Any(), Any(), Any());
        var cell = scores.Cell(r, f, m);
        return cell.Length == size && cell.ToIndexes().SequenceEqual(Enumerable.Range(0, size).Where(i =>
            scores.Recency[i] > 0 && (r is null || scores.Recency[i] == r) && (f is null || scores.Frequency[i] == f) && (m is null || scores.Monetary[i] == m)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_known_customers_with_a_sale_up_to_the_day_are_scored()
    {
        var snapshot = Of([[Sale(1, Model.Today + 1, 5)], [Sale(1, Model.Today, 5)], [], [new(1, Model.Today, 0, 1, -5, LineKind.Return)], [Sale(1, Model.Today, 5)]]);

        var scores = RfmScores.Of(snapshot.Summary(Model.Today), Bitmap.Of(5, [0, 1, 2, 3]));

        Assert.Equal([0, 3, 0, 0, 0], scores.Recency);
        Assert.Equal(1, scores.Customers);
    }

    [Fact]
    public void Nobody_to_score_gives_empty_scores()
    {
        var scores = RfmScores.Of(Of([[]]).Summary(Model.Today), Bitmap.All(1));
        Assert.Equal(0, scores.Customers);
        Assert.All(scores.RecencyLimits, l => Assert.Equal(default, l));
    }

    [Fact]
    public void Equal_values_score_equal_higher_never_lower_by_mid_rank_and_in_any_order() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        // Sometimes enough customers for the counting sort.
        var count = random.Next(5) == 0 ? 700 : random.Next(1, 60);
        var lines = Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(4)).Select(o => Sale(o, Model.Today - random.Next(40), random.Next(-2, 9))).ToArray()).ToArray();
        var places = Enumerable.Range(0, count).ToArray();
        random.Shuffle(places);
        var snapshot = Of(lines);
        var summary = snapshot.Summary(Model.Today);
        var scores = RfmScores.Of(summary, snapshot.Known);
        var moved = Of([.. places.Select(p => lines[p])]);
        var shuffled = RfmScores.Of(moved.Summary(Model.Today), moved.Known);

        for (var i = 0; i < count; i++) Assert.Equal((scores.Recency[places[i]], scores.Frequency[places[i]], scores.Monetary[places[i]]), (shuffled.Recency[i], shuffled.Frequency[i], shuffled.Monetary[i]));
        Check(summary.LastDay.Select(d => (long)d).ToArray(), scores.Recency, scores.RecencyLimits);
        Check(summary.Orders.Select(o => (long)o).ToArray(), scores.Frequency, scores.FrequencyLimits);
        Check(summary.Spent, scores.Monetary, scores.MonetaryLimits);
        Assert.Equal(scores.Customers, scores.Cells.Sum());
        Assert.Equal(summary.Spent.Where((_, i) => scores.Monetary[i] > 0).Sum(), scores.RevenueRecencyFrequency.Sum());
        Assert.Equal(scores.RevenueRecencyFrequency.Sum(), scores.RevenueRecencyMonetary.Sum());

        void Check(long[] values, byte[] given, ScoreLimits[] limits)
        {
            var buyers = Enumerable.Range(0, count).Where(i => summary.Orders[i] > 0).ToArray();
            Assert.All(Enumerable.Range(0, count).Except(buyers), i => Assert.Equal(0, given[i]));
            foreach (var i in buyers)
            {
                var (below, equal) = (buyers.Count(j => values[j] < values[i]), buyers.Count(j => values[j] == values[i]));
                Assert.Equal(1 + Math.Min(4, (2 * below + equal) * 5 / (2 * buyers.Length)), given[i]);
                Assert.InRange(values[i], limits[given[i] - 1].Lowest, limits[given[i] - 1].Highest);
            }
        }
    }).QuickCheckThrowOnFailure();

    private static PurchaseLine Sale(int order, int day, int amount) => new(order, day, 0, 1_000_000, amount * 1_000_000L, LineKind.Sale);

    private static CustomerBaseSnapshot Of(PurchaseLine[][] lines) =>
        Model.Load(Model.Writer(), [.. lines.Select((l, i) => new ModelCustomer(i + 1, true, null, "", 0, "", l))]);
}
