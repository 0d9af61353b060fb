using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

public sealed class CustomerQueryTests
{
    [Fact]
    public void Any_query_selects_what_a_plain_reading_of_it_selects() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        // Now and then more than a block, and more than what is split among cores.
        var count = random.Next(30) switch { 0 => 70_001, 1 => 5_000, _ => random.Next(130) };
        var customers = Enumerable.Range(1, count).Select(id => Model.Customer(random, id)).ToArray();
        var snapshot = Model.Load(Model.Writer(), customers);
        for (var n = 0; n < 4; n++)
        {
            var query = RandomQuery(random, count, 3);
            if (random.Next(4) == 0) query = new CustomerQuery.IncludeAnonymous(query);
            var visibleTo = random.Next(2) == 0 ? null : RandomSet(random, count);
            var expected = Enumerable.Range(0, count)
                .Where(i => (visibleTo?.Get(i) ?? true) && (query is CustomerQuery.IncludeAnonymous || customers[i].Known) && Holds(query, customers[i], i, Model.Today)).ToArray();

            Assert.Equal(expected, snapshot.Select(query, visibleTo, Model.Today).ToIndexes());
            Assert.Equal(expected.Length, snapshot.Count(query, visibleTo, Model.Today));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_missing_number_is_never_between()
    {
        var writer = Model.Writer();
        var snapshot = writer.Apply(new BaseBatch().Upsert(new(1, true)));
        Assert.Equal(0, snapshot.Count(new CustomerQuery.NumberBetween(Model.Number, null, null), null, Model.Today));
        Assert.Equal(1, snapshot.Count(new CustomerQuery.NumberMissing(Model.Number), null, Model.Today));
    }

    [Fact]
    public void Extreme_limits_do_not_wrap_around()
    {
        var line = new PurchaseLine(1, Model.Today - 5, 0, 1, 1, LineKind.Sale);
        var snapshot = Model.Writer().Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Lines([line])));
        foreach (var measure in Enum.GetValues<PurchaseMeasure>())
        {
            Assert.Equal(1, snapshot.Count(new CustomerQuery.Measured(measure, long.MinValue, long.MaxValue), null, Model.Today));
            Assert.Equal(0, snapshot.Count(new CustomerQuery.Measured(measure, long.MaxValue, null), null, Model.Today));
            Assert.Equal(0, snapshot.Count(new CustomerQuery.Measured(measure, null, long.MinValue), null, Model.Today));
        }
    }

    [Fact]
    public void Anonymous_buyers_answer_only_when_the_outermost_part_asks_them()
    {
        var snapshot = Model.Writer().Apply(new BaseBatch().Upsert(new(1, true)).Upsert(new(2, false)));
        Assert.Equal(1, snapshot.Count(CustomerQuery.Everyone, null, Model.Today));
        Assert.Equal(2, snapshot.Count(new CustomerQuery.IncludeAnonymous(CustomerQuery.Everyone), null, Model.Today));
        Assert.Throws<ArgumentException>(() => snapshot.Count(new CustomerQuery.All(new CustomerQuery.IncludeAnonymous(CustomerQuery.Everyone)), null, Model.Today));
    }

    [Fact]
    public void A_column_that_nobody_registered_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => Model.Writer().Current.Count(new CustomerQuery.NumberMissing(new("no such")), null, Model.Today));

    private static Bitmap RandomSet(Random random, int count) => Bitmap.Of(count, Enumerable.Range(0, count).Where(_ => random.Next(2) == 0));

    private static CustomerQuery RandomQuery(Random random, int count, int depth)
    {
        long? Limit(int from, int to) => random.Next(4) == 0 ? null : random.Next(from, to);
        int? FromDay() => random.Next(2) == 0 ? null : Model.Today - random.Next(-2, 25);
        CustomerQuery[] Parts() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomQuery(random, count, depth - 1))];
        return random.Next(depth > 0 ? 15 : 12) switch
        {
            0 => new CustomerQuery.NumberBetween(Model.Number, Limit(-6, 7), Limit(-6, 7)),
            1 => new CustomerQuery.NumberMissing(Model.Number),
            2 => new CustomerQuery.CategoryIn(Model.Category, [.. new[] { "red", "green", "blue", "grey", "no such", "" }.Where(_ => random.Next(2) == 0)]),
            3 => new CustomerQuery.CategoryMissing(Model.Category),
            4 => new CustomerQuery.FlagsAny(Model.Flags, (ulong)random.Next(16)),
            5 => new CustomerQuery.FlagsNone(Model.Flags, 1UL << 63 | (uint)random.Next(4)),
            6 => new CustomerQuery.TextContains(Model.Text, new[] { "", "anna", "ANN", "민수", "full", "SS", "倉" }[random.Next(7)]),
            7 => new CustomerQuery.Search(new[] { " ", "anna", "müll", "김민", "郭", "neil" }[random.Next(6)]),
            8 => new CustomerQuery.Among(RandomSet(random, random.Next(count + 10))),
            9 => new CustomerQuery.Measured((PurchaseMeasure)random.Next(2), Limit(-3, 6_000_000), Limit(0, 20_000_000), FromDay()),
            10 => new CustomerQuery.Measured((PurchaseMeasure)random.Next(2, 5), Limit(-3, 30), Limit(0, 9_000_000), FromDay()),
            11 => random.Next(2) == 0 ? new CustomerQuery.Bought(random.Next(5), FromDay()) : new CustomerQuery.NotBought(random.Next(5), FromDay()),
            12 => new CustomerQuery.All(Parts()),
            13 => new CustomerQuery.Any(Parts()),
            _ => new CustomerQuery.None(Parts()),
        };
    }

    private static bool Holds(CustomerQuery query, ModelCustomer c, int index, int asOf) => query switch
    {
        CustomerQuery.All q => q.Of.All(p => Holds(p, c, index, asOf)),
        CustomerQuery.Any q => q.Of.Any(p => Holds(p, c, index, asOf)),
        CustomerQuery.None q => !q.Of.Any(p => Holds(p, c, index, asOf)),
        CustomerQuery.NumberBetween q => c.Number is { } v && v >= (q.Min ?? long.MinValue) && v <= (q.Max ?? long.MaxValue),
        CustomerQuery.NumberMissing => c.Number is null,
        CustomerQuery.CategoryIn q => c.Category.Length > 0 && q.Values.Contains(c.Category),
        CustomerQuery.CategoryMissing => c.Category.Length == 0,
        CustomerQuery.FlagsAny q => (c.Flags & q.Mask) != 0,
        CustomerQuery.FlagsNone q => (c.Flags & q.Mask) == 0,
        CustomerQuery.TextContains q => c.Text.Length > 0 && SearchFolding.Fold(c.Text).Contains(SearchFolding.Fold(q.Part), StringComparison.Ordinal),
        CustomerQuery.Search q => SearchFolding.Fold(c.Text).Contains(SearchFolding.Fold(q.Text).Trim(), StringComparison.Ordinal),
        CustomerQuery.Among q => q.Set.Get(index),
        CustomerQuery.Measured q => Measure(q, c, asOf) is { } v && v >= (q.Min ?? long.MinValue) && v <= (q.Max ?? long.MaxValue),
        CustomerQuery.Bought q => Sales(c, q.FromDay, asOf).Any(l => l.Product == q.Product),
        CustomerQuery.NotBought q => !Sales(c, q.FromDay, asOf).Any(l => l.Product == q.Product),
        CustomerQuery.IncludeAnonymous q => Holds(q.Of, c, index, asOf),
        _ => throw new InvalidOperationException(query.ToString()),
    };

    private static IEnumerable<PurchaseLine> Sales(ModelCustomer c, int? fromDay, int asOf) =>
        c.Lines.Where(l => l.Kind == LineKind.Sale && l.Day <= asOf && l.Day >= (fromDay ?? int.MinValue));

    private static long? Measure(CustomerQuery.Measured q, ModelCustomer c, int asOf)
    {
        var sales = Sales(c, q.FromDay, asOf).ToArray();
        var orders = sales.Select(l => l.Order).Distinct().Count();
        return q.Measure switch
        {
            PurchaseMeasure.Orders => orders,
            PurchaseMeasure.Spent => sales.Sum(l => l.Amount),
            _ when orders == 0 => null,
            PurchaseMeasure.DaysSinceLast => asOf - sales.Max(l => l.Day),
            PurchaseMeasure.DaysSinceFirst => asOf - sales.Min(l => l.Day),
            _ => (long)Math.Floor((decimal)sales.Sum(l => l.Amount) / orders),
        };
    }
}
