namespace Patron.Analytics.Profitability;

/// <summary>How a customer's profit of a year is reckoned. Amounts are micros, shares lie between 0 and 1.</summary>
/// <param name="Margin">Of sales, where neither the product's cost nor its category's margin is known.</param>
/// <param name="Delivery">For each order.</param>
/// <param name="Bonus">Share of sales that goes to those who sell.</param>
/// <param name="Return">For each order of which something came back, beside the margin that is lost.</param>
/// <param name="Database">For each customer who bought.</param>
/// <param name="Salaries">Of the year, shared out among customers by their orders.</param>
/// <param name="Contact">For each contact.</param>
/// <param name="Ticket">For each ticket.</param>
public sealed record ProfitRules(decimal Margin, long Delivery, decimal Bonus, long Return, long Database, long Salaries, long Contact, long Ticket);

/// <summary>What is known of products, by dense product index; products beyond the arrays are not known.</summary>
/// <param name="Cost">Micros of one piece; -1: not known.</param>
/// <param name="Margin">Share of the price that is earned where the cost is not known.</param>
public sealed record ProductMargins(long[] Cost, double[] Margin)
{
    /// <summary>No product is known.</summary>
    public static ProductMargins None { get; } = new([], []);
}
