using Patron.Analytics.Base;
using Patron.Analytics.Buying;
using Patron.Insights.FitLifetimes;

namespace Patron.Insights.ShowLoyal;

/// <summary>Who is loyal by a rule, and who was a month before.</summary>
/// <param name="Revenue">Micros of the loyal so far.</param>
/// <param name="AllRevenue">Of all buyers.</param>
/// <param name="ByMonth">How many were loyal at the ends of the last months, the day itself last.</param>
/// <param name="Visits">Buyers of the rule's window by how often they came.</param>
internal sealed record LoyalNumbers(Bitmap Now, Bitmap Before, long Revenue, long AllRevenue, int Buyers, IReadOnlyList<(DateOnly Day, int Loyal)> ByMonth, VisitClass[] Visits)
{
    private const int Months = 6;

    /// <summary>The day of the first month's bar.</summary>
    public static DateOnly FirstOfPicture(DateOnly asOf) => asOf.AddMonths(1 - Months);

    public Bitmap Became => Bitmap.CopyOf(Now).And(Bitmap.CopyOf(Before).Not());

    public Bitmap Slipped => Bitmap.CopyOf(Before).And(Bitmap.CopyOf(Now).Not());

    public static LoyalNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, LoyalRule rule, LifetimeBook? book, Func<int, bool>? ofCategory = null)
    {
        var summary = snapshot.Summary(asOf.DayNumber);
        // Whoever has fewer orders than the rule asks for can never have been loyal.
        int[] buyers = [.. members.Indexes().Where(i => summary.Orders[i] > 0)], few = [.. buyers.Where(i => summary.Orders[i] >= rule.Purchases)];
        var days = Enumerable.Range(0, Months).Select(m => m == 0 ? asOf : asOf.AddMonths(-m)).Reverse().ToArray();
        var sets = days.AsParallel().AsOrdered().Select(day => (Day: day, Loyal: Bitmap.Of(snapshot.Size, few.Where(i => rule.IsLoyal(snapshot, i, day.DayNumber, book, ofCategory))))).ToArray();
        return new(sets[^1].Loyal, sets[^2].Loyal, sets[^1].Loyal.Indexes().Sum(i => summary.Spent[i]), buyers.Sum(i => summary.Spent[i]), buyers.Length,
            [.. sets.Select(s => (s.Day, s.Loyal.Count()))], VisitClass.Of(buyers.Select(i => rule.Bought(snapshot.Purchases, i, asOf.DayNumber)), 1, 2, 4, 8, 16));
    }
}
