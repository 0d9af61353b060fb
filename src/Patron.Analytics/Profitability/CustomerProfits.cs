using System.Runtime.CompilerServices;
using Patron.Analytics.Base;

namespace Patron.Analytics.Profitability;

/// <summary>What one customer bought in a year; amounts in micros.</summary>
/// <param name="Sales">Sale lines.</param>
/// <param name="Earned">Sale lines less what the goods cost; what came back takes its margin with it.</param>
/// <param name="Orders">Orders with a sale line.</param>
/// <param name="ReturnOrders">Orders of which something came back.</param>
/// <param name="Returned">What came back, zero or above.</param>
/// <param name="OnList">What a unit of the list price earns beyond the cost of the goods, 0 to 1: all of it where that cost is known apart from the price, else the margin.</param>
public readonly record struct PurchaseYear(long Sales, long Earned, int Orders, int ReturnOrders, long Returned, double OnList = 0)
{
    /// <summary>The days that are looked at.</summary>
    public const int Days = 365;

    /// <summary>Of the year that ends with a day; later lines do not count.</summary>
    [MethodImpl(Hot.Loop)]
    public static PurchaseYear Of(PurchaseColumns lines, int customer, int asOf, ProfitRules rules, ProductMargins products)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(products);
        var (sales, cost, orders, returnOrders, returned, lastSale, lastReturn, onList) = (0L, 0L, 0, 0, 0L, 0, 0, 0.0);
        var (earliest, end) = (asOf - Days + 1, lines.Start[customer] + lines.Length[customer]);
        for (var i = lines.Start[customer]; i < end && lines.Day[i] <= asOf; i++)
        {
            if (lines.Day[i] < earliest) continue;
            if (lines.Kind[i] == LineKind.Sale)
            {
                if (orders == 0 || lines.Order[i] != lastSale) orders++;
                lastSale = lines.Order[i];
                sales += lines.Amount[i];
                onList += lines.Amount[i] * (IsCostKnown(lines.Product[i], products) ? 1 : MarginOf(lines.Product[i], rules, products));
                cost += CostOf(lines, i, rules, products);
            }
            else if (lines.Kind[i] == LineKind.Return)
            {
                if (returnOrders == 0 || lines.Order[i] != lastReturn) returnOrders++;
                lastReturn = lines.Order[i];
                returned -= lines.Amount[i];
                // Amount and quantity are below zero, and so is this.
                cost += CostOf(lines, i, rules, products);
            }
        }
        return new(sales, sales - returned - cost, orders, returnOrders, returned, sales > 0 ? onList / sales : 0);
    }

    private static long CostOf(PurchaseColumns lines, int line, ProfitRules rules, ProductMargins products)
    {
        var product = lines.Product[line];
        return IsCostKnown(product, products) ? (long)(lines.Quantity[line] / 1e6 * products.Cost[product]) : (long)(lines.Amount[line] * (1 - MarginOf(product, rules, products)));
    }

    private static bool IsCostKnown(int product, ProductMargins products) => (uint)product < (uint)products.Cost.Length && products.Cost[product] >= 0;

    private static double MarginOf(int product, ProfitRules rules, ProductMargins products) => (uint)product < (uint)products.Margin.Length ? products.Margin[product] : (double)rules.Margin;
}

/// <summary>What a year with one customer brought beside purchases.</summary>
/// <param name="Contacts">How many.</param>
/// <param name="Tickets">How many.</param>
/// <param name="Goodwill">Micros given.</param>
/// <param name="Holdings">Micros that holdings bring.</param>
/// <param name="Discounts">Micros that were taken off list prices.</param>
public readonly record struct ServedYear(long Contacts, long Tickets, long Goodwill, long Holdings, long Discounts = 0);

/// <summary>What one customer earned us in a year. One function for all customers and for one: it needs nobody else's lines.</summary>
/// <param name="Bought">Purchases.</param>
/// <param name="Served">The rest.</param>
/// <param name="Rules">By which it is reckoned.</param>
/// <param name="SalaryAnOrder">The part of all salaries that falls on one order; micros.</param>
public readonly record struct CustomerProfit(PurchaseYear Bought, ServedYear Served, ProfitRules Rules, long SalaryAnOrder)
{
    /// <summary>In the parts of the partnership's sheet; contacts, tickets, goodwill and discounts are its row 5.4.</summary>
    public PartnershipCosts Costs => new(
        Bought.Orders * Rules.Delivery, (long)(Bought.Sales * Rules.Bonus), Bought.ReturnOrders * Rules.Return, Bought.Orders > 0 ? Rules.Database : 0, Bought.Orders * SalaryAnOrder,
        Served.Contacts * Rules.Contact + Served.Tickets * Rules.Ticket + Served.Goodwill + Served.Discounts);

    /// <summary>Earned on sales at list prices and on holdings: what discounts took off is a cost, and the goods cost as much as without one.</summary>
    public long Earned => Bought.Earned + (long)(Served.Discounts * Bought.OnList) + Served.Holdings;

    /// <summary>What the time of our people cost, and what they gave: contacts, tickets, goodwill and the share of salaries; rows 5.3 and 5.4 of the sheet without discounts.</summary>
    public long Work => Costs.Salary + Costs.Other - Served.Discounts;

    /// <summary>Earned, less all costs.</summary>
    public long Profit => Earned - Costs.Total;

    /// <summary>The partnership's sheet; holdings belong to its row 4.</summary>
    public PartnershipSheet Sheet => new(Bought.Sales, Bought.Orders, Earned, Costs);

    /// <summary>What the customer may be expected to earn us in the time to come, if purchases earn and cost as they did in the year; by the rules alone where nothing was bought in it.</summary>
    /// <param name="value">Expected sales; micros.</param>
    /// <param name="purchases">Expected orders.</param>
    /// <param name="years">Length of the time: holdings and data last through it.</param>
    public long Expected(long value, double purchases, double years)
    {
        var margin = Bought.Sales > 0 ? Math.Clamp((double)(Earned - Served.Holdings) / Bought.Sales, -1, 1) : (double)Rules.Margin;
        var each = Bought.Orders > 0 ? (double)(Costs.Total - Costs.Database) / Bought.Orders : Rules.Delivery + SalaryAnOrder;
        return (long)Math.Clamp(value * margin - purchases * each + years * (Served.Holdings - Rules.Database), -9e17, 9e17);
    }

    /// <summary>Bought, holds, or was served in the year.</summary>
    public bool HasAny => Bought.Orders > 0 || Bought.ReturnOrders > 0 || Served != default;

    /// <summary>What falls on an order where salaries are shared out among so many; 0 without orders.</summary>
    public static long SharedSalary(long salaries, long orders) => orders <= 0 ? 0 : salaries / orders;
}
