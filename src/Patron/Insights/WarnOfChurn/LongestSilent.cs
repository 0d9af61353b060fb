using Patron.Analytics.Base;

namespace Patron.Insights.WarnOfChurn;

/// <summary>The plain rule that warnings are held against: of those who bought on several days and are not called lost yet, the ones who have bought nothing for the longest.</summary>
internal static class LongestSilent
{
    /// <summary>So many of them, the longest silent first; between equals the one who came first into the base.</summary>
    /// <param name="day">Day number; what comes after it is not seen.</param>
    public static IReadOnlyList<int> Of(CustomerBaseSnapshot snapshot, int day, int lostAfterDays, int most)
    {
        var summary = snapshot.Summary(day);
        return [.. snapshot.Known.Indexes().Where(i => summary.Orders[i] > 1 && summary.LastDay[i] > summary.FirstDay[i] && day - summary.LastDay[i] < lostAfterDays)
            .OrderBy(i => summary.LastDay[i]).ThenBy(i => i).Take(most)];
    }
}
