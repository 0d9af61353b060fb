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
    /// the window is 1 - e^(-expected). Whoever never bought orders as likely as those did who had not bought by the beginning of the window before. An order is worth what the customer's orders were
    /// worth, and of who has none what those of the others were, or of everybody where none of them has any.
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
        var (prospects, worth) = Prospects(snapshot, ever, snapshot.Summary(asOf.DayNumber - windowDays));
        var usual = orders > 0 ? spent / orders / Micros.PerUnit : worth;
        var (chance, order) = (new double[customers.Length], new double[customers.Length]);
        for (var at = 0; at < customers.Length; at++)
        {
            var i = customers[at];
            var yearly = expected is not null && expected[i] is var e && e != NumberKey.Missing ? (double)e / Micros.PerUnit : year.Orders[i] / shareOfYear;
            chance[at] = ever.Orders[i] == 0 ? prospects : 1 - Math.Exp(-yearly * windowDays / DaysOfYear);
            order[at] = ever.Orders[i] > 0 ? (double)ever.Spent[i] / ever.Orders[i] / Micros.PerUnit : usual;
        }
        return new(chance, order);
    }

    /// <summary>Of the known who had not bought then the share that has since, and what an order of anybody is worth.</summary>
    private static (double Chance, double Worth) Prospects(CustomerBaseSnapshot snapshot, PurchaseSummary ever, PurchaseSummary then)
    {
        var (prospects, won, orders, spent) = (0L, 0L, 0L, 0.0);
        foreach (var i in snapshot.Known.Indexes())
        {
            (orders, spent) = (orders + ever.Orders[i], spent + ever.Spent[i]);
            if (then.Orders[i] > 0) continue;
            prospects++;
            if (ever.Orders[i] > 0) won++;
        }
        return (prospects > 0 ? (double)won / prospects : 0, orders > 0 ? spent / orders / Micros.PerUnit : 0);
    }

    /// <summary>What contacting each brings, less its cost.</summary>
    public double[] Profits(double lift, double margin, double costEach)
    {
        var profits = new double[Chance.Length];
        for (var i = 0; i < profits.Length; i++) profits[i] = Math.Min(1 - Chance[i], Chance[i] * lift) * Order[i] * margin - costEach;
        return profits;
    }
}
