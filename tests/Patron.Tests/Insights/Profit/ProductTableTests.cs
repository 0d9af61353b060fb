using Patron.Analytics.Base;
using Patron.Catalog.Contracts;
using Patron.Insights.ReckonProfit;
using Patron.Insights.ShowVariables;
using Patron.Kernel;

namespace Patron.Tests.Insights.Profit;

public sealed class ProductTableTests
{
    private static ProductTable Table(params (string Code, string? Name)?[] products) => new([.. products.Select((p, at) => p is { } known ? new ProductInfo(new(at + 1), known.Code, known.Name, null, null, null) : null)]);

    [Fact]
    public void Products_of_one_name_are_told_apart_by_their_codes()
    {
        var table = Table(("M1", "mailout"), ("M2", "Mailout"), ("C", "Cup"), ("X", null), ("Y", ""), null);
        Assert.Equal(["mailout (M1)", "Mailout (M2)", "Cup", "X", "Y", "–", "–"], Enumerable.Range(0, 7).Select(table.Name));
    }

    [Fact]
    public void A_customer_counts_once_for_a_product_in_the_own_class_and_of_nothing_after_the_day()
    {
        var day = new DateOnly(2026, 3, 2);
        PurchaseLine Line(int order, int ago, int product, LineKind kind = LineKind.Sale) => StillBase.Sale(order, day.AddDays(-ago), 5) with { Product = product, Kind = kind };
        var shop = StillBase.Of(new CustomerRow(1, true).Lines([Line(1, 9, 7), Line(2, 5, 7), Line(2, 5, 3)]), new CustomerRow(2, true).Lines([Line(3, 9, 7), Line(3, 9, 4, LineKind.Return), Line(4, -1, 3)]),
            new CustomerRow(3, true).Lines([Line(5, 1, 9)]), new CustomerRow(4, true));
        var buyers = ProductBuyers.Of(shop, Bitmap.All(4), day.DayNumber, 2, i => i == 2 ? -1 : i % 2);
        Assert.Equal([(3, 1), (7, 1)], buyers[0]);
        Assert.Equal([(7, 1)], buyers[1]);
        Assert.Equal([(7, 2), (3, 1), (9, 1)], ProductBuyers.Of(shop, Bitmap.All(4), day.DayNumber, 1, _ => 0)[0]);
        Assert.Equal([[]], ProductBuyers.Of(StillBase.Of(), Bitmap.All(0), day.DayNumber, 1, _ => 0));
    }
}
