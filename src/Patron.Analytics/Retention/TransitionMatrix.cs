namespace Patron.Analytics.Retention;

/// <summary>Who stood where before, and where they stand now: cells of a score, steps of the ladder.</summary>
public sealed class TransitionMatrix
{
    private readonly long[,] counts;

    private TransitionMatrix(long[,] counts) => this.counts = counts;

    /// <summary>Places that one can stand at.</summary>
    public int States => counts.GetLength(0);

    /// <summary>Customers who moved from one place to the other, or stayed.</summary>
    public long this[int from, int to] => counts[from, to];

    /// <summary>Customers who moved to a higher place.</summary>
    public long Up => Sum((from, to) => to > from);

    /// <summary>Customers who moved to a lower place.</summary>
    public long Down => Sum((from, to) => to < from);

    /// <summary>Customers who stand where they stood.</summary>
    public long Stayed => Sum((from, to) => to == from);

    /// <summary>The share of those at <paramref name="from"/> who went to <paramref name="to"/>; null where nobody stood there.</summary>
    public double? Share(int from, int to)
    {
        var row = Sum((f, _) => f == from);
        return row == 0 ? null : (double)counts[from, to] / row;
    }

    /// <summary>Counts customers by their places; one with a place below 0 on either side (unknown, not yet or no longer a customer) is left out.</summary>
    /// <param name="states">Places are 0 to states - 1, the higher the better.</param>
    public static TransitionMatrix Of(ReadOnlySpan<int> before, ReadOnlySpan<int> now, int states)
    {
        if (before.Length != now.Length) throw new ArgumentException($"{before.Length} and {now.Length} customers.", nameof(now));
        var counts = new long[states, states];
        for (var i = 0; i < before.Length; i++)
            if (before[i] >= 0 && now[i] >= 0) counts[before[i], now[i]]++;
        return new(counts);
    }

    private long Sum(Func<int, int, bool> counted)
    {
        var sum = 0L;
        for (var from = 0; from < States; from++)
            for (var to = 0; to < States; to++)
                if (counted(from, to)) sum += counts[from, to];
        return sum;
    }
}
