using Patron.Analytics.Base;
using Patron.Analytics.Rfm;
using Patron.Insights.FindCustomers;
using Patron.Insights.ShowCohorts;
using Patron.Insights.ShowLoyal;
using Patron.Kernel;

namespace Patron.Tests.Insights;

public sealed class LoyaltyTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static CustomerBaseSnapshot Buying(params int[][] daysAgo) => StillBase.Of(daysAgo.Select((days, n) =>
        new CustomerRow(n + 1, true).Lines([.. days.Select((ago, order) => StillBase.Sale(order + 1, Today.AddDays(-ago), 10))])));

    [Fact]
    public void Every_cell_has_one_name_and_those_of_Home_keep_theirs()
    {
        var named = (from r in Enumerable.Range(1, 5) from f in Enumerable.Range(1, 5) from m in Enumerable.Range(1, 5) select RfmSegments.Of(r, f, m)).ToArray();
        Assert.Equal(Enum.GetValues<RfmSegment>().Order(), named.Distinct().Order());
        Assert.Equal((RfmSegment.Champions, RfmSegment.Loyal, RfmSegment.Slipping, RfmSegment.LostBig, RfmSegment.New, RfmSegment.Gone),
            (RfmSegments.Of(5, 1, 5), RfmSegments.Of(4, 2, 5), RfmSegments.Of(2, 1, 5), RfmSegments.Of(1, 3, 5), RfmSegments.Of(5, 3, 1), RfmSegments.Of(1, 1, 1)));
        Assert.All(Enum.GetValues<RfmSegment>(), s => Assert.Equal(s, RfmSegments.Find(RfmSegments.WordOf(s))));
        Assert.Null(RfmSegments.Find("nobody"));
    }

    [Fact]
    public void A_better_score_never_leads_from_champions_or_loyal_to_a_worse_name() =>
        Assert.All(from f in Enumerable.Range(1, 5) from m in Enumerable.Range(1, 5) from r in Enumerable.Range(1, 4) select (r, f, m),
            c => Assert.True(RfmSegments.Of(c.r, c.f, c.m) < RfmSegment.Loyal || RfmSegments.Of(c.r + 1, c.f, c.m) >= RfmSegment.Loyal));

    [Fact]
    public void Own_limits_hold_to_the_day_and_the_order()
    {
        var snapshot = Buying([30], [31], [60, 61], [61, 62, 63], [400]);
        var scores = RfmScores.Of(snapshot.Summary(Today.DayNumber), snapshot.Known, new([30, 60, 90, 180], [2, 3, 5, 10], [20 * Micros.PerUnit, 30 * Micros.PerUnit, 500 * Micros.PerUnit, 500 * Micros.PerUnit]));
        Assert.Equal([5, 4, 4, 3, 1], scores.Recency);
        Assert.Equal([1, 1, 2, 3, 1], scores.Frequency);
        Assert.Equal([1, 1, 2, 3, 1], scores.Monetary);
        Assert.Equal(5, scores.Cells.Sum());
        Assert.False(new RfmLimits([30, 60, 90], [2, 3, 5, 10], [1, 2, 3, 4]).IsPossible);
        Assert.False(new RfmLimits([30, 20, 90, 180], [2, 3, 5, 10], [1, 2, 3, 4]).IsPossible);
    }

    [Fact]
    public void Moves_add_up_to_those_who_were_buyers_on_both_days_and_see_nothing_later()
    {
        var (snapshot, asOf) = (StillBase.Retail, StillBase.RetailDay);
        var moves = RfmMoves.Of(snapshot, snapshot.Known, asOf, null);
        var both = Enumerable.Range(0, snapshot.Size).Count(i => moves.Before[i] >= 0 && moves.After[i] >= 0);
        Assert.Equal(both, moves.Matrix.Up + moves.Matrix.Down + moves.Matrix.Stayed);
        Assert.Equal(2_960, moves.Customers.Sum());
        Assert.Equal(2_960 - both, Enumerable.Range(0, RfmSegments.Count).Sum(moves.Newcomers));
        Assert.Equal(moves.Before, RfmMoves.Of(snapshot, snapshot.Known, asOf.AddMonths(-1), null).After);
    }

    [Fact]
    public void Loyal_is_who_meets_every_condition_on_the_very_day()
    {
        var rule = new LoyalRule(4, 100, 90, 0);
        var snapshot = Buying([90, 60, 30, 1], [89, 60, 30, 1], [90, 60, 30], [200, 99, 98, 97, 96], [200, 100, 99, 98, 97], [90, 90, 60, 30]);
        Assert.Equal([true, false, false, true, false, false], Enumerable.Range(0, 6).Select(i => rule.IsLoyal(snapshot, i, Today.DayNumber, null)));
        Assert.Equal((4, 3), (rule.Bought(snapshot.Purchases, 3, Today.DayNumber), rule.Bought(snapshot.Purchases, 4, Today.DayNumber)));
    }

    [Fact]
    public void A_category_that_is_asked_for_must_have_its_share_of_the_window()
    {
        var rule = new LoyalRule(1, 100, 0, 0, "tea", 50);
        var line = StillBase.Sale(1, Today, 10);
        var snapshot = StillBase.Of(
            new CustomerRow(1, true).Lines([line with { Product = 7 }, line with { Product = 1 }]),
            new CustomerRow(2, true).Lines([line with { Product = 7, Amount = line.Amount - 1 }, line with { Product = 1 }]),
            new CustomerRow(3, true).Lines([line with { Product = 7, Day = Today.DayNumber - 100 }, line with { Product = 1 }]));
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(i => rule.IsLoyal(snapshot, i, Today.DayNumber, null, product => product == 7)));
        Assert.Equal(.5, rule.ShareOf(snapshot.Purchases, 0, Today.DayNumber, product => product == 7));
        Assert.False((rule with { SharePercent = 0 }).AsksForCategory);
    }

    [Fact]
    public void Became_and_slipped_are_told_apart_from_those_who_stay()
    {
        var rule = new LoyalRule(3, 60, 30, 0);
        var snapshot = Buying([80, 50, 40, 20, 5], [90, 80, 70, 45], [50, 20, 3]);
        var numbers = LoyalNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), Today, rule, null);
        Assert.Equal([2], numbers.Became.Indexes().ToArray());
        Assert.Equal([1], numbers.Slipped.Indexes().ToArray());
        Assert.Equal([0, 2], numbers.Now.Indexes().ToArray());
        Assert.Equal(numbers.Now.Count(), numbers.ByMonth[^1].Loyal);
    }

    [Fact]
    public void The_list_behind_a_cohorts_cell_is_as_long_as_the_cell_says()
    {
        var (snapshot, asOf, sets) = (StillBase.Retail, StillBase.RetailDay, new CohortSets());
        var numbers = CohortNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), asOf);
        Assert.Equal(2_960, numbers.Table.Active.Sum(c => c[0]));
        foreach (var (cohort, months) in (ReadOnlySpan<(int, int)>)[(0, 0), (0, 6), (3, 2), (6, 0)])
            Assert.Equal(numbers.Table.Active[cohort][months], sets.Find(CohortSets.Name, CohortSets.Value(numbers.MonthOf(cohort), months), snapshot, null, asOf)!.Count());
        Assert.Equal(numbers.Table.Active[2][0], sets.Find(CohortSets.Name, CohortSets.Value(numbers.MonthOf(2), null), snapshot, null, asOf)!.Count());
        Assert.All((string[])["2011", "2011-13", "2011-01.x", "2011-01.1.1"], v => Assert.Null(sets.Find(CohortSets.Name, v, snapshot, null, asOf)));
        Assert.Equal(1.0, numbers.All[0]);
    }

    [Fact]
    public void A_month_is_over_on_its_last_day()
    {
        var snapshot = StillBase.Retail;
        Assert.True(CohortNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), new(2011, 6, 30)).IsOver(0, 6));
        Assert.False(CohortNumbers.Of(snapshot, Bitmap.CopyOf(snapshot.Known), new(2011, 6, 29)).IsOver(0, 6));
    }
}
