using Patron.Analytics.Base;
using Patron.Analytics.Rfm;

namespace Patron.Insights.ReckonInsights;

/// <summary>A score of a customer.</summary>
internal enum RfmAxis { Recency, Frequency, Spend }

/// <summary>Customers and their revenue (micros).</summary>
internal readonly record struct RfmCell(int Customers, long Revenue)
{
    public static RfmCell operator +(RfmCell a, RfmCell b) => new(a.Customers + b.Customers, a.Revenue + b.Revenue);
}

/// <summary>The 125 cells with their revenue, and any view of them by two scores.</summary>
internal sealed class RfmCells
{
    public const int Bins = 5;

    private readonly RfmCell[] cells = new RfmCell[Bins * Bins * Bins];

    private RfmCells() { }

    public static RfmCells Of(RfmScores scores, PurchaseSummary summary)
    {
        var made = new RfmCells();
        for (var i = 0; i < scores.Recency.Length; i++)
            if (scores.Recency[i] is > 0 and var recency) made.cells[At(recency, scores.Frequency[i], scores.Monetary[i])] += new RfmCell(1, summary.Spent[i]);
        return made;
    }

    /// <summary>The cell of three scores, each from 1 to 5.</summary>
    public RfmCell this[int recency, int frequency, int spend] => cells[At(recency, frequency, spend)];

    /// <summary>All customers with one score on each of two different axes.</summary>
    public RfmCell Of(RfmAxis first, int firstScore, RfmAxis second, int secondScore)
    {
        var sum = default(RfmCell);
        for (var other = 1; other <= Bins; other++)
            sum += this[Score(RfmAxis.Recency, other), Score(RfmAxis.Frequency, other), Score(RfmAxis.Spend, other)];
        return sum;

        int Score(RfmAxis axis, int other) => axis == first ? firstScore : axis == second ? secondScore : other;
    }

    private static int At(int recency, int frequency, int spend) => ((recency - 1) * Bins + frequency - 1) * Bins + spend - 1;
}
