using System.Runtime.CompilerServices;
using Patron.Analytics.Base;

namespace Patron.Analytics.Rfm;

/// <summary>Lowest and highest value of the customers with one score, for the labels of an axis; both 0 when no customer has it.</summary>
public readonly record struct ScoreLimits(long Lowest, long Highest, int Customers);

/// <summary>
/// Quintile scores, 1 (worst) to 5 (best), of recency (last purchase day), frequency (orders) and monetary value (micros of sale lines): Hughes, Strategic Database Marketing (1994).
/// </summary>
/// <remarks>
/// Ties: equal values get equal scores. A value's mid-rank is (customers below it + half of those that have it) / customers; its score is 1 + floor(5 x mid-rank), 5 at most.
/// So quintiles are of equal size only without ties, and a score may stay empty. Whole numbers throughout: no rounding decides.
/// </remarks>
public sealed class RfmScores
{
    private const int Bins = 5;

    private RfmScores(int size, int customers, int asOf) =>
        (Recency, Frequency, Monetary, Customers, AsOf) = (new byte[size], new byte[size], new byte[size], customers, asOf);

    /// <summary>The day number the scores are as of; days since the last purchase are this less a recency limit.</summary>
    public int AsOf { get; }
    /// <summary>Recency scores by customer index; 0: not scored.</summary>
    public byte[] Recency { get; }
    /// <summary>Frequency scores by customer index; 0: not scored.</summary>
    public byte[] Frequency { get; }
    /// <summary>Monetary scores by customer index; 0: not scored.</summary>
    public byte[] Monetary { get; }
    /// <summary>How many customers are scored.</summary>
    public int Customers { get; }
    /// <summary>Last purchase days (day numbers) by score - 1.</summary>
    public ScoreLimits[] RecencyLimits { get; private set; } = [];
    /// <summary>Orders by score - 1.</summary>
    public ScoreLimits[] FrequencyLimits { get; private set; } = [];
    /// <summary>Micros spent by score - 1.</summary>
    public ScoreLimits[] MonetaryLimits { get; private set; } = [];
    /// <summary>Customers of each of the 125 cells, at ((r - 1) * 5 + (f - 1)) * 5 + (m - 1).</summary>
    public int[] Cells { get; } = new int[Bins * Bins * Bins];
    /// <summary>Customers at (r - 1) * 5 + (m - 1).</summary>
    public int[] RecencyMonetary { get; } = new int[Bins * Bins];
    /// <summary>Customers at (r - 1) * 5 + (f - 1).</summary>
    public int[] RecencyFrequency { get; } = new int[Bins * Bins];
    /// <summary>Micros spent at (r - 1) * 5 + (m - 1).</summary>
    public long[] RevenueRecencyMonetary { get; } = new long[Bins * Bins];
    /// <summary>Micros spent at (r - 1) * 5 + (f - 1).</summary>
    public long[] RevenueRecencyFrequency { get; } = new long[Bins * Bins];

    /// <summary>Scores every customer of <paramref name="known"/> with at least one sale in the summary; the day is the summary's.</summary>
    public static RfmScores Of(PurchaseSummary summary, Bitmap known)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(known);
        var size = summary.Orders.Length;
        var scored = Array.FindAll(known.ToIndexes(), index => index < size && summary.Orders[index] > 0);
        var made = new RfmScores(size, scored.Length, summary.AsOf);
        Parallel.Invoke(
            () => made.MonetaryLimits = Score(scored, summary.Spent, made.Monetary),
            () => made.RecencyLimits = Score(scored, Array.ConvertAll(summary.LastDay, day => (long)day), made.Recency),
            () => made.FrequencyLimits = Score(scored, Array.ConvertAll(summary.Orders, orders => (long)orders), made.Frequency));
        made.CountCells(scored, summary.Spent);
        return made;
    }

    /// <summary>The customers with these scores; null: any score. Not scored is never among them.</summary>
    public Bitmap Cell(int? recency, int? frequency, int? monetary)
    {
        var cell = new Bitmap(Recency.Length);
        for (var i = 0; i < Recency.Length; i++)
            if (Recency[i] != 0 && (recency ?? Recency[i]) == Recency[i] && (frequency ?? Frequency[i]) == Frequency[i] && (monetary ?? Monetary[i]) == Monetary[i]) cell.Set(i);
        return cell;
    }

    [MethodImpl(Hot.Loop)]
    private void CountCells(int[] scored, long[] spent)
    {
        foreach (var i in scored)
        {
            var (r, f, m) = (Recency[i] - 1, Frequency[i] - 1, Monetary[i] - 1);
            Cells[(r * Bins + f) * Bins + m]++;
            RecencyMonetary[r * Bins + m]++;
            RecencyFrequency[r * Bins + f]++;
            RevenueRecencyMonetary[r * Bins + m] += spent[i];
            RevenueRecencyFrequency[r * Bins + f] += spent[i];
        }
    }

    [MethodImpl(Hot.Loop)]
    private static ScoreLimits[] Score(int[] scored, long[] values, byte[] scores)
    {
        var sorted = new long[scored.Length];
        for (var n = 0; n < scored.Length; n++) sorted[n] = values[scored[n]];
        RadixSort.Ascending(sorted);
        var limits = Limits(sorted);
        // A value has the first score whose highest value it does not exceed; a score that nobody has lets everyone by.
        var highest = limits.Select(l => l.Customers == 0 ? long.MinValue : l.Highest).ToArray();
        foreach (var index in scored)
        {
            var score = 1;
            while (values[index] > highest[score - 1]) score++;
            scores[index] = (byte)score;
        }
        return limits;
    }

    [MethodImpl(Hot.Loop)]
    private static ScoreLimits[] Limits(long[] sorted)
    {
        var limits = new ScoreLimits[Bins];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            // Twice the mid-rank is a whole number: below + (below + count).
            var bin = (int)Math.Min(Bins - 1, (long)(start + end) * Bins / (2L * sorted.Length));
            limits[bin] = limits[bin].Customers == 0
                ? new(sorted[start], sorted[start], end - start)
                : limits[bin] with { Highest = sorted[start], Customers = limits[bin].Customers + end - start };
            start = end;
        }
        return limits;
    }
}
