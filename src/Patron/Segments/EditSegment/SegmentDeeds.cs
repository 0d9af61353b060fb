using Patron.Analytics.Segments;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Segments.EditSegment;

/// <summary>What a person says about a segment.</summary>
/// <param name="Query">With names or ids of other segments; passed over for a set from a file.</param>
internal sealed record SegmentSaid(string? Name, string? About, string? Query, string? Goal, int? GoalDays);

internal sealed record SegmentNameNeeded(int Max) : FieldRefusal("segments.refused.name", "name");

internal sealed record SegmentNameTaken() : FieldRefusal("segments.refused.taken", "name");

/// <summary>The segment would be asked for itself.</summary>
/// <param name="Through">The segment in whose question it stands.</param>
internal sealed record SegmentCircle(string Through) : FieldRefusal("segments.refused.circle", "q");

internal sealed record SegmentGone() : Refusal("segments.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>Other segments ask for it.</summary>
internal sealed record SegmentNeeded(string By) : Refusal("segments.refused.needed");

internal sealed record GoalDaysWrong(int Most) : FieldRefusal("segments.refused.days", "goal-days");

/// <summary>Makes, changes, deletes and restores segments; each change is a change set that its author can take back.</summary>
internal sealed class SegmentDeeds(SettingDeeds settings, SegmentBook book, SegmentLanguage language, SegmentQueries queries, IdMaker ids, TimeProvider clock)
{
    /// <summary>Begins the kinds of its change sets.</summary>
    public const string Kinds = "segment.";

    public const int LongestName = 100, LongestAbout = 500, MostDays = 3_650;

    /// <param name="was">The segment that is changed; null for a new one.</param>
    /// <param name="ready">Which ready-made one it is.</param>
    /// <param name="members">Writes whom a file named, in the transaction that makes the segment: one without the other is never seen. Null: the segment is a question.</param>
    public async Task<Result<(SegmentId Id, ChangeSetId? Set)>> Save(SegmentId? was, SegmentSaid said, string? ready, UserId? by, CancellationToken ct, Action<BulkSession, SegmentId>? members = null)
    {
        var present = was is { } changed ? book.Find(changed) : null;
        if (was is not null && present is null) return new SegmentGone();
        var (name, file) = (said.Name?.Trim() ?? "", members is not null || present?.Definition.FromFile == true);
        if (name.Length is 0 or > LongestName) return new SegmentNameNeeded(LongestName);
        if (book.All.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && s.Id != was)) return new SegmentNameTaken();
        if (said.GoalDays is < 1 or > MostDays) return new GoalDaysWrong(MostDays);
        var id = was ?? ids.Next<SegmentId>();
        var (query, wrong) = file ? ("", null) : Understood(said.Query ?? "", id);
        var (goal, noGoal) = string.IsNullOrWhiteSpace(said.Goal) ? (null, null) : Understood(said.Goal, id);
        if ((wrong ?? Moved(noGoal)) is { } refusal) return refusal;
        return await Keep(id, present is null ? "add" : "change", before => before with
        {
            Id = id.Value, Name = name, About = said.About?.Trim() is { Length: > 0 } about ? about[..Math.Min(about.Length, LongestAbout)] : null, Query = query!, Goal = goal, GoalDays = goal is null ? null : said.GoalDays,
            Ready = present is null ? ready : before.Ready, FromFile = file, Made = present is null ? clock.GetUtcNow() : before.Made,
        }, by, ct, members);
    }

    /// <summary>It goes to the bin; what is known of who was in it stays.</summary>
    public async Task<Result<(SegmentId Id, ChangeSetId? Set)>> Delete(SegmentId id, UserId? by, CancellationToken ct)
    {
        if (book.Find(id) is null) return new SegmentGone();
        if (book.All.FirstOrDefault(s => s.Id != id && Asks(s, id)) is { } other) return new SegmentNeeded(other.Name);
        return await Keep(id, "delete", before => before with { Deleted = clock.GetUtcNow() }, by, ct);
    }

    public async Task<Result<(SegmentId Id, ChangeSetId? Set)>> Restore(SegmentId id, UserId? by, CancellationToken ct)
    {
        if (book.Bin.FirstOrDefault(d => d.Key == id) is not { } deleted) return new SegmentGone();
        if (book.All.Any(s => s.Name.Equals(deleted.Name, StringComparison.OrdinalIgnoreCase))) return new SegmentNameTaken();
        return await Keep(id, "restore", before => before with { Deleted = null }, by, ct);
    }

    private async Task<Result<(SegmentId, ChangeSetId?)>> Keep(SegmentId id, string kind, Func<SegmentDefinition, SegmentDefinition> change, UserId? by, CancellationToken ct, Action<BulkSession, SegmentId>? members = null)
    {
        var done = await settings.Change(SegmentDefinition.SettingOf(id), Kinds + kind, SegmentDefinition.None, before => change(before), by, ct, members is null ? null : session =>
        {
            members(session, id);
            return Task.CompletedTask;
        });
        book.Forget();
        if (done.Refusal is { } refusal) return refusal;
        return (id, done.Value);
    }

    /// <summary>The query as it is kept, or why not.</summary>
    private (string? Query, Refusal? Wrong) Understood(string text, SegmentId id)
    {
        var (node, error) = language.Read(text);
        if (error is not null) return (null, QueryWrong.Of(error));
        if (queries.Unknown(node!) is { } missing) return (null, missing);
        var kept = book.Kept(node!);
        return Circle(kept, id, []) is { } through ? (null, new SegmentCircle(through)) : (SegmentText.Print(kept), null);
    }

    /// <summary>What is wrong with the goal stands at the goal.</summary>
    private static Refusal? Moved(Refusal? wrong) => wrong is FieldRefusal field ? field with { Field = "goal" } : wrong;

    private static bool Asks(SavedSegment segment, SegmentId id) => segment.Node is { } node && SegmentTree.Segments(node).Contains(id.ToString());

    /// <summary>The name of the segment through which a query comes back to <paramref name="id"/>.</summary>
    private string? Circle(SegmentNode node, SegmentId id, HashSet<SegmentId> seen)
    {
        foreach (var segment in SegmentTree.Segments(node).Select(book.Find).OfType<SavedSegment>())
        {
            if (segment.Id == id) return segment.Name;
            if (seen.Add(segment.Id) && segment.Node is { } inner && Circle(inner, id, seen) is not null) return segment.Name;
        }
        return null;
    }
}
