using Microsoft.AspNetCore.Components;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Web.Contracts;

/// <summary>A place in a timeline: later instants come first, of one instant the greater id. Ids are unique over all rooms, so no two entries share a place.</summary>
public readonly record struct TimelinePoint(DateTimeOffset At, long Id) : IComparable<TimelinePoint>
{
    public int CompareTo(TimelinePoint other) => At.CompareTo(other.At) is var at and not 0 ? at : Id.CompareTo(other.Id);

    public static bool operator <(TimelinePoint left, TimelinePoint right) => left.CompareTo(right) < 0;

    public static bool operator >(TimelinePoint left, TimelinePoint right) => left.CompareTo(right) > 0;

    public static bool operator <=(TimelinePoint left, TimelinePoint right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TimelinePoint left, TimelinePoint right) => left.CompareTo(right) >= 0;
}

/// <summary>One entry of a customer's timeline, ready to be shown.</summary>
/// <param name="Id">Of the row that it shows.</param>
/// <param name="Kind">Filter group: buy, msg, call, web, svc, task, note, data.</param>
/// <param name="Icon">Name of the icon without "ti-".</param>
/// <param name="Text">The sentence; may hold markup of the resources.</param>
/// <param name="Detail">Second line; null for none.</param>
/// <param name="Figure">Right-hand number, formatted; null for none.</param>
public sealed record TimelineEntry(DateTimeOffset At, long Id, string Kind, string Icon, MarkupString Text, string? Detail, string? Figure)
{
    /// <summary>The entry's own page; null for none.</summary>
    public string? Href { get; init; }

    public TimelinePoint Point => new(At, Id);
}

/// <summary>A room that shows rows in the timeline.</summary>
public interface ITimelineSource
{
    /// <summary>The <paramref name="count"/> latest entries before <paramref name="before"/> (exclusive; null from the end), latest first by <see cref="TimelinePoint"/>.</summary>
    Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct);
    Task<long> Count(CustomerId customer, CancellationToken ct);
}
