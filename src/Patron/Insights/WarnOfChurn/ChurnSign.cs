using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.Analytics.Rhythm;
using Patron.Insights.FitLifetimes;

namespace Patron.Insights.WarnOfChurn;

/// <summary>What speaks for a customer's leaving on a day.</summary>
/// <param name="Index">In the base.</param>
/// <param name="Every">Median days between purchases.</param>
/// <param name="Value">Micros.</param>
internal sealed record ChurnSign(int Index, ChurnReasons Reasons, double? AliveBefore, double? Alive, int Every, int Silent, int DaysLate, long Value);

/// <summary>The rules by which customers come on the list; the same for everybody at night and for one customer now.</summary>
internal sealed class ChurnRules(CustomerBaseSnapshot snapshot, LifetimeBook? models, DateOnly asOf, int lostAfterDays)
{
    /// <summary>How far back the likelihood is compared.</summary>
    public const int DaysBefore = 28;

    private const double LeastFall = 0.2, Doubtful = 0.6;
    private const int LeastBefore = 3, LastGaps = 2;
    private const double Slower = 2;

    private readonly int today = asOf.DayNumber;
    private readonly LifetimeBook? book = models?.At(asOf);

    /// <summary>Null where nothing speaks for it: who bought less than half a usual gap ago, who bought on one day alone, and who is gone for longer than the organisation calls lost.</summary>
    public ChurnSign? Of(int customer)
    {
        if (BuyerHistory.Of(snapshot.Purchases, customer, today) is not { Days: > 1 } history) return null;
        var silent = today - history.Last;
        if (silent * 2 * (history.Days - 1) < history.Last - history.First || silent > 2 * lostAfterDays) return null;
        var rhythm = PurchaseRhythm.Of(snapshot.Purchases.OrderDays(customer, today), today);
        if (rhythm.DaysLate > lostAfterDays) return null;
        var (before, now) = book is { TellsWhoLeaves: true } ? (book.AliveAt(snapshot, customer, today - DaysBefore), book.AliveAt(snapshot, customer, today)) : (null, null);
        var reasons = (before - now >= LeastFall && now < Doubtful ? ChurnReasons.Fell : ChurnReasons.None)
            | (IsSlower(rhythm.Gaps, silent) ? ChurnReasons.Slower : ChurnReasons.None)
            | (rhythm.DaysLate > 0 ? ChurnReasons.Late : ChurnReasons.None);
        return reasons == ChurnReasons.None ? null
            : new(customer, reasons, before, now, Math.Max(1, (int)Math.Round(rhythm.MedianGap ?? 1)), silent, rhythm.DaysLate ?? 0, Value(customer, history));
    }

    /// <summary>The last two gaps, and the present silence where it is longer than they were, are on average at least twice as long as those before; of fewer than three before nothing is said.</summary>
    internal static bool IsSlower(IReadOnlyList<int> gaps, int silent)
    {
        if (gaps.Count < LeastBefore + LastGaps) return false;
        var before = gaps.Take(gaps.Count - LastGaps).Average();
        var last = gaps.Skip(gaps.Count - LastGaps).ToList();
        if (silent > last.Average()) last.Add(silent);
        return last.Average() >= Slower * before;
    }

    /// <summary>Without a model what was bought in the year before the day.</summary>
    private long Value(int customer, BuyerHistory history)
    {
        if (book?.Of(snapshot, customer) is { } forecast) return LifetimeColumns.ToMicros(forecast.ValueIfStays);
        return history.First > today - PurchaseYear.Days ? history.Spent : YearSpent(snapshot.Purchases, customer, today);
    }

    /// <summary>Micros bought in the year that ends with a day.</summary>
    public static long YearSpent(PurchaseColumns lines, int customer, int day)
    {
        var sum = 0L;
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= day; i++)
            if (lines.Kind[i] == LineKind.Sale && lines.Day[i] > day - PurchaseYear.Days) sum += lines.Amount[i];
        return sum;
    }
}
