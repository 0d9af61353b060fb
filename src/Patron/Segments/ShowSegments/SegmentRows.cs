using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Segments.Contracts;
using Patron.Segments.Measure;

namespace Patron.Segments.ShowSegments;

/// <param name="Week">Customers more or less than a week before; null where nobody knows.</param>
/// <param name="Goal">Null where none is set, or where there are too many customers to ask for all segments at once.</param>
/// <param name="Used">What used it last.</param>
internal sealed record SegmentRow(SavedSegment Segment, int Size, int? Week, GoalMeasure? Goal, SegmentUse? Used);

/// <summary>The list of segments.</summary>
internal sealed class SegmentRows(SegmentView everybody, SegmentBook book, SegmentHistory history, GoalReader goals, IEnumerable<IUsesSegments> users, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>What must be asked as of many days waits for the segment's own page where there are more customers.</summary>
    private const int MostForPast = 100_000;

    private static readonly string[] Keys = ["name", "size", "week", "goal", "used"];

    /// <summary>Which of them are shown: all, those with a goal, those that lost customers in a week, those that nothing has used yet.</summary>
    public static IReadOnlyList<string> Views { get; } = ["all", "goal", "shrinking", "unused"];

    private readonly Lazy<TimeZoneInfo> zone = new(() =>
    {
        using var db = contexts.CreateDbContext();
        return db.Organisation(CancellationToken.None).GetAwaiter().GetResult().Zone;
    });

    public static bool Sorts(string? by) => Keys.Contains(by?.TrimStart('-'));

    public double Everybody => Math.Max(1, everybody.Everybody.Count());

    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone.Value).DateTime);

    /// <param name="find">Part of the name or the sentence about it, letter case aside.</param>
    /// <param name="view">One of <see cref="Views"/>.</param>
    /// <param name="sort">A column's key; with a minus before it falling.</param>
    public async Task<IReadOnlyList<SegmentRow>> All(string? find, string view, string sort, CancellationToken ct)
    {
        var used = new Dictionary<SegmentId, SegmentUse>();
        foreach (var user in users)
            foreach (var use in await user.Uses(ct)) if (!used.TryGetValue(use.Segment, out var other) || other.At < use.At) used[use.Segment] = use;
        var past = Everybody <= MostForPast;
        var moved = past ? [] : await Moved(ct);
        var rows = book.All.Where(s => Says(s, find?.Trim() ?? "")).Select(s => Row(s, past, moved, used.GetValueOrDefault(s.Id))).Where(r => IsIn(r, view)).ToList();
        IEnumerable<SegmentRow> sorted = sort.TrimStart('-') switch
        {
            "size" => rows.OrderBy(r => r.Size), "week" => rows.OrderBy(r => r.Week ?? 0), "goal" => rows.OrderBy(r => r.Goal?.All.Share ?? -1), "used" => rows.OrderBy(r => r.Used?.At ?? DateTimeOffset.MinValue),
            _ => rows,
        };
        return [.. sort.StartsWith('-') ? sorted.Reverse() : sorted];
    }

    private static bool IsIn(SegmentRow row, string view) => view switch { "goal" => row.Segment.Definition.Goal is not null, "shrinking" => row.Week < 0, "unused" => row.Used is null, _ => true };

    private static bool Says(SavedSegment segment, string words) =>
        words.Length == 0 || segment.Name.Contains(words, StringComparison.OrdinalIgnoreCase) || segment.Definition.About?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private SegmentRow Row(SavedSegment segment, bool past, Dictionary<SegmentId, int> moved, SegmentUse? used)
    {
        var size = everybody.Select(segment).Count();
        int? week = segment.Node is null ? null : past ? size - everybody.Select(segment, everybody.AsOf.AddDays(-7)).Count() : everybody.Visible is null ? moved.GetValueOrDefault(segment.Id) : null;
        var goal = past && segment.Node is { } node && goals.Read(segment) is { } question ? history.Goal(node, question, segment.Definition.GoalDays, everybody.Snapshot, everybody.Visible, everybody.AsOf) : null;
        return new(segment, size, week, goal, used);
    }

    /// <summary>Who came less who went in the last seven days, as it was seen.</summary>
    private async Task<Dictionary<SegmentId, int>> Moved(CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-7);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.SegmentMoves.Where(m => m.At >= since).GroupBy(m => m.SegmentId).Select(g => new { g.Key, Net = g.Sum(m => m.Entered ? 1 : -1) }).ToDictionaryAsync(g => g.Key, g => g.Net, ct);
    }
}
