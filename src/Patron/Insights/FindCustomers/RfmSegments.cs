using Patron.Analytics.Base;
using Patron.Analytics.Retention;
using Patron.Analytics.Rfm;

namespace Patron.Insights.FindCustomers;

/// <summary>The names of the 125 cells; every cell has exactly one. The order is from lost to best: a higher one is better.</summary>
internal enum RfmSegment { Gone, LostRegulars, LostBig, Hibernating, Slipping, Sleepy, Attention, New, Promising, Loyal, Champions }

internal static class RfmSegments
{
    private const int High = 4, Best = 5;

    public static int Count { get; } = Enum.GetValues<RfmSegment>().Length;

    /// <summary>Of scores from 1 to 5. The named cells of Home are among them under the same names.</summary>
    public static RfmSegment Of(int recency, int frequency, int spend) => recency switch
    {
        5 when spend == Best => RfmSegment.Champions,
        >= High when spend == Best || frequency >= High => RfmSegment.Loyal,
        5 when frequency == 1 || spend == 1 => RfmSegment.New,
        >= High => RfmSegment.Promising,
        3 => frequency >= High || spend >= High ? RfmSegment.Attention : RfmSegment.Sleepy,
        2 => frequency >= High || spend >= High ? RfmSegment.Slipping : RfmSegment.Hibernating,
        _ => spend == Best ? RfmSegment.LostBig : frequency >= High ? RfmSegment.LostRegulars : RfmSegment.Gone,
    };

    /// <summary>As in addresses and in the keys of sentences: lost-big.</summary>
    public static string WordOf(RfmSegment segment) => segment switch { RfmSegment.LostBig => "lost-big", RfmSegment.LostRegulars => "lost-regulars", _ => segment.ToString().ToLowerInvariant() };

    public static RfmSegment? Find(string word) => Enum.GetValues<RfmSegment>().Cast<RfmSegment?>().FirstOrDefault(s => WordOf(s!.Value) == word);

    /// <summary>By customer index; -1 for who is not scored.</summary>
    public static int[] Of(RfmScores scores)
    {
        var of = new int[scores.Recency.Length];
        for (var i = 0; i < of.Length; i++) of[i] = scores.Recency[i] == 0 ? -1 : (int)Of(scores.Recency[i], scores.Frequency[i], scores.Monetary[i]);
        return of;
    }
}

/// <summary>Where each customer stood a month ago and stands now; of those who may be seen, scored among themselves on both days.</summary>
/// <param name="Before">By index; -1 for who had not bought then.</param>
/// <param name="Revenue">Micros so far of each segment.</param>
internal sealed record RfmMoves(DateOnly Then, DateOnly Now, int[] Before, int[] After, int[] Customers, long[] Revenue, TransitionMatrix Matrix)
{
    public int Newcomers(int segment) => After.Where((now, i) => now == segment && Before[i] < 0).Count();

    public static RfmMoves Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, RfmLimits? limits)
    {
        var then = asOf.AddMonths(-1);
        var (before, after) = (Segments(then), Segments(asOf));
        var (customers, revenue, spent) = (new int[RfmSegments.Count], new long[RfmSegments.Count], snapshot.Summary(asOf.DayNumber).Spent);
        for (var i = 0; i < after.Length; i++)
        {
            if (after[i] < 0) continue;
            customers[after[i]]++;
            revenue[after[i]] += spent[i];
        }
        return new(then, asOf, before, after, customers, revenue, TransitionMatrix.Of(before, after, RfmSegments.Count));

        int[] Segments(DateOnly day)
        {
            var summary = snapshot.Summary(day.DayNumber);
            return RfmSegments.Of(limits is null ? RfmScores.Of(summary, members) : RfmScores.Of(summary, members, limits));
        }
    }
}
