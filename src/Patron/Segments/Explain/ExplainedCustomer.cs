using System.Globalization;
using Patron.Analytics.Segments;
using Patron.Kernel;

namespace Patron.Segments.Explain;

/// <summary>One part of a segment's query and whether it holds for a customer.</summary>
/// <param name="Path">The numbers of the parts from the outermost group on: 0.2.1; empty for the query itself.</param>
/// <param name="Part">A rule as it is written, or how many parts of a group must hold: all, any, none.</param>
/// <param name="Value">What the customer has; null where there is nothing to say.</param>
/// <param name="AsOfToday">The day asked for is past, and of this only today's answer is known.</param>
internal sealed record ExplainedPart(string Path, int Depth, string Part, bool Holds, string? Value, bool AsOfToday);

/// <summary>Why a customer is in a segment or is not, for programs.</summary>
/// <param name="AsOf">yyyy-MM-dd.</param>
/// <param name="Parts">The query itself first, each group before its parts.</param>
internal sealed record ExplainedCustomer(string Segment, string Customer, string AsOf, bool Member, IReadOnlyList<ExplainedPart> Parts)
{
    public static ExplainedCustomer Of(string segment, CustomerId customer, DateOnly day, IReadOnlyList<ReasonLine> lines) => new(
        segment, customer.ToString(), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), lines[0].Holds,
        [.. lines.Select(l => new ExplainedPart(l.Path, l.Depth, Written(l), l.Holds, l.Value, l.OfToday))]);

    public static string Written(ReasonLine line) => line.Rule is { } rule ? SegmentText.One(rule) : SegmentText.KindWord(line.Group!.Value);
}
