using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Experiments;

namespace Patron.Tests.Analytics.Experiments;

public sealed class UpliftTests
{
    private static readonly double[] Outcomes = [0, 1, 2], Scores = [.1, .3, .9];

    [Fact]
    public void The_published_curve_and_its_coefficient()
    {
        Assert.Equal([0, 2, 1, 0], UpliftCurve.Of(Scores, [true, false, true], Outcomes).Points.Select(p => p.Gain));
        Assert.Equal(.75, UpliftCurve.Qini(Scores, [true, false, true], Outcomes));
        Assert.Equal(-.5, UpliftCurve.Qini(Scores, [false, true, false], Outcomes));
    }

    [Fact]
    public void Ten_people_of_whom_area_and_random_area_are_known()
    {
        bool[] treated = [true, false, true, true, false, true, false, true, false, true];
        var curve = UpliftCurve.Of([.9, .85, .8, .7, .6, .5, .4, .3, .2, .1], treated, [1, 0, 1, 1, 0, 0, 1, 0, 0, 0]);
        Assert.Equal((18.5, 11.0), (Math.Round(curve.Area, 9), Math.Round(curve.Area - curve.RandomArea, 9)));
    }

    [Fact]
    public void The_order_of_the_rows_says_nothing_and_equal_scores_are_one_point() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var people = Enumerable.Range(0, random.Next(2, 60)).Select(_ => (Score: random.Next(5) / 4.0, Treated: random.Next(2) == 0, Outcome: (double)random.Next(3))).ToArray();
        var shuffled = people.ToArray();
        random.Shuffle(shuffled);
        var (a, b) = (Of(people), Of(shuffled));
        Assert.Equal(a.Points.Count, b.Points.Count);
        Assert.Equal(people.Select(p => p.Score).Distinct().Count() + 1, a.Points.Count);
        Assert.All(a.Points.Zip(b.Points), p => Assert.Equal(p.First.Gain, p.Second.Gain, 1e-9));

        static UpliftCurve Of((double Score, bool Treated, double Outcome)[] people) =>
            UpliftCurve.Of([.. people.Select(p => p.Score)], [.. people.Select(p => p.Treated)], [.. people.Select(p => p.Outcome)]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_peak_is_where_the_next_would_cost_more_than_it_brings()
    {
        var depth = ContactDepth.Of([5, -1, 3, -2, 1]);
        Assert.Equal((3, 9), (depth.Best, depth.Profit));
        Assert.Equal((1.0, 6.0), (depth.Curve[^1].Share, depth.Curve[^1].Profit));
        Assert.Equal(101, depth.Curve.Count);
    }

    [Fact]
    public void No_depth_earns_more_than_the_peak() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var depth = ContactDepth.Of([.. Enumerable.Range(0, random.Next(300)).Select(_ => random.NextDouble() * 4 - 2)]);
        Assert.All(depth.Curve, p => Assert.True(p.Profit <= depth.Profit + 1e-9));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_is_contacted_where_all_lose() => Assert.Equal((0, 0), (ContactDepth.Of([-1, -2]).Best, ContactDepth.Of([-1, -2]).Profit));
}
