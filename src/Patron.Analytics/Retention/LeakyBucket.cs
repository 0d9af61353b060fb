using System.Runtime.CompilerServices;
using Patron.Analytics.Base;

namespace Patron.Analytics.Retention;

/// <summary>Customers gained, kept, lost and won back, by month: the leaky bucket.</summary>
/// <remarks>
/// A customer is active on a day when the last order (with a sale line) is less than the limit before it, and is lost on the day on which the limit is reached without an order;
/// an order on that very day keeps. Orders before the data begins are unknown, so the first months win too many and lose too few.
/// </remarks>
public static class LeakyBucket
{
    /// <summary>The limit unless another is given.</summary>
    public const int LostAfterDays = 90;

    /// <summary>The last months, ascending, the month of <paramref name="asOf"/> being the last; it is marked when it is not over.</summary>
    /// <param name="snapshot">The base.</param>
    /// <param name="members">Who is looked at: known customers, or those the asker may see.</param>
    /// <param name="asOf">Day number; later orders do not exist.</param>
    /// <param name="months">How many months.</param>
    /// <param name="lostAfterDays">The limit in days, 1 or more.</param>
    public static BucketMonth[] ByMonth(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, int months, int lostAfterDays = LostAfterDays)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lostAfterDays, 1);
        var bucket = Months(DateOnly.FromDayNumber(asOf), months, snapshot.Size);
        var guard = new Lock();
        Ranges.Run(snapshot.Size, (from, to) =>
        {
            var tally = new Tally(bucket);
            for (var c = from; c < to; c++)
                if (members.Get(c)) Follow(snapshot.Purchases, c, asOf, lostAfterDays, tally);
            lock (guard) tally.AddTo(bucket);
        });
        return bucket;
    }

    /// <summary>Where each customer stands on the summary's day, by index. Meant for a summary without a window.</summary>
    public static BuyerStatus[] Status(PurchaseSummary summary, int lostAfterDays = LostAfterDays)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentOutOfRangeException.ThrowIfLessThan(lostAfterDays, 1);
        var status = new BuyerStatus[summary.Orders.Length];
        for (var i = 0; i < status.Length; i++)
            status[i] = summary.Orders[i] == 0 ? BuyerStatus.Never : summary.AsOf - summary.LastDay[i] < lostAfterDays ? BuyerStatus.Active : BuyerStatus.Lost;
        return status;
    }

    private static BucketMonth[] Months(DateOnly asOf, int months, int size)
    {
        var first = new DateOnly(asOf.Year, asOf.Month, 1).AddMonths(1 - months);
        var made = new BucketMonth[months];
        for (var m = 0; m < months; m++)
        {
            var (from, end) = (first.AddMonths(m), first.AddMonths(m + 1).AddDays(-1));
            made[m] = new(from, end < asOf ? end : asOf, end > asOf, size);
        }
        return made;
    }

    /// <summary>Cuts one customer's orders into spells of activity.</summary>
    [MethodImpl(Hot.Loop)]
    private static void Follow(PurchaseColumns lines, int customer, int asOf, int lostAfter, Tally tally)
    {
        var (begun, last, isFirst) = (0, 0, true);
        var end = lines.Start[customer] + lines.Length[customer];
        var any = false;
        for (var i = lines.Start[customer]; i < end && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale) continue;
            var day = lines.Day[i];
            if (!any) begun = day;
            else if (day - last > lostAfter)
            {
                tally.Spell(customer, begun, last + lostAfter, isFirst);
                (begun, isFirst) = (day, false);
            }
            (any, last) = (true, day);
        }
        if (any) tally.Spell(customer, begun, asOf - last >= lostAfter ? last + lostAfter : int.MaxValue, isFirst);
    }

    /// <summary>Counts of one thread; bitmaps are written directly, as threads have words of their own.</summary>
    private sealed class Tally(BucketMonth[] bucket)
    {
        private readonly int[] firstDays = [.. bucket.Select(m => m.From.DayNumber)];
        private readonly int lastDay = bucket[^1].To.DayNumber;
        private readonly int[] won = new int[bucket.Length];
        private readonly int[] back = new int[bucket.Length];
        private readonly int[] lost = new int[bucket.Length];
        private readonly int[] kept = new int[bucket.Length];
        private readonly int[] activeStart = new int[bucket.Length];
        private readonly int[] activeEnd = new int[bucket.Length];

        /// <summary>A customer was active from a day until the day before another.</summary>
        [MethodImpl(Hot.Loop)]
        public void Spell(int customer, int from, int until, bool isFirst)
        {
            var (begin, end) = (MonthOf(from), until > lastDay ? bucket.Length : MonthOf(until));
            if (begin >= 0)
            {
                (isFirst ? won : back)[begin]++;
                (isFirst ? bucket[begin].WonBy : bucket[begin].WonBackBy).Set(customer);
                if (end > begin) activeEnd[begin]++;
            }
            for (var m = begin + 1; m < end; m++)
            {
                activeStart[m]++;
                activeEnd[m]++;
                kept[m]++;
                bucket[m].KeptBy.Set(customer);
            }
            if (end < 0 || end == bucket.Length) return;
            lost[end]++;
            bucket[end].LostBy.Set(customer);
            if (begin < end) activeStart[end]++;
        }

        public void AddTo(BucketMonth[] months)
        {
            for (var m = 0; m < months.Length; m++)
            {
                months[m].Won += won[m];
                months[m].WonBack += back[m];
                months[m].Lost += lost[m];
                months[m].Kept += kept[m];
                months[m].ActiveStart += activeStart[m];
                months[m].ActiveEnd += activeEnd[m];
            }
        }

        // -1: before the first month.
        private int MonthOf(int day)
        {
            var at = Array.BinarySearch(firstDays, day);
            return at >= 0 ? at : ~at - 1;
        }
    }
}
