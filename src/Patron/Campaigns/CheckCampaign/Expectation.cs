using Patron.Analytics.Base;
using Patron.Kernel;

namespace Patron.Campaigns.CheckCampaign;

/// <summary>What each customer is expected to do within a campaign's window without being contacted.</summary>
/// <param name="Chance">Of ordering at all, by place in the list of customers.</param>
/// <param name="Order">Value of an order, units of the reporting currency.</param>
internal sealed record Expectation(double[] Chance, double[] Order)
{
    private const double DaysOfYear = 365;

    public double MeanChance => Chance.Length == 0 ? 0 : Chance.Average();

    /// <summary>The mean order of those who are expected to order, each by its chance.</summary>
    public double MeanOrder
    {
        get
        {
            var (sum, weight) = (0.0, 0.0);
            for (var i = 0; i < Chance.Length; i++) (sum, weight) = (sum + Chance[i] * Order[i], weight + Chance[i]);
            return weight > 0 ? sum / weight : 0;
        }
    }

    /// <summary>
    /// By the purchases that insights expect in a year, or where they have reckoned nothing by those of the year before (of a shorter time, where no purchase is older, as many more); orders come at random moments, so that the chance of one within
    /// the window is 1 - e^(-expected). An order is worth what the customer's orders were worth, and of who has none what those of all were.
    /// </summary>
    public static Expectation Of(CustomerBaseSnapshot snapshot, int[] customers, DateOnly asOf, int windowDays)
    {
        var expected = KnownColumns.ExpectedPurchases(snapshot);
        var (ever, year) = (snapshot.Summary(asOf.DayNumber), snapshot.Summary(asOf.DayNumber, asOf.DayNumber - (int)DaysOfYear + 1));
        var (spent, orders, first) = (0.0, 0L, asOf.DayNumber);
        foreach (var i in customers)
        {
            (spent, orders) = (spent + ever.Spent[i], orders + ever.Orders[i]);
            if (ever.Orders[i] > 0) first = Math.Min(first, ever.FirstDay[i]);
        }
        var shareOfYear = Math.Min(1, (asOf.DayNumber - first + 1) / DaysOfYear);
        var usual = orders > 0 ? spent / orders / Micros.PerUnit : 0;
        var (chance, order) = (new double[customers.Length], new double[customers.Length]);
        for (var at = 0; at < customers.Length; at++)
        {
            var i = customers[at];
            var yearly = expected is not null && expected[i] is var e && e != NumberKey.Missing ? (double)e / Micros.PerUnit : year.Orders[i] / shareOfYear;
            chance[at] = 1 - Math.Exp(-yearly * windowDays / DaysOfYear);
            order[at] = ever.Orders[i] > 0 ? (double)ever.Spent[i] / ever.Orders[i] / Micros.PerUnit : usual;
        }
        return new(chance, order);
    }

    /// <summary>What contacting each brings, less its cost.</summary>
    public double[] Profits(double lift, double margin, double costEach)
    {
        var profits = new double[Chance.Length];
        for (var i = 0; i < profits.Length; i++) profits[i] = Math.Min(1 - Chance[i], Chance[i] * lift) * Order[i] * margin - costEach;
        return profits;
    }
}
