using System.Runtime.CompilerServices;
using Patron.Analytics.Base;

namespace Patron.Analytics.Profitability;

/// <summary>What each customer earned us in the year that ends with a day, by customer index; micros.</summary>
/// <remarks>One function for all customers and for one: a customer's numbers depend on the own lines and facts, and on the number of all orders, by which salaries are shared out.</remarks>
public sealed class CustomerProfits
{
    /// <summary>The days that are looked at.</summary>
    public const int Days = 365;

    private readonly ProfitRules rules;
    private readonly ServedFacts facts;

    private CustomerProfits(int size, int asOf, ProfitRules rules, ServedFacts facts)
    {
        (AsOf, this.rules, this.facts) = (asOf, rules, facts);
        (Sales, Earned, Orders, ReturnOrders, Returned) = (new long[size], new long[size], new int[size], new int[size], new long[size]);
    }

    /// <summary>Day number; later lines do not count.</summary>
    public int AsOf { get; }
    /// <summary>Sale lines of the year.</summary>
    public long[] Sales { get; }
    /// <summary>Sale lines less what the goods cost; what came back takes its margin with it.</summary>
    public long[] Earned { get; }
    /// <summary>Orders with a sale line.</summary>
    public int[] Orders { get; }
    /// <summary>Orders of which something came back.</summary>
    public int[] ReturnOrders { get; }
    /// <summary>What came back, zero or above.</summary>
    public long[] Returned { get; }
    /// <summary>The part of the salaries that falls on one order.</summary>
    public long SalaryAnOrder { get; private set; }

    /// <summary>Of all customers, on all cores; salaries fall on the orders of <paramref name="members"/>.</summary>
    public static CustomerProfits Of(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, ProfitRules rules, ProductMargins products, ServedFacts facts)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(products);
        ArgumentNullException.ThrowIfNull(facts);
        var made = new CustomerProfits(snapshot.Size, asOf, rules, facts);
        Ranges.Run(snapshot.Size, (from, to) => made.Fill(snapshot.Purchases, products, from, to));
        var orders = 0L;
        foreach (var at in members.Indexes()) orders += made.Orders[at];
        made.SalaryAnOrder = orders == 0 ? 0 : rules.Salaries / orders;
        return made;
    }

    /// <summary>What the year with one customer cost, in the parts of the partnership's sheet; contacts, tickets and goodwill are its row 5.4.</summary>
    public PartnershipCosts Costs(int index) => new(
        Orders[index] * rules.Delivery, (long)(Sales[index] * rules.Bonus), ReturnOrders[index] * rules.Return, Orders[index] > 0 ? rules.Database : 0, Orders[index] * SalaryAnOrder,
        Contacts(index) * rules.Contact + Tickets(index) * rules.Ticket + Goodwill(index));

    /// <summary>Earned on sales and holdings, less all costs.</summary>
    public long Profit(int index) => Earned[index] + Holdings(index) - Costs(index).Total;

    /// <summary>The partnership's sheet of one customer; holdings belong to its row 4.</summary>
    public PartnershipSheet Sheet(int index) => new(Sales[index], Orders[index], Earned[index] + Holdings(index), Costs(index));

    /// <summary>Bought, holds, or was served in the year.</summary>
    public bool HasAny(int index) => Orders[index] > 0 || ReturnOrders[index] > 0 || Holdings(index) != 0 || Costs(index).Total != 0;

    /// <summary>Contacts of the year.</summary>
    public int Contacts(int index) => At(facts.Contacts, index);

    /// <summary>Tickets of the year.</summary>
    public int Tickets(int index) => At(facts.Tickets, index);

    /// <summary>Goodwill of the year.</summary>
    public long Goodwill(int index) => At(facts.Goodwill, index);

    /// <summary>What holdings bring in a year.</summary>
    public long Holdings(int index) => At(facts.Holdings, index);

    private static T At<T>(T[] values, int index) where T : struct => index < values.Length ? values[index] : default;

    [MethodImpl(Hot.Loop)]
    private void Fill(PurchaseColumns lines, ProductMargins products, int from, int to)
    {
        var earliest = AsOf - Days + 1;
        for (var c = from; c < to; c++)
        {
            var (sales, cost, orders, returnOrders, returned, lastSale, lastReturn, any, anyReturn) = (0L, 0L, 0, 0, 0L, 0, 0, false, false);
            var end = lines.Start[c] + lines.Length[c];
            for (var i = lines.Start[c]; i < end && lines.Day[i] <= AsOf; i++)
            {
                if (lines.Day[i] < earliest) continue;
                if (lines.Kind[i] == LineKind.Sale)
                {
                    if (!any || lines.Order[i] != lastSale) orders++;
                    (lastSale, any) = (lines.Order[i], true);
                    sales += lines.Amount[i];
                    cost += CostOf(lines, i, products);
                }
                else if (lines.Kind[i] == LineKind.Return)
                {
                    if (!anyReturn || lines.Order[i] != lastReturn) returnOrders++;
                    (lastReturn, anyReturn) = (lines.Order[i], true);
                    returned -= lines.Amount[i];
                    // Amount and quantity are below zero, and so is this.
                    cost += CostOf(lines, i, products);
                }
            }
            (Sales[c], Earned[c], Orders[c], ReturnOrders[c], Returned[c]) = (sales, sales - returned - cost, orders, returnOrders, returned);
        }
    }

    private long CostOf(PurchaseColumns lines, int line, ProductMargins products)
    {
        var product = lines.Product[line];
        if ((uint)product < (uint)products.Cost.Length && products.Cost[product] >= 0) return (long)(lines.Quantity[line] / 1e6 * products.Cost[product]);
        var margin = (uint)product < (uint)products.Margin.Length ? products.Margin[product] : rules.Margin;
        return (long)(lines.Amount[line] * (1 - (double)margin));
    }
}
