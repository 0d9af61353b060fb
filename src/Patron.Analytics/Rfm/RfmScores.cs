using Patron.Analytics.Base;

namespace Patron.Analytics.Rfm;

/// <summary>Lowest and highest value of the customers with one score; both 0 with no customer in it.</summary>
public readonly record struct ScoreLimits(long Lowest, long Highest, int Customers);

/// <summary>Quintile scores of recency, frequency and monetary value (Hughes, Strategic Database Marketing, 1994), 1 (worst) to 5 (best).</summary>
public sealed class RfmScores
{
    /// <summary>Recency scores by customer index; 0: no sale.</summary>
    public required byte[] Recency { get; init; }
    /// <summary>Frequency scores by customer index; 0: no sale.</summary>
    public required byte[] Frequency { get; init; }
    /// <summary>Monetary scores by customer index; 0: no sale.</summary>
    public required byte[] Monetary { get; init; }
    /// <summary>How many customers are scored.</summary>
    public required int Customers { get; init; }
    /// <summary>Last purchase days (day numbers) by score - 1.</summary>
    public required ScoreLimits[] RecencyLimits { get; init; }
    /// <summary>Orders by score - 1.</summary>
    public required ScoreLimits[] FrequencyLimits { get; init; }
    /// <summary>Micros spent by score - 1.</summary>
    public required ScoreLimits[] MonetaryLimits { get; init; }
    /// <summary>Customers of each of the 125 cells, at ((r - 1) * 5 + (f - 1)) * 5 + (m - 1).</summary>
    public required int[] Cells { get; init; }
    /// <summary>Customers at (r - 1) * 5 + (m - 1).</summary>
    public required int[] RecencyMonetary { get; init; }
    /// <summary>Customers at (r - 1) * 5 + (f - 1).</summary>
    public required int[] RecencyFrequency { get; init; }
    /// <summary>Micros spent at (r - 1) * 5 + (m - 1).</summary>
    public required long[] RevenueRecencyMonetary { get; init; }
    /// <summary>Micros spent at (r - 1) * 5 + (f - 1).</summary>
    public required long[] RevenueRecencyFrequency { get; init; }

    /// <summary>Scores every known customer with at least one sale as of the summary's day.</summary>
    public static RfmScores Of(PurchaseSummary summary, Bitmap known) => throw new NotImplementedException();

    /// <summary>The customers of one cell; null: any score.</summary>
    public Bitmap Cell(int? recency, int? frequency, int? monetary) => throw new NotImplementedException();
}
