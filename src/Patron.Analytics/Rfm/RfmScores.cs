using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    private const int Quintiles = 5;

    private RfmScores(int size, int customers, int asOf, int bins)
    {
        (Recency, Frequency, Monetary, Customers, AsOf, Bins) = (new byte[size], new byte[size], new byte[size], customers, asOf, bins);
        (Cells, RecencyMonetary, RecencyFrequency) = (new int[bins * bins * bins], new int[bins * bins], new int[bins * bins]);
        (RevenueRecencyMonetary, RevenueRecencyFrequency) = (new long[bins * bins], new long[bins * bins]);
    }

    /// <summary>The best score; 5 unless others were asked for.</summary>
    public int Bins { get; }

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
    /// <summary>Customers of each cell, at ((r - 1) * bins + (f - 1)) * bins + (m - 1).</summary>
    public int[] Cells { get; }
    /// <summary>Customers at (r - 1) * bins + (m - 1).</summary>
    public int[] RecencyMonetary { get; }
    /// <summary>Customers at (r - 1) * bins + (f - 1).</summary>
    public int[] RecencyFrequency { get; }
    /// <summary>Micros spent at (r - 1) * bins + (m - 1).</summary>
    public long[] RevenueRecencyMonetary { get; }
    /// <summary>Micros spent at (r - 1) * bins + (f - 1).</summary>
    public long[] RevenueRecencyFrequency { get; }

    /// <summary>Scores every customer of <paramref name="known"/> with at least one sale in the summary; the day is the summary's.</summary>
    public static RfmScores Of(PurchaseSummary summary, Bitmap known)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(known);
        var size = summary.Orders.Length;
        var scored = Array.FindAll(known.ToIndexes(), index => index < size && summary.Orders[index] > 0);
        return Of(scored, summary.LastDay, summary.Orders, summary.Spent, summary.AsOf, Quintiles);
    }

    /// <summary>Scores customers from 1 to <paramref name="bins"/>, by the same rule.</summary>
    /// <param name="scored">Who is scored: places in the arrays.</param>
    /// <param name="lastDays">Day numbers of the last purchases.</param>
    /// <param name="purchases">How many.</param>
    /// <param name="spent">Micros.</param>
    /// <param name="asOf">Day number.</param>
    /// <param name="bins">2 to 9.</param>
    public static RfmScores Of(int[] scored, int[] lastDays, int[] purchases, long[] spent, int asOf, int bins)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(spent);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, 9);
        var made = new RfmScores(spent.Length, scored.Length, asOf, bins);
        Parallel.Invoke(
            () => made.MonetaryLimits = Score(scored, spent, made.Monetary, bins),
            () => made.RecencyLimits = Score(scored, Array.ConvertAll(lastDays, day => (long)day), made.Recency, bins),
            () => made.FrequencyLimits = Score(scored, Array.ConvertAll(purchases, number => (long)number), made.Frequency, bins));
        made.CountCells(scored, spent);
        return made;
    }

    /// <summary>Scores every customer of <paramref name="known"/> with at least one sale by limits of one's own instead of quintiles.</summary>
    public static RfmScores Of(PurchaseSummary summary, Bitmap known, RfmLimits limits)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(limits);
        var scored = Array.FindAll(known.ToIndexes(), index => index < summary.Orders.Length && summary.Orders[index] > 0);
        var made = new RfmScores(summary.Spent.Length, scored.Length, summary.AsOf, Quintiles);
        made.RecencyLimits = ByLimits(scored, i => summary.LastDay[i], [.. limits.Days.Reverse().Select(d => (long)summary.AsOf - d)], made.Recency);
        made.FrequencyLimits = ByLimits(scored, i => summary.Orders[i], [.. limits.Orders.Select(o => (long)o)], made.Frequency);
        made.MonetaryLimits = ByLimits(scored, i => summary.Spent[i], [.. limits.Spent], made.Monetary);
        made.CountCells(scored, summary.Spent);
        return made;
    }

    /// <summary>The customers with these scores; null: any score. Not scored is never among them.</summary>
    public Bitmap Cell(int? recency, int? frequency, int? monetary)
    {
        var cell = Bitmap.All(Recency.Length);
        // Whoever is scored has all three scores.
        if (recency is null && frequency is null && monetary is null) return cell.AndNot(Where(Recency, 0));
        if (recency is { } r) cell.And(Where(Recency, r));
        if (frequency is { } f) cell.And(Where(Frequency, f));
        if (monetary is { } m) cell.And(Where(Monetary, m));
        return cell;
    }

    /// <summary>Where a score stands, 64 customers at a time: each list of customers counts such sets for its tabs.</summary>
    [MethodImpl(Hot.Loop)]
    private static Bitmap Where(byte[] scores, int score)
    {
        var found = new Bitmap(scores.Length);
        var (wanted, at) = (Vector256.Create((byte)score), 0);
        for (; at + 64 <= scores.Length; at += 64)
        {
            var low = Vector256.Equals(Vector256.Create(scores, at), wanted).ExtractMostSignificantBits();
            var high = Vector256.Equals(Vector256.Create(scores, at + 32), wanted).ExtractMostSignificantBits();
            found.Words[at >> 6] = low | (ulong)high << 32;
        }
        for (; at < scores.Length; at++)
            if (scores[at] == score) found.Set(at);
        return found;
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

    /// <summary>The score is 1 and one more for each of the ascending limits that the value reaches.</summary>
    private static ScoreLimits[] ByLimits(int[] scored, Func<int, long> value, long[] least, byte[] scores)
    {
        var found = new ScoreLimits[least.Length + 1];
        foreach (var index in scored)
        {
            var (own, at) = (value(index), 0);
            while (at < least.Length && own >= least[at]) at++;
            scores[index] = (byte)(at + 1);
            found[at] = found[at].Customers == 0 ? new(own, own, 1) : new(Math.Min(found[at].Lowest, own), Math.Max(found[at].Highest, own), found[at].Customers + 1);
        }
        return found;
    }

    [MethodImpl(Hot.Loop)]
    private static ScoreLimits[] Score(int[] scored, long[] values, byte[] scores, int bins)
    {
        var sorted = new long[scored.Length];
        for (var n = 0; n < scored.Length; n++) sorted[n] = values[scored[n]];
        RadixSort.Ascending(sorted);
        var limits = Limits(sorted, bins);
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
    private static ScoreLimits[] Limits(long[] sorted, int bins)
    {
        var limits = new ScoreLimits[bins];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            // Twice the mid-rank is a whole number: below + (below + count).
            var bin = (int)Math.Min(bins - 1, (long)(start + end) * bins / (2L * sorted.Length));
            limits[bin] = limits[bin].Customers == 0
                ? new(sorted[start], sorted[start], end - start)
                : limits[bin] with { Highest = sorted[start], Customers = limits[bin].Customers + end - start };
            start = end;
        }
        return limits;
    }
}
