using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;
using Patron.Insights.FitLifetimes;
using Patron.Insights.KeepResults;
using Patron.Kernel;

namespace Patron.Insights.WarnOfChurn;

/// <summary>
/// Saves the list of the week, and sums up what became of earlier ones. The list of a week is made on the first day of it that is reckoned and stands; made again on that same day it is replaced.
/// </summary>
internal sealed class ChurnReckoning(ResultStore store, WarningBook book, IdMaker ids, IDbContextFactory<PatronDb> contexts) : IReckonsInsights
{
    public const string ResultKind = "churn";

    /// <summary>So many days after a list it is looked at who bought.</summary>
    public const int OutcomeDays = 56;
    private const int WeeksShown = 26;

    public static IReadOnlyList<ChurnReasons> Reasons { get; } = [ChurnReasons.Fell, ChurnReasons.Slower, ChurnReasons.Late];

    /// <summary>Weeks before this one for which a list is made afterwards where none was saved: without them nobody could judge the first list for two months.</summary>
    private static readonly int[] Before = [4, 8, 12];

    private sealed record List(DateOnly Week, DateOnly AsOf, bool Later, IReadOnlyList<ChurnSign> Signs);

    private sealed record Stored(long Customer, DateOnly Week, DateOnly AsOf, bool Later, ChurnReasons Reasons, long Value);

    public string Kind => ResultKind;
    public int Order => 20;

    public async Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct)
    {
        var (snapshot, asOf, lost) = (scope.Snapshot, scope.AsOf, scope.Organisation.LostAfterDays);
        var models = await store.Latest<LifetimeResult>(LifetimeReckoning.ResultKind, ct) is { Value.Whole: not null } fitted ? new LifetimeBook(fitted.Value, asOf) : null;
        var week = MondayOf(asOf);
        var stored = (await Saved(FirstShown(asOf), ct)).Where(s => !s.Later && s.Week <= week && !(s.Week == week && s.AsOf >= asOf)).ToArray();
        var kept = stored.Select(s => s.Week).ToHashSet();
        var made = Wanted(asOf, Math.Min(asOf.DayNumber, FirstSale(snapshot, asOf)), kept)
            .Select(w => new List(w.Week, w.AsOf, w.Week != week, ChurnSweep.Of(snapshot, models, w.AsOf, lost))).ToArray();

        var lists = made.Select(m => (m.Week, m.AsOf, m.Later, Rows: m.Signs.Select(s => (s.Index, s.Reasons, s.Value)).ToArray()))
            .Concat(stored.GroupBy(s => s.Week).Select(g => (Week: g.Key, g.First().AsOf, Later: false, Rows: Found(snapshot, g)))).OrderByDescending(l => l.Week).ToArray();
        var weeks = lists.Select(l => ChurnOutcome.Of(snapshot, [.. l.Rows.Select(r => (r.Index, r.Value))], l.Week, l.AsOf, l.Later, asOf, OutcomeDays, lost)).ToArray();
        var settled = lists.Where(l => l.AsOf.DayNumber + OutcomeDays <= asOf.DayNumber).SelectMany(l => l.Rows.Select(r => new Warned(r.Index, l.AsOf, r.Reasons))).ToArray();
        ChurnReasonTally[] tallies = [.. Reasons.Select(reason => ChurnOutcome.Tally(snapshot, reason, settled, OutcomeDays))];
        var buyers = SnapshotDays.Buyers(snapshot, asOf.DayNumber);
        var result = new ChurnResult(OutcomeDays, lost, buyers.Length, weeks, tallies, ChurnDoctor.Examine(snapshot, buyers, models, weeks, tallies, asOf));
        return async (session, token) =>
        {
            await Write(session, snapshot, made, week, token);
            await store.Write(session, this, asOf, result, token);
        };
    }

    public Task Kept(CancellationToken ct) => book.Load(ct);

    /// <summary>The Monday of the earliest list that is judged on a day.</summary>
    public static DateOnly FirstShown(DateOnly asOf) => MondayOf(asOf).AddDays(-7 * WeeksShown);

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>This week where its list is not saved, and weeks long past of which there is none though there were purchases; their lists see the Sunday of the week before, as if made on Monday morning.</summary>
    private static IEnumerable<(DateOnly Week, DateOnly AsOf)> Wanted(DateOnly asOf, int firstSale, HashSet<DateOnly> kept)
    {
        var week = MondayOf(asOf);
        if (!kept.Contains(week)) yield return (week, asOf);
        foreach (var before in Before.Select(b => week.AddDays(-7 * b)))
            if (!kept.Contains(before) && before.DayNumber > firstSale + OutcomeDays) yield return (before, before.AddDays(-1));
    }

    private static int FirstSale(CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        var (summary, first) = (snapshot.Summary(asOf.DayNumber), int.MaxValue);
        foreach (var i in snapshot.Known.Indexes())
            if (summary.Orders[i] > 0) first = Math.Min(first, summary.FirstDay[i]);
        return first;
    }

    private static (int Index, ChurnReasons Reasons, long Value)[] Found(CustomerBaseSnapshot snapshot, IEnumerable<Stored> rows) =>
        [.. rows.Select(r => (Is: snapshot.TryIndex(r.Customer, out var index), index, r.Reasons, r.Value)).Where(r => r.Is && snapshot.Known.Get(r.index)).Select(r => (r.index, r.Reasons, r.Value))];

    private async Task<IReadOnlyList<Stored>> Saved(DateOnly from, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ChurnWarnings.AsNoTracking().Where(w => w.Week >= from).Select(w => new Stored(w.CustomerId.Value, w.Week, w.AsOf, w.Later, w.Reasons, w.Value)).ToListAsync(ct);
    }

    /// <summary>What was reckoned afterwards is reckoned anew each time; the list of this week is replaced where it is made again.</summary>
    private async Task Write(BulkSession session, CustomerBaseSnapshot snapshot, IReadOnlyList<List> made, DateOnly week, CancellationToken ct)
    {
        await session.Execute($"delete from {ChurnWarningTable.Name} where later = {(session.IsPostgres ? "true" : "1")}", ct);
        if (made.Any(m => m.Week == week)) await session.Execute($"delete from {ChurnWarningTable.Name} where week = @week", ct, ("@week", week.DayNumber));
        var fresh = new IdRanges(ids);
        using var sink = session.Sink(ChurnWarningTable.Name, "customer_id", "id", "week", "as_of", "later", "reasons", "alive_before", "alive", "every", "silent", "days_late", "value");
        foreach (var list in made)
        {
            foreach (var sign in list.Signs)
            {
                sink.Begin();
                sink.Long(snapshot.Ids[sign.Index]);
                sink.Long(fresh.Next());
                sink.Int(list.Week.DayNumber);
                sink.Int(list.AsOf.DayNumber);
                sink.Flag(list.Later);
                sink.Int((int)sign.Reasons);
                sink.Int(Thousandths(sign.AliveBefore));
                sink.Int(Thousandths(sign.Alive));
                sink.Int(sign.Every);
                sink.Int(sign.Silent);
                sink.Int(sign.DaysLate);
                sink.Long(sign.Value);
                sink.End();
            }
        }
        sink.Complete();
    }

    private static int? Thousandths(double? share) => share is { } s ? (int)Math.Round(s * 1_000) : null;
}
