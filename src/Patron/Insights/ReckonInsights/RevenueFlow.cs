using Patron.Analytics.Base;
using Patron.Analytics.Retention;

namespace Patron.Insights.ReckonInsights;

/// <summary>Revenue in time, in micros of the reporting currency.</summary>
/// <param name="From">First day of the window: a year to the day reckoned for, or the first sale where the data is younger.</param>
/// <param name="IsYear">The data is older than the window.</param>
/// <param name="Known">Sales of known customers in the window.</param>
/// <param name="Anonymous">Sales in the window that belong to no known person.</param>
/// <param name="YearBefore">Sales of known customers in the year before the window; null where the data does not reach back over all of it.</param>
/// <param name="ByMonth">Sales of known customers by month of the bucket.</param>
internal sealed record RevenueFlow(DateOnly From, bool IsYear, long Known, long Anonymous, long? YearBefore, long[] ByMonth)
{
    /// <summary>What has no person, as a share of what has one; null without the latter.</summary>
    public double? AnonymousOnTop => Known > 0 ? (double)Anonymous / Known : null;

    /// <summary>What has no person, as a share of all.</summary>
    public double? AnonymousShare => Known + Anonymous > 0 ? (double)Anonymous / (Known + Anonymous) : null;

    public static RevenueFlow Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, IReadOnlyList<BucketMonth> months, DateOnly? firstSale)
    {
        var year = asOf.AddYears(-1).AddDays(1);
        var isYear = firstSale < year;
        var from = isYear ? year : firstSale ?? asOf;
        var before = year.AddYears(-1);
        var reaches = firstSale is { } first && first <= before;

        var made = (Known: 0L, Anonymous: 0L, Before: 0L);
        var byMonth = new long[months.Count];
        var monthOf = MonthOfDay(months, asOf);
        var firstDay = months.Count == 0 ? int.MaxValue : months[0].From.DayNumber;
        var guard = new Lock();
        var half = snapshot.Size / 2;
        Parallel.Invoke(() => Add(0, half), () => Add(half, snapshot.Size));
        return new(from, isYear, made.Known, made.Anonymous, reaches ? made.Before : null, byMonth);

        void Add(int start, int end)
        {
            var lines = snapshot.Purchases;
            var (known, anonymous, previous, own) = (0L, 0L, 0L, new long[months.Count]);
            var (fromDay, beforeDay, lastDay) = (from.DayNumber, before.DayNumber, asOf.DayNumber);
            for (var c = start; c < end; c++)
            {
                var isMember = members.Get(c);
                if (!isMember && (!snapshot.Present.Get(c) || snapshot.Known.Get(c))) continue;
                for (var i = lines.Start[c]; i < lines.Start[c] + lines.Length[c] && lines.Day[i] <= lastDay; i++)
                {
                    if (lines.Kind[i] != LineKind.Sale) continue;
                    var (day, amount) = (lines.Day[i], lines.Amount[i]);
                    if (isMember && day >= firstDay) own[monthOf[day - firstDay]] += amount;
                    if (day < fromDay) previous += isMember && day >= beforeDay ? amount : 0;
                    else if (isMember) known += amount;
                    else anonymous += amount;
                }
            }
            lock (guard)
            {
                made = (made.Known + known, made.Anonymous + anonymous, made.Before + previous);
                for (var m = 0; m < own.Length; m++) byMonth[m] += own[m];
            }
        }
    }

    private static byte[] MonthOfDay(IReadOnlyList<BucketMonth> months, DateOnly asOf)
    {
        if (months.Count == 0) return [];
        var first = months[0].From.DayNumber;
        var of = new byte[asOf.DayNumber - first + 1];
        for (var m = 0; m < months.Count; m++)
            for (var day = months[m].From.DayNumber; day <= months[m].To.DayNumber; day++) of[day - first] = (byte)m;
        return of;
    }
}
