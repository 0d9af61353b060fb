using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;

namespace Patron.Insights.ShowLoyal;

/// <summary>Whether the rule could see what it asks for.</summary>
internal static class LoyalDoctor
{
    private const int LeastBuyers = 25, FewBuyers = 250;

    /// <param name="buyers">Indexes of those who bought.</param>
    /// <param name="firstSale">Of all; null without any.</param>
    public static DoctorVerdict Examine(Analytics.Base.CustomerBaseSnapshot snapshot, int[] buyers, LoyalRule rule, LifetimeBook? book, DateOnly? firstSale, DateOnly asOf)
    {
        List<DoctorFinding> found = [DoctorChecks.Customers(buyers.Length, LeastBuyers, FewBuyers)];
        if (firstSale is { } first)
        {
            // The picture begins months before the day, and the rule looks back from there.
            var (covered, asked) = (asOf.DayNumber - first.DayNumber + 1, Math.Max(rule.InDays, rule.TenureDays) + asOf.DayNumber - LoyalNumbers.FirstOfPicture(asOf).DayNumber);
            found.Add(DoctorFinding.Of(covered < asked ? "loyal-short" : "loyal-long", covered < asked ? Trust.WithCare : Trust.Reliable, ("covered", covered), ("asked", asked)));
        }
        if (rule.AlivePercent > 0 && book is not { TellsWhoLeaves: true }) found.Add(DoctorFinding.Of("loyal-unasked", Trust.WithCare));
        found.AddRange(DoctorChecks.FalseSamples(snapshot, buyers, asOf));
        return new(found, "rfm");
    }
}
