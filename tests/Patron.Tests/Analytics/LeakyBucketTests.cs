using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;
using Patron.Analytics.Retention;

namespace Patron.Tests.Analytics;

public sealed class LeakyBucketTests
{
    private static readonly int Start = new DateOnly(2026, 1, 1).DayNumber;

    [Fact]
    public void An_order_on_the_day_the_limit_is_reached_keeps_and_one_a_day_later_wins_back()
    {
        var june = new DateOnly(2026, 6, 30).DayNumber;
        var snapshot = Of([Start, Start + 90], [Start, Start + 91]);

        var months = LeakyBucket.ByMonth(snapshot, snapshot.Known, june, 6);

        // 90 days after 1 January is 1 April.
        Assert.Equal([1], months[3].LostBy.ToIndexes());
        Assert.Equal([1], months[3].WonBackBy.ToIndexes());
        Assert.Equal([0], months[3].KeptBy.ToIndexes());
        Assert.Equal((2, 0, 1, 1, 1, 2), (months[3].ActiveStart, months[3].Won, months[3].WonBack, months[3].Lost, months[3].Kept, months[3].ActiveEnd));
        Assert.Equal(.5, months[3].KeptShare);
        Assert.Equal(2, months[0].Won);
        Assert.Null(months[0].KeptShare);
    }

    [Fact]
    public void The_month_that_is_not_over_is_marked_and_ends_on_the_day()
    {
        var snapshot = Of([Start]);
        var months = LeakyBucket.ByMonth(snapshot, snapshot.Known, Start + 9, 2);
        Assert.Equal([false, true], months.Select(m => m.Partial));
        Assert.Equal(new DateOnly(2026, 1, 10), months[1].To);
        Assert.False(LeakyBucket.ByMonth(snapshot, snapshot.Known, Start + 30, 1)[0].Partial);
    }

    [Fact]
    public void Every_month_agrees_with_a_walk_through_its_days_and_the_sums_close() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var limit = random.Next(3) == 0 ? random.Next(1, 31) : random.Next(31, 100);
        var days = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Enumerable.Range(0, random.Next(8)).Select(_ => Start + random.Next(400)).ToArray()).ToArray();
        var asOf = Start + random.Next(60, 400);
        var snapshot = Of(days);
        var members = Bitmap.Of(days.Length, Enumerable.Range(0, days.Length).Where(_ => random.Next(5) > 0));

        foreach (var month in LeakyBucket.ByMonth(snapshot, members, asOf, random.Next(1, 12), limit))
        {
            var (from, to) = (month.From.DayNumber, month.To.DayNumber);
            var (won, back, lost, kept) = (new HashSet<int>(), new HashSet<int>(), new HashSet<int>(), new HashSet<int>());
            foreach (var c in members.Indexes())
            {
                bool Active(int day) => days[c].Any(d => d <= day && day - d < limit);
                for (var day = from; day <= to; day++)
                {
                    if (days[c].Contains(day) && !days[c].Any(d => d < day)) won.Add(c);
                    // Who orders on the day on which the limit is reached was active the day before.
                    if (days[c].Contains(day) && days[c].Any(d => d < day) && !Active(day - 1)) back.Add(c);
                    if (Active(day - 1) && !Active(day)) lost.Add(c);
                }
                if (Active(from - 1) && !lost.Contains(c)) kept.Add(c);
            }
            bool ActiveOn(int c, int day) => days[c].Any(d => d <= day && day - d < limit);
            Assert.Equal(month.ActiveEnd, month.ActiveStart + month.Won + month.WonBack - month.Lost);
            Assert.Equal(members.Indexes().Count(c => ActiveOn(c, from - 1)), month.ActiveStart);
            Assert.Equal(members.Indexes().Count(c => ActiveOn(c, to)), month.ActiveEnd);
            Assert.Equal(won.Order(), month.WonBy.Indexes());
            Assert.Equal(back.Order(), month.WonBackBy.Indexes());
            Assert.Equal(lost.Order(), month.LostBy.Indexes());
            Assert.Equal(kept.Order(), month.KeptBy.Indexes());
            Assert.Equal(kept.Count, month.Kept);
        }
    }).QuickCheckThrowOnFailure();

    [Theory, InlineData(89, BuyerStatus.Active), InlineData(90, BuyerStatus.Lost), InlineData(-1, BuyerStatus.Never)]
    public void The_status_turns_on_the_day_the_limit_is_reached(int daysAfter, BuyerStatus status) =>
        Assert.Equal([status], LeakyBucket.Status(Of([Start]).Summary(Start + daysAfter)));

    private static CustomerBaseSnapshot Of(params int[][] days) => Model.Load(Model.Writer(),
        [.. days.Select((d, i) => new ModelCustomer(i + 1, true, null, "", 0, "", [.. d.Select((day, o) => new PurchaseLine(o, day, 0, 1, 1, LineKind.Sale))]))]);
}
