using Patron.Data;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Purchases.MeasureRows;

/// <summary>How well sources fill orders. The same customer, instant and total again is likely one order under two numbers. An order in the future, or before 1990, is dated wrongly.</summary>
internal sealed class MeasuresOrders() : MeasuredBySource("orders", "source_id", OrderStore.Table,
[
    new("order", "number is not null", Unique: "number"), new("customer", "source_record_id is not null"), new("at", "at is not null", "at > @latest or at < @least", "at >= @fresh"),
    new("total", "stated_total is not null"), new("channel", "channel is not null"), new("country", "country is not null"),
    Field.Again("source_record_id is not null and stated_total is not null", "customer_id, at, currency, stated_total"),
], new("number", "customer_id", "null", "at", "customer_id, id", "case when source_record_id is null then null else id end", RowPages.Order));

/// <summary>How well sources fill order lines. None is held to be unique: an order may well name a product twice. A line of nothing, or below zero a piece, is wrong.</summary>
internal sealed class MeasuresLines() : MeasuredBySource("order-lines", "o.source_id", $"{LineStore.Table} l join {OrderStore.Table} o on o.customer_id = l.customer_id and o.id = l.order_id",
[
    new("product", "l.product_id is not null"), new("quantity", "l.quantity is not null", "l.quantity = 0"), new("price", "l.price is not null", "l.price < 0"),
    new("at", "l.at is not null", "l.at > @latest or l.at < @least", "l.at >= @fresh"),
], new("o.number", "l.customer_id", "(select p.name from catalog_products p where p.id = l.product_id)", "l.at", "l.customer_id, l.id", "case when o.source_record_id is null then null else l.order_id end", RowPages.Order));

/// <summary>How well sources fill holdings: what closes before it opens, or opens in the future, is dated wrongly.</summary>
internal sealed class MeasuresHoldings() : MeasuredBySource("holdings", "source_id", HoldingStore.Table,
[
    new("id", "number is not null", Unique: "number"), new("opened", "opened is not null", "opened > @today"), new("closed", "closed is not null", "closed < opened"), new("balance", "balance is not null"),
    new("fees", "fees is not null"), new("interest", "interest is not null"),
    Field.Again("opened is not null and balance is not null", "customer_id, kind, opened, currency, balance"),
], new("number", "customer_id", "kind", "null", "customer_id, id", "id", RowPages.Holding));

/// <summary>Where a row is seen. An order without a customer has no page. Holdings have no page of their own: they stand in a list on their customer's.</summary>
internal static class RowPages
{
    public static string Order(CustomerId customer, long order) => Urls.CustomerPart(customer.ToString(), $"orders/{new OrderId(order)}");

    public static string Holding(CustomerId customer, long holding) => Urls.Customer(customer.ToString()) + "#holdings";
}
