using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons;

/// <summary>Keeps the trees, and counts what was given.</summary>
internal sealed class ReasonRegister(IDbContextFactory<PatronDb> contexts, IdMaker ids) : IReasons
{
    public async Task<IReadOnlyList<ReasonInfo>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var tree = await ReasonTree.Read(db, ct);
        return [.. Enum.GetValues<ReasonKind>().SelectMany(kind => tree.Ordered(kind)).Select(r => r.Reason)];
    }

    public void Give(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<GivenReason> given)
    {
        if (given.Count == 0) return;
        var fresh = new IdRanges(ids);
        using (var sink = session.Sink(GivenTable.Name, GivenTable.Columns))
        {
            foreach (var one in given)
            {
                sink.Begin();
                sink.Long(one.Customer.Value);
                sink.Long(fresh.Next());
                sink.Long(one.Reason.Value);
                sink.Int((int)one.Kind);
                sink.Int(one.Day.DayNumber);
                sink.Text(one.About);
                sink.Long(one.AboutId);
                sink.Long(changes.Set.By?.Value);
                sink.End();
            }
            sink.Complete();
        }
        foreach (var (first, last) in fresh.Ranges) changes.Range(GivenTable.Name, first, last);
        session.Tell(Topics.Reasons, given.Select(g => g.Customer.Value));
    }

    public async Task Forget(BulkSession session, string about, string things, CancellationToken ct) =>
        await session.Execute($"delete from {GivenTable.Name} where about = @about and (customer_id, about_id) in ({things})", ct, ("@about", about));

    public async Task<IReadOnlyList<ReasonCount>> Count(ReasonKind kind, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var tree = await ReasonTree.Read(db, ct);
        var (first, last) = (from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue);
        // Who was deleted is gone from counts; the bin is small.
        var counts = (await db.Database.SqlQuery<ReasonRow>($"""
            select reason_id as "ReasonId", count(*) as "Times" from reasons_given
            where kind = {(int)kind} and day >= {first.DayNumber} and day <= {last.DayNumber} and customer_id not in (select id from customers where deleted_at is not null)
            group by reason_id
            """).ToListAsync(ct)).ToDictionary(r => r.ReasonId, r => r.Times);
        var total = counts.Values.Sum();
        var ordered = tree.Ordered(kind).ToList();
        return
        [
            .. ordered.Select(r =>
            {
                var times = Within(r.Reason.Id).Sum(id => counts.GetValueOrDefault(id.Value));
                return new ReasonCount(r.Reason, r.Depth, times, total == 0 ? 0 : (double)times / total, Inside(r.Reason, times, total));
            }),
        ];

        IEnumerable<ReasonId> Within(ReasonId id) => tree.All.Where(r => r.Parent == id).SelectMany(r => Within(r.Id)).Prepend(id);
    }

    /// <summary>Compared in whole numbers, for 9.5 % of a thousand must lie between 9 and 10.</summary>
    private static bool? Inside(ReasonInfo reason, long times, long total) =>
        reason is { Low: { } low, High: { } high } && total > 0 ? times >= (decimal)low * total && times <= (decimal)high * total : null;

    private sealed record ReasonRow(long ReasonId, long Times);
}
