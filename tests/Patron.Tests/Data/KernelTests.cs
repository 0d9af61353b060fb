using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Data;

public class IdTests
{
    private sealed class Lease(long from) : INodeLease
    {
        public int Node => 7;
        public long From => from;
        public long Until { get; private set; } = from + 1_000;
        public void Extend(long millisecond) => Until = millisecond + 1_000;
    }

    [Fact]
    public void The_text_of_an_id_reads_back_and_sorts_as_the_number()
    {
        Prop.ForAll<long, long>((a, b) =>
        {
            var (x, y) = (new CustomerId(a & long.MaxValue), new CustomerId(b & long.MaxValue));
            return IdText.TryRead<CustomerId>(x.ToString(), out var read) && read == x
                && Math.Sign(string.CompareOrdinal(x.ToString(), y.ToString())) == x.Value.CompareTo(y.Value);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(""), InlineData("cus_"), InlineData("ord_0000000000001"), InlineData("cus_000000000000u"), InlineData("cus_00000000000011"), InlineData("cus_zzzzzzzzzzzzz")]
    public void A_text_that_is_no_customer_id_is_refused(string text) => Assert.False(IdText.TryRead<CustomerId>(text, out _));

    [Fact]
    public void Capitals_and_lookalikes_are_forgiven()
    {
        Assert.True(IdText.TryRead<CustomerId>("CUS_OOOOOOOOOOOOl", out var id));
        Assert.Equal(1, id.Value);
    }

    [Fact]
    public void Ids_are_unique_and_ascend_also_when_the_clock_stands_or_steps_back()
    {
        var clock = new TestClock(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var ids = new IdMaker(clock, new Lease(0));
        var made = new List<long>();
        for (var i = 0; i < 50_000; i++)
        {
            if (i == 20_000) clock.Advance(TimeSpan.FromDays(-1));
            made.Add(ids.Next<CustomerId>().Value);
        }
        Assert.Equal(made.Count, made.Distinct().Count());
        Assert.Equal(made.Order(), made);
    }

    [Fact]
    public void The_ids_of_a_job_are_few_ranges_that_nobody_else_has()
    {
        var ids = new IdMaker(new TestClock(DateTimeOffset.UnixEpoch.AddYears(56)), new Lease(0));
        var (mine, others) = (new IdRanges(ids), new IdRanges(ids));
        var (a, b) = (new HashSet<long>(), new HashSet<long>());
        for (var i = 0; i < 20_000; i++)
        {
            a.Add(mine.Next());
            b.Add(others.Next());
        }
        Assert.Equal(3, mine.Ranges.Count);
        Assert.Equal(20_000, mine.Ranges.Sum(r => r.Last - r.First + 1));
        Assert.All(a, id => Assert.Contains(mine.Ranges, r => id >= r.First && id <= r.Last));
        Assert.DoesNotContain(b, id => mine.Ranges.Any(r => id >= r.First && id <= r.Last));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_second_process_gets_another_node_and_a_number_taken_over_begins_behind_all_earlier_ids(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var contexts = app.Get<IDbContextFactory<PatronDb>>();
        using var first = new NodeLease(contexts, app.Clock);
        using var second = new NodeLease(contexts, app.Clock);
        var node = first.Node;
        Assert.NotEqual(node, second.Node);

        var highest = new IdMaker(app.Clock, first).Next<CustomerId>().Value;
        await first.StopAsync(default);
        app.Clock.Advance(TimeSpan.FromHours(-3));
        using var third = new NodeLease(contexts, app.Clock);
        Assert.Equal(node, third.Node);
        Assert.True(new IdMaker(app.Clock, third).Next<CustomerId>().Value > highest);
    }
}

public class MoneyTests
{
    [Theory]
    [InlineData("KRW", 1_499_999, 1_000_000), InlineData("KRW", 1_500_000, 2_000_000), InlineData("USD", 1_005_000, 1_010_000), InlineData("USD", -1_005_000, -1_010_000), InlineData("KWD", 1_000_499, 1_000_000), InlineData("KWD", 1_000_500, 1_001_000)]
    public void Amounts_are_rounded_half_away_from_zero_to_the_minor_unit(string currency, long micros, long rounded) =>
        Assert.Equal(rounded, new Money(micros, currency).Rounded().Micros);

    [Fact]
    public void Two_currencies_are_never_added() => Assert.Throws<InvalidOperationException>(() => new Money(1, "EUR") + new Money(1, "USD"));

    [Theory]
    [InlineData(6_000_000, 2_550_000, 0, 15_300_000), InlineData(12_000_000, 14_000_000, 150_000, 142_800_000), InlineData(-3_000_000, 1_250_000, 0, -3_750_000), InlineData(333_333, 1_000_000, 0, 333_333)]
    public void A_line_amounts_to_quantity_times_price_less_discount(long quantity, long price, long discount, long amount) =>
        Assert.Equal(amount, Micros.LineAmount(quantity, price, discount));

    [Fact]
    public void An_amount_beyond_the_range_throws() => Assert.Throws<OverflowException>(() => Micros.LineAmount(long.MaxValue, long.MaxValue));
}
