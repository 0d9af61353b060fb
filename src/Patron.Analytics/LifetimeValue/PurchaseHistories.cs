namespace Patron.Analytics.LifetimeValue;

/// <summary>Why no model of repeat purchases can be fitted.</summary>
public enum FitObstacle
{
    /// <summary>There is nobody.</summary>
    NoCustomers,
    /// <summary>Nobody bought a second time: nothing tells how often they would.</summary>
    NobodyCameBack,
    /// <summary>Everybody was observed for no time at all.</summary>
    NoTime,
}

/// <summary>The histories of many customers; equal ones stand together, once, with their number. Their order does not matter, to the last digit of every result.</summary>
public sealed class PurchaseHistories
{
    private PurchaseHistories(PurchaseHistory[] distinct, int[] counts)
    {
        (Distinct, Counts) = (distinct, counts);
        Numbers = [.. distinct.Select(h => h.Repeats).Distinct()];
        NumberAt = new int[distinct.Length];
        for (var i = 0; i < distinct.Length; i++)
        {
            if (i > 0) NumberAt[i] = NumberAt[i - 1] + (distinct[i].Repeats == distinct[i - 1].Repeats ? 0 : 1);
            Customers += counts[i];
            Repeats += (long)counts[i] * distinct[i].Repeats;
            TimeObserved += counts[i] * distinct[i].Observed;
            TimeBought += counts[i] * distinct[i].LastRepeat;
        }
    }

    /// <summary>Different histories, in order of repeats, last repeat, time observed.</summary>
    public IReadOnlyList<PurchaseHistory> Different => Distinct;

    /// <summary>Customers in all.</summary>
    public long Customers { get; }

    /// <summary>Repeat purchases in all.</summary>
    public long Repeats { get; }

    /// <summary>Why no model can be fitted; null where one can.</summary>
    public FitObstacle? Obstacle => Customers == 0 ? FitObstacle.NoCustomers : Repeats == 0 ? FitObstacle.NobodyCameBack : TimeObserved <= 0 ? FitObstacle.NoTime : null;

    internal PurchaseHistory[] Distinct { get; }
    internal int[] Counts { get; }

    /// <summary>The numbers of repeats that occur, ascending.</summary>
    internal int[] Numbers { get; }

    /// <summary>The place in <see cref="Numbers"/> of each different history.</summary>
    internal int[] NumberAt { get; }
    internal double TimeObserved { get; }

    /// <summary>From each first purchase to the last.</summary>
    internal double TimeBought { get; }

    /// <summary>Groups the histories.</summary>
    /// <exception cref="ArgumentException">One of them is not possible.</exception>
    public static PurchaseHistories Of(ReadOnlySpan<PurchaseHistory> histories)
    {
        var sorted = histories.ToArray();
        foreach (var history in sorted)
            if (!history.IsPossible) throw new ArgumentException($"{history} is not possible.", nameof(histories));
        Array.Sort(sorted, Compare);
        var (distinct, counts) = (new List<PurchaseHistory>(), new List<int>());
        foreach (var history in sorted)
        {
            if (distinct.Count > 0 && distinct[^1] == history)
            {
                counts[^1]++;
                continue;
            }
            distinct.Add(history);
            counts.Add(1);
        }
        return new([.. distinct], [.. counts]);
    }

    /// <summary>The same in a unit of time that is <paramref name="units"/> of the present one.</summary>
    internal PurchaseHistories InUnitsOf(double units) =>
        new(Array.ConvertAll(Distinct, h => h with { LastRepeat = h.LastRepeat / units, Observed = h.Observed / units }), Counts);

    /// <summary>About so many different ones, evenly from their order, with the last, who came most often; all where there are no more.</summary>
    internal PurchaseHistories Thinned(int about)
    {
        if (Distinct.Length <= about) return this;
        int[] kept = [.. Enumerable.Range(0, about).Select(i => (int)((long)i * (Distinct.Length - 1) / (about - 1)))];
        return new(Array.ConvertAll(kept, i => Distinct[i]), Array.ConvertAll(kept, i => Counts[i]));
    }

    private static int Compare(PurchaseHistory a, PurchaseHistory b) =>
        a.Repeats != b.Repeats ? a.Repeats.CompareTo(b.Repeats)
        : a.LastRepeat != b.LastRepeat ? a.LastRepeat.CompareTo(b.LastRepeat)
        : a.Observed.CompareTo(b.Observed);
}
