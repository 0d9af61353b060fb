using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Imports;

/// <summary>A shop's tables, exported one by one: what belongs together is found by numbers.</summary>
public sealed class NorthwindTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Its_net_revenue_is_what_is_published(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(Samples.Path("northwind/Customers.csv"), "customers", source: "Northwind");
        await app.Import(Samples.Path("northwind/Products.csv"), "products", source: "Northwind");
        var orders = await app.Import(Samples.Path("northwind/Orders.csv"), "orders", source: "Northwind");
        var lines = await app.Import(Samples.Path("northwind/OrderDetails.csv"), "order-lines", source: "Northwind");
        var again = await app.Import(Samples.Path("northwind/OrderDetails.csv"), "order-lines", source: "Northwind");

        Assert.Equal((830, 830, 0, 0, 0, 0), orders.Counts());
        Assert.Equal((2155, 2155, 0, 0, 0, 0), lines.Counts());
        Assert.Equal((2155, 0, 0, 2155, 0, 0), again.Counts());
        Assert.Equal(1_265_793.04m, Math.Round(Convert.ToDecimal(await app.Ask("select sum(amount) from purchases_order_lines"), System.Globalization.CultureInfo.InvariantCulture) / 1_000_000, 2));
        // The lines have their orders' times.
        Assert.Equal(0L, await app.Ask("select count(*) from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id where l.at <> o.at"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Lines_without_a_time_wait_for_their_orders(Database kind)
    {
        await using var app = await PatronServices.Start(kind);

        var early = await app.Import(Samples.Path("northwind/OrderDetails.csv"), "order-lines", source: "Northwind");

        Assert.Equal((2155, 0, 0, 0, 0, 2155), early.Counts());
        Assert.Contains("the order 10248 is not known", File.ReadLines(early.RejectedFile!).ElementAt(1), StringComparison.Ordinal);
        foreach (var table in (string[])["purchases_orders", "purchases_order_lines", "catalog_products", "customers"]) Assert.Equal(0L, await ImportJobTests.Count(app, table));
    }
}
