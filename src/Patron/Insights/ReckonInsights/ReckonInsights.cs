using Patron.Analytics.Base;
using Patron.Analytics.Concentration;
using Patron.Analytics.Rfm;

namespace Patron.Insights.ReckonInsights;

/// <summary>The customer base in a few numbers, as of a day. Amounts are micros of the reporting currency.</summary>
/// <param name="Customers">Known customers with a sale.</param>
/// <param name="Orders">Their orders with a sale line.</param>
/// <param name="Revenue">Their sale lines.</param>
/// <param name="Returns">Their returns, as an amount of zero or above.</param>
/// <param name="AnonymousRevenue">Sale lines that belong to no known person.</param>
/// <param name="TopFifthShare">Share of <paramref name="Revenue"/> that the best floor(20 %) of the customers bring; null without revenue.</param>
/// <param name="CustomersForEightyPercent">The smallest number of best customers who bring 80 % of it; null without revenue.</param>
/// <param name="Gini">0 all equal, towards 1 all from one; null without revenue.</param>
internal sealed record InsightsNumbers(
    DateOnly AsOf, int Customers, long Orders, long Revenue, long Returns, long AnonymousRevenue,
    double? TopFifthShare, int? CustomersForEightyPercent, double? Gini, RfmScores Rfm, ValueConcentration Concentration);

internal static class ReckonInsights
{
    public const decimal TopShare = 0.2m;
    public const decimal ValueShare = 0.8m;

    /// <param name="visibleTo">Whom the asker may see; null all.</param>
    /// <param name="limits">Of the scores; null: quintiles.</param>
    public static InsightsNumbers Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, RfmLimits? limits = null)
    {
        var summary = snapshot.Summary(asOf.DayNumber);
        var known = Bitmap.CopyOf(snapshot.Known);
        if (visibleTo is not null) known.And(visibleTo);

        var spent = new List<long>();
        var (orders, revenue, returned, anonymous) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < snapshot.Size; i++)
        {
            if (!known.Get(i))
            {
                if (snapshot.Present.Get(i) && !snapshot.Known.Get(i)) anonymous += summary.Spent[i];
                continue;
            }
            returned += summary.Returned[i];
            if (summary.Orders[i] == 0) continue;
            spent.Add(summary.Spent[i]);
            orders += summary.Orders[i];
            revenue += summary.Spent[i];
        }
        var concentration = ValueConcentration.Of(spent.ToArray());
        return new(asOf, spent.Count, orders, revenue, -returned, anonymous,
            Finite(concentration.ShareOfBest(TopShare)), concentration.CustomersFor(ValueShare), Finite(concentration.Gini), limits is null ? RfmScores.Of(summary, known) : RfmScores.Of(summary, known, limits), concentration);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
