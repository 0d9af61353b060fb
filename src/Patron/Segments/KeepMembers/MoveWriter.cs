using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Segments.KeepMembers;

/// <summary>A segment whose members are others than before.</summary>
internal sealed record SegmentTurn(SavedSegment Segment, Bitmap Before, Bitmap After);

/// <summary>Writes down who came and went, and why; and once a minute who is in.</summary>
internal sealed class MoveWriter(SegmentQueries queries, SegmentLanguage language, FirstReckoning first, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Dictionary<SegmentId, Bitmap> written = [];
    private DateTimeOffset next;

    /// <param name="before">What the old members were reckoned on; its customers have the same indexes.</param>
    public async Task Write(IReadOnlyList<SegmentTurn> turns, LeafScope before, LeafScope after, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var (fresh, now) = (new IdRanges(ids), Instants.ToMicroseconds(clock.GetUtcNow()));
        using (var sink = session.Sink(SegmentMoveTable.Name, SegmentMoveTable.Columns))
        {
            foreach (var turn in turns)
            {
                // Those who are no customers any more went out of everything; their rows are not ours to write.
                var moved = new Bitmap(after.Snapshot.Size).Or(turn.After).AndNot(turn.Before).Or(new Bitmap(after.Snapshot.Size).Or(turn.Before).AndNot(turn.After)).And(after.Snapshot.Known);
                var rules = Turned(turn.Segment, moved, before, after);
                foreach (var index in moved.Indexes())
                {
                    sink.Begin();
                    sink.Long(after.Snapshot.Ids[index]);
                    sink.Long(fresh.Next());
                    sink.Long(turn.Segment.Id.Value);
                    sink.Instant(now);
                    sink.Int(after.AsOf.DayNumber);
                    sink.Flag(turn.After.Get(index));
                    sink.Text(Why(rules, index));
                    sink.End();
                }
            }
            sink.Complete();
        }
        await session.Commit(ct);
    }

    /// <summary>So that the next start sees who moved meanwhile; at most once a minute, unless all is to be written now.</summary>
    public async Task Keep(MemberSets.State state, bool all, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!all && now < next) return;
        next = now + Rest;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var wrote = false;
        foreach (var (id, (segment, members)) in state.Members)
        {
            if ((written.TryGetValue(id, out var last) && last == members) || first.Waits(segment, new(state.Snapshot, state.AsOf))) continue;
            await session.Execute($"delete from {KeptMembersTable.Name} where segment_id = @id", ct, ("@id", id.Value));
            await session.Execute($"insert into {KeptMembersTable.Name} (segment_id, at, day, query, members) values (@id, @at, @day, @query, @members)", ct,
                ("@id", id.Value), ("@at", now), ("@day", state.AsOf.DayNumber), ("@query", segment.Definition.Query), ("@members", MemberList.Write(members, state.Snapshot)));
            (written[id], wrote) = (members, true);
        }
        if (wrote) await session.Commit(ct);
    }

    /// <summary>For each rule whom of those who moved it turned for.</summary>
    private List<(string Rule, Bitmap Turned)> Turned(SavedSegment segment, Bitmap moved, LeafScope before, LeafScope after)
    {
        if (segment.Node is not { } node || !language.Knows(node)) return [];
        var then = new Bitmap(before.Snapshot.Size).Or(moved);
        return [.. SegmentTree.Rules(node).Select(r =>
        {
            var (was, now) = (before.Snapshot.SelectAmong(queries.Question(r.Rule, before), then, before.AsOf.DayNumber), after.Snapshot.SelectAmong(queries.Question(r.Rule, after), moved, after.AsOf.DayNumber));
            var old = new Bitmap(after.Snapshot.Size).Or(was);
            return (SegmentText.One(r.Rule), Bitmap.CopyOf(now).AndNot(old).Or(old.AndNot(now)));
        })];
    }

    private static string Why(List<(string Rule, Bitmap Turned)> rules, int index)
    {
        var why = "";
        foreach (var (rule, turned) in rules)
        {
            if (!turned.Get(index)) continue;
            if (why.Length + rule.Length + 1 > SegmentMoveTable.LongestWhy) break;
            why += why.Length == 0 ? rule : "\n" + rule;
        }
        return why;
    }
}
