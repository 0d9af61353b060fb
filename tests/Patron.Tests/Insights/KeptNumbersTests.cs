using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Insights.ReckonInsights;

namespace Patron.Tests.Insights;

/// <summary>Home's numbers take the better part of a second for a million customers: they are reckoned anew where something of them changed, and only there.</summary>
public sealed class KeptNumbersTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly NumberKey Expected = new("expected");

    [Fact]
    public async Task What_is_derived_of_everybody_leaves_them_and_whatever_happens_to_one_customer_does_not()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var (writer, cache) = (StillBase.Writer(), app.Get<NumbersCache>());
        writer.Register(Expected);
        var first = writer.Apply(Bought(customer: 1, 10m));
        var numbers = cache.Of(first, null, Day, 90);

        var derived = writer.Put([Expected], [new long[first.Size]]);
        Assert.Same(numbers, cache.Of(derived, null, Day, 90));
        Assert.Same(numbers, cache.Of(writer.Register(new NumberKey("later")), null, Day, 90));
        Assert.NotSame(numbers, cache.Of(derived, null, Day, 91));

        var again = cache.Of(writer.Apply(Bought(customer: 2, 30m)), null, Day, 90);
        Assert.Equal((1, 2), (numbers.Insights.Customers, again.Insights.Customers));
    }

    [Fact]
    public void A_base_that_is_loaded_anew_is_another()
    {
        var writer = new BaseWriter(Expected);
        var before = writer.Current;
        Assert.NotSame(before.Told, writer.Load(new() { Ids = [1], Known = Bitmap.All(1) }).Told);
    }

    private static BaseBatch Bought(long customer, decimal amount)
    {
        var batch = new BaseBatch();
        batch.Upsert(new CustomerRow(customer, true).Lines([StillBase.Sale((int)customer, Day.AddDays(-5), amount)]));
        return batch;
    }
}
