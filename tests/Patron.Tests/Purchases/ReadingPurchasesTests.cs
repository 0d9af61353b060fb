using Microsoft.EntityFrameworkCore;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Purchases;
using Patron.Purchases.Contracts;
using Patron.Web.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Purchases;

public sealed class ReadingPurchasesTests
{
    private static IncomingLine Line(string order, string product, long quantity, string at, string? currency = null) =>
        new(1, order, null, product, "Name of " + product, null, quantity * Micros.PerUnit, 2_500_000, 0, At(at), "A", currency, null, null);

    private static async Task<CustomerId> Fill(PatronServices patron)
    {
        await patron.Take([
            Line("1", "P1", 1, "2026-01-01T10:00:00Z"), Line("1", "P2", 9, "2026-01-01T10:00:00Z"), Line("1", "P3", 5, "2026-01-01T10:00:00Z"), Line("1", "P4", 2, "2026-01-01T10:00:00Z"),
            Line("2", "P1", 4, "2026-02-01T10:00:00Z"), Line("C3", "P1", -4, "2026-02-03T10:00:00Z"), Line("4", "P1", 1, "2026-03-01T10:00:00Z", "USD")]);
        await patron.Take([new IncomingOrder(1, "5", "A", At("2026-04-01T10:00:00Z"), 7_000_000, null, null, null)]);
        await using var db = await patron.Db();
        return (await db.Orders.FirstAsync(Ct)).CustomerId;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Orders_come_latest_first_with_their_sums_page_by_page(Database kind)
    {
        await using var patron = await Start(kind);
        var customer = await Fill(patron);
        var reads = patron.Get<IPurchaseReads>();
        var first = await reads.Orders(customer, 0, 3, Ct);
        var rest = await reads.Orders(customer, 3, 3, Ct);

        Assert.Equal([("5", 7_000_000, 0, false), ("4", 2_500_000, 1, false), ("C3", -10_000_000, 1, true)], first.Orders.Select(o => (o.Number, o.Total, o.Lines, o.IsReturn)));
        Assert.Equal([("2", 10_000_000L), ("1", 42_500_000L)], rest.Orders.Select(o => (o.Number, o.Total)));
        Assert.Equal([5, 5], [first.Count, rest.Count]);
        Assert.Equal([new Money(49_500_000, "GBP"), new Money(2_500_000, "USD")], first.Totals);
        Assert.Empty((await reads.Orders(new(1), 0, 3, Ct)).Orders);

        var order = await reads.Order(customer, rest.Orders[1].Id, Ct);
        Assert.Equal(["P1", "P2", "P3", "P4"], order!.Lines.Select(l => l.Code));
        Assert.Null(await reads.Order(new(1), rest.Orders[1].Id, Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_bought_most_counts_orders_and_takes_returns_off(Database kind)
    {
        await using var patron = await Start(kind);
        var most = await patron.Get<IPurchaseReads>().MostBought(await Fill(patron), 3, Ct);
        Assert.Equal([("P1", 2, 2_500_000L, "GBP"), ("P2", 1, 22_500_000L, "GBP"), ("P3", 1, 12_500_000L, "GBP")], most.Select(m => (m.Code, m.Times, m.Spent.Micros, m.Spent.Currency)));
    }

    /// <summary>The order's number is a link to the order; the sentence is looked at here.</summary>
    private static string WithoutLink(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<a href=\"/customers/[^\"]+\">([^<]+)</a>", "<b>$1</b>");

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_timeline_has_an_entry_for_each_order(Database kind)
    {
        await using var patron = await Start(kind);
        var customer = await Fill(patron);
        var source = patron.Get<IEnumerable<ITimelineSource>>().OfType<PurchaseTimeline>().Single();
        var english = patron.Get<Texts>().For(Language.English);
        var entries = await source.Latest(customer, null, 10, english, Ct);

        Assert.Equal(5, await source.Count(customer, Ct));
        Assert.Equal(["Order <b>5</b>", "Order <b>4</b>, 1 line", "Return <b>C3</b>, 1 line", "Order <b>2</b>, 1 line", "Order <b>1</b>, 4 lines"], entries.Select(e => WithoutLink(e.Text.Value)));
        Assert.Equal("Name of P2, Name of P3, Name of P4 and 1 more", entries[4].Detail);
        Assert.Equal(["£7.00", "US$2.50", "−£10.00", "£10.00", "£42.50"], entries.Select(e => e.Figure));
        Assert.Equal(["receipt", "receipt", "receipt-refund", "receipt", "receipt"], entries.Select(e => e.Icon));
        Assert.Equal(["1"], (await source.Latest(customer, entries[3].Point, 10, english, Ct)).Select(e => WithoutLink(e.Text.Value)[9..10]));
        Assert.Equal(2, (await source.Latest(customer, null, 2, english, Ct)).Count);
        Assert.Equal("주문 <b>1</b>, 품목 4개", (await source.Latest(customer, entries[3].Point, 1, patron.Get<Texts>().For(Language.Korean), Ct)).Single() is var korean ? WithoutLink(korean.Text.Value) : null);
    }
}
