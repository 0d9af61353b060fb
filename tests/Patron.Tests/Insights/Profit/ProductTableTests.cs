using Patron.Catalog.Contracts;
using Patron.Insights.ReckonProfit;
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
}
