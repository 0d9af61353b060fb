using System.Collections.Concurrent;
using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Messaging.Contracts;

namespace Patron.Segments.Measure;

/// <param name="Entered">Since the day before in the list; of the first one nothing is known.</param>
internal sealed record SegmentSize(DateOnly Day, int Size, int Entered, int Left);

/// <summary>Some of those who entered.</summary>
/// <param name="Reached">Of them those for whom the goal held on a later day, or left through it on the day, in time.</param>
/// <param name="Open">Of the others those whose time is not over; with a goal that may be reached at any time, nobody's ever is.</param>
/// <param name="Ends">The time ends.</param>
internal sealed record GoalGroup(int Entered, int Reached, int Open, bool Ends)
{
    /// <summary>Whose time is over, or who reached it; of a time without end all who entered.</summary>
    public int Settled => Ends ? Entered - Open : Entered;

    /// <summary>Of those; null where there are none.</summary>
    public double? Share => Settled == 0 ? null : (double)Reached / Settled;
}

/// <summary>What became of those who entered after the first day and by the last: each is followed from the day of entering on.</summary>
/// <param name="Contacted">Who was sent a message from the day of entering on, before the goal was reached or the time was over.</param>
/// <param name="Alone">The others.</param>
/// <param name="Days">By customer index: the day on which the goal was reached.</param>
internal sealed record GoalMeasure(DateOnly From, DateOnly To, GoalGroup All, GoalGroup Contacted, GoalGroup Alone, IReadOnlyDictionary<int, DateOnly> Days)
{
    /// <summary>The share of those contacted less the share of the others; null where one of the two has nobody whose time is over.</summary>
    public ResponseTest? Difference => Contacted.Settled == 0 || Alone.Settled == 0 ? null : ResponseTest.Of(new(Contacted.Settled, Contacted.Reached), new(Alone.Settled, Alone.Reached));
}

/// <summary>How a segment was on earlier days, by asking the base as of each of them: purchases after a day do not exist on it. Kept while base, day and query stay the same; what became of those who entered, which is asked as of half a year of days, for a minute at least.</summary>
internal sealed class SegmentHistory(SegmentQueries queries, TimeProvider clock)
{
    public const int Weeks = 26;
    private const int MostKept = 200, ManyCustomers = 100_000, FewDays = 60, ManyDays = 180;

    private static readonly TimeSpan GoalRests = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Query, DateOnly AsOf, string What), (long Version, DateTimeOffset At, object Value)> kept = [];

    /// <summary>Week by week up to the day, oldest first; of the known customers among <paramref name="visibleTo"/>.</summary>
    public IReadOnlyList<SegmentSize> Sizes(SegmentNode node, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => Kept(node, snapshot, visibleTo, asOf, "sizes", TimeSpan.Zero, () =>
    {
        var (sizes, before) = (new List<SegmentSize>(), (Bitmap?)null);
        for (var week = Weeks - 1; week >= 0; week--)
        {
            var now = On(node, snapshot, visibleTo, asOf.AddDays(-7 * week));
            var (entered, left) = before is null ? (0, 0) : (Bitmap.CopyOf(now).AndNot(before).Count(), Bitmap.CopyOf(before).AndNot(now).Count());
            sizes.Add(new(asOf.AddDays(-7 * week), now.Count(), entered, left));
            before = now;
        }
        return (IReadOnlyList<SegmentSize>)sizes;
    });

    /// <summary>Who reached the goal, day by day over the last half year, or two months of a big base.</summary>
    /// <param name="within">Days from entering; null: at any time.</param>
    public GoalMeasure Goal(SegmentNode node, SegmentNode goal, int? within, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) =>
        Kept(node, snapshot, visibleTo, asOf, $"goal {within} {SegmentText.Print(goal)}", GoalRests, () => Follow(node, goal, within, snapshot, visibleTo, asOf.AddDays(-(snapshot.Known.Count() > ManyCustomers ? FewDays : ManyDays)), asOf));

    /// <summary>The same between two days; those who were in it on the first day are not followed.</summary>
    public GoalMeasure Follow(SegmentNode node, SegmentNode goal, int? within, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly from, DateOnly to)
    {
        var (entered, reached) = (new Dictionary<int, DateOnly>(), new Dictionary<int, DateOnly>());
        var before = On(node, snapshot, visibleTo, from);
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            var waiting = Bitmap.Of(snapshot.Size, entered.Where(e => !reached.ContainsKey(e.Key) && (within is null || day.DayNumber - e.Value.DayNumber <= within)).Select(e => e.Key));
            foreach (var index in snapshot.SelectAmong(queries.Question(goal, new(snapshot, day)), waiting, day.DayNumber).Indexes()) reached[index] = day;
            var now = On(node, snapshot, visibleTo, day);
            foreach (var index in Bitmap.CopyOf(now).AndNot(before).Indexes()) entered.TryAdd(index, day);
            before = now;
        }
        var groups = entered.ToLookup(e => WasContacted(snapshot, e.Key, e.Value, Last(e)));
        var (contacted, alone) = (Group(groups[true]), Group(groups[false]));
        return new(from, to, new(contacted.Entered + alone.Entered, contacted.Reached + alone.Reached, contacted.Open + alone.Open, within is not null), contacted, alone, reached);

        DateOnly Last(KeyValuePair<int, DateOnly> one) => reached.TryGetValue(one.Key, out var day) ? day : within is { } most && to.DayNumber - one.Value.DayNumber > most ? one.Value.AddDays(most) : to;
        GoalGroup Group(IEnumerable<KeyValuePair<int, DateOnly>> of) => new(of.Count(), of.Count(e => reached.ContainsKey(e.Key)),
            of.Count(e => !reached.ContainsKey(e.Key) && (within is not { } most || to.DayNumber - e.Value.DayNumber < most)), within is not null);
    }

    /// <summary>A message on the day of the goal itself may have come after it, and counts only if it came the day before at the latest.</summary>
    private static bool WasContacted(CustomerBaseSnapshot snapshot, int index, DateOnly entered, DateOnly last)
    {
        foreach (var message in snapshot[MessageColumns.Sent].Of(index))
            if (message.Day >= entered.DayNumber && message.Day < Math.Max(last.DayNumber, entered.DayNumber + 1)) return true;
        return false;
    }

    public Bitmap On(SegmentNode node, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly day) => snapshot.Select(queries.Question(node, new LeafScope(snapshot, day)), visibleTo, day.DayNumber);

    /// <summary>What somebody with a limited view asks is not kept.</summary>
    /// <param name="rests">So long it stays though the base has moved on: orders come in every second.</param>
    private T Kept<T>(SegmentNode node, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, string what, TimeSpan rests, Func<T> reckon) where T : class
    {
        if (visibleTo is not null) return reckon();
        var key = (SegmentText.Print(node), asOf, what);
        var now = clock.GetUtcNow();
        if (kept.TryGetValue(key, out var before) && (before.Version == snapshot.Version || now - before.At < rests)) return (T)before.Value;
        if (kept.Count > MostKept) kept.Clear();
        var value = reckon();
        kept[key] = (snapshot.Version, now, value);
        return value;
    }
}
