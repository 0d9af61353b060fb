using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Segments.KeepMembers;

/// <summary>
/// Keeps who is in each segment as the base, the day and the segments change: of changed customers only those are asked about.
/// Whoever came or went is written down with the rules that turned. A segment that is new or was changed, or whose values are reckoned for the first
/// time, begins anew, without anybody coming or going.
/// </summary>
internal sealed class MemberKeeper(ICustomerBase customers, IReckoningDay day, SegmentBook book, SegmentLanguage language, SegmentQueries queries, MemberSets kept, MoveWriter moves, FirstReckoning first,
    IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>Scores hang on everybody; of a big base they are reckoned anew this often.</summary>
    private static readonly TimeSpan Scores = TimeSpan.FromSeconds(30);
    private const int Small = 100_000, EntriesAtOnce = 500;

    private long position = -1;
    private CustomerBaseSnapshot? doubtful;
    private DateTimeOffset scored;

    /// <summary>Looks once; true where something had changed.</summary>
    public async Task<bool> Look(CancellationToken ct)
    {
        var (asOf, to, segments) = (day.AsOf, customers.Position, book.All);
        var snapshot = customers.Current;
        if (kept.Now is not { } before)
        {
            await Begin(snapshot, asOf, segments, ct);
            position = to;
            return true;
        }
        if (before.Snapshot == snapshot && before.AsOf == asOf && segments.Count == before.Members.Count && segments.All(s => before.Members.TryGetValue(s.Id, out var m) && m.Segment == s)) return false;
        var changed = before.Snapshot == snapshot ? [] : await Changed(to, ct);
        if (changed is { Count: 0 } && before.Snapshot != snapshot)
        {
            // Between two steps of the base's follower nothing is told of yet; what stays like that was reckoned anew for everybody.
            if (doubtful != snapshot)
            {
                doubtful = snapshot;
                return false;
            }
            changed = null;
        }
        await Move(before, new(snapshot, asOf, segments, changed), ct);
        position = to;
        return true;
    }

    /// <param name="Customers">Whose data changed; null: anybody's may have.</param>
    private sealed record Change(CustomerBaseSnapshot Snapshot, DateOnly AsOf, IReadOnlyList<SavedSegment> Segments, IReadOnlyCollection<long>? Customers);

    private async Task Move(MemberSets.State before, Change change, CancellationToken ct)
    {
        var (now, last, scope) = (clock.GetUtcNow(), new LeafScope(before.Snapshot, before.AsOf), new LeafScope(change.Snapshot, change.AsOf));
        var scores = change.Snapshot.Size <= Small || now >= scored + Scores;
        if (scores) scored = now;
        var touched = change.Customers is { } few ? Touched(few, change.Snapshot) : null;
        var (after, turned) = (new Dictionary<Kernel.SegmentId, (SavedSegment, Bitmap)>(), new List<SegmentTurn>());
        foreach (var segment in change.Segments)
        {
            var known = before.Members.TryGetValue(segment.Id, out var old) && old.Segment.Definition.Query == segment.Definition.Query;
            var members = known && touched is not null && before.AsOf == change.AsOf && !(scores && IsRelative(segment)) ? Patched(segment, old.Members, touched, scope) : Whole(segment, scope);
            after[segment.Id] = (segment, members);
            if (known && !members.SameAs(old.Members) && !(change.Customers is null && first.Waits(segment, last) && !first.Waits(segment, scope))) turned.Add(new(segment, old.Members, members));
        }
        kept.Now = new(change.Snapshot, change.AsOf, after);
        if (turned.Count > 0) await moves.Write(turned, last, scope, ct);
    }

    private async Task Begin(CustomerBaseSnapshot snapshot, DateOnly asOf, IReadOnlyList<SavedSegment> segments, CancellationToken ct)
    {
        Dictionary<Kernel.SegmentId, KeptMembers> stored;
        await using (var db = await contexts.CreateDbContextAsync(ct)) stored = await db.KeptMembers.AsNoTracking().ToDictionaryAsync(k => k.SegmentId, ct);
        var (scope, after) = (new LeafScope(snapshot, asOf), new Dictionary<Kernel.SegmentId, (SavedSegment, Bitmap)>());
        foreach (var segment in segments)
        {
            var members = Whole(segment, scope);
            after[segment.Id] = (segment, members);
            if (!stored.TryGetValue(segment.Id, out var last) || last.Query != segment.Definition.Query) continue;
            var old = MemberList.Read(last.Members, snapshot);
            if (!members.SameAs(old)) await moves.Write([new(segment, old, members)], new(snapshot, last.Day), scope, ct);
        }
        kept.Now = new(snapshot, asOf, after);
        await moves.Keep(kept.Now, all: true, ct);
    }

    /// <summary>Null where so much changed that everybody is looked at.</summary>
    private async Task<IReadOnlyCollection<long>?> Changed(long to, CancellationToken ct)
    {
        var (touched, from) = (new HashSet<long>(), position);
        await using var db = await contexts.CreateDbContextAsync(ct);
        while (from < to)
        {
            var entries = await ChangeFeed.After(db, from, EntriesAtOnce, ct);
            if (entries.Count == 0 || entries[0].Position != from + 1 || entries.Any(e => e.Topic == Topics.Everything)) return null;
            foreach (var entry in entries) touched.UnionWith(entry.Customers);
            from = entries[^1].Position;
        }
        return touched.Count > Small ? null : touched;
    }

    private Bitmap Whole(SavedSegment segment, LeafScope scope) => scope.Snapshot.Select(queries.Question(segment, scope), null, scope.AsOf.DayNumber);

    private Bitmap Patched(SavedSegment segment, Bitmap old, Bitmap touched, LeafScope scope) =>
        new Bitmap(scope.Snapshot.Size).Or(old).AndNot(touched).Or(scope.Snapshot.SelectAmong(queries.Question(segment, scope), touched, scope.AsOf.DayNumber));

    /// <summary>Rows of removed customers as well: they are in nothing any more.</summary>
    private static Bitmap Touched(IReadOnlyCollection<long> ids, CustomerBaseSnapshot snapshot)
    {
        var touched = Bitmap.CopyOf(snapshot.Present).Not();
        foreach (var id in ids)
            if (snapshot.TryIndex(id, out var index)) touched.Set(index);
        return touched;
    }

    private bool IsRelative(SavedSegment segment) => segment.Node is { } node && language.Knows(node)
        && SegmentTree.Rules(node).Any(r => r.Rule.Leaf != SegmentText.InSegment ? language.Leaf(r.Rule.Leaf).Relative : r.Rule.Test is LeafTest.OneOf some && some.Words.Select(book.Find).OfType<SavedSegment>().Any(s => s.Id != segment.Id && IsRelative(s)));
}
