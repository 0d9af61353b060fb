using Microsoft.AspNetCore.Components;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Web.Contracts;

/// <summary>One entry of a customer's timeline, ready to be shown.</summary>
/// <param name="Kind">Filter group: buy, msg, call, web, svc, task, note, data.</param>
/// <param name="Icon">Name of the icon without "ti-".</param>
/// <param name="Text">The sentence; may hold markup of the resources.</param>
/// <param name="Detail">Second line; null for none.</param>
/// <param name="Figure">Right-hand number, formatted; null for none.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Icon, MarkupString Text, string? Detail, string? Figure)
{
    /// <summary>The entry's own page; null for none.</summary>
    public string? Href { get; init; }
}

/// <summary>A room that shows rows in the timeline.</summary>
public interface ITimelineSource
{
    /// <summary>The <paramref name="count"/> latest entries before <paramref name="before"/> (exclusive; null from the end), latest first.</summary>
    Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, DateTimeOffset? before, int count, Sentences sentences, CancellationToken ct);
    Task<long> Count(CustomerId customer, CancellationToken ct);
}
