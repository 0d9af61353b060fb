namespace Patron.Reports.Contracts;

/// <summary>A key indicator of a month.</summary>
/// <param name="Key">One word in small letters and hyphens, at most 60; it stays the same for ever.</param>
/// <param name="Title">Key of its name, with its unit where that is neither a count, a share nor money.</param>
/// <param name="Unit">Count, Share or Money.</param>
/// <param name="Value">How many; millionths of 1 of a share; micros of the organisation's currency. Null where there is nothing to reckon it from.</param>
public sealed record Indicator(string Key, string Title, ReportUnit Unit, long? Value)
{
    /// <summary>Key of the sentence that says why there is no value; null: nothing of it happened.</summary>
    public string? Because { get; init; }

    /// <summary>A part as a share; null of nothing.</summary>
    public static long? Share(long part, long whole) => whole == 0 ? null : (long)Math.Round(1_000_000.0 * part / whole);
}

/// <summary>A room that has key indicators, reckoned by the functions of its own reports. Registered as a singleton; always asked for the whole organisation.</summary>
public interface IIndicators
{
    Task<IReadOnlyList<Indicator>> Of(ReportScope month, CancellationToken ct);
}
