using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Analytics.Retention;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;
using Patron.Kernel;

namespace Patron.Insights.ReckonLadder;

/// <summary>The ladder at the end of a month.</summary>
/// <param name="Rules">Those by which it was reckoned.</param>
/// <param name="Orders">Of all customers up to the end of the month, as far as they were known then.</param>
/// <param name="Spent">Micros of these orders.</param>
/// <param name="On">Customers on each step.</param>
/// <param name="Moves">From each step to each since the month before; null for the first month.</param>
internal sealed record LadderMonth(LadderRules Rules, long Orders, long Spent, int[] On, long[][]? Moves);

/// <summary>Keeps the steps of each month's end, reckons those of a year at first and where the rules or the past are others, and gives the present steps to the base.</summary>
internal sealed class ReckonsLadder(
    IReckoningDay day, IDerivedColumns derived, LadderColumns columns, RuleBook rules, NumbersCache numbers, ResultStore store, IDbContextFactory<PatronDb> contexts, IdMaker ids) : IReckonsInsights
{
    public const string ResultKind = "ladder";
    private const int FirstMonths = 12;
    public static readonly int Steps = Enum.GetValues<LadderStep>().Length;

    public string Kind => ResultKind;
    public int Order => 60;
    public int Method => 1;

    public async Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct)
    {
        var now = rules.Read(LadderSetting.Key, LadderRules.Usual);
        var latest = await store.Latest<LadderMonth>(ResultKind, ct);
        var end = new DateOnly(scope.AsOf.Year, scope.AsOf.Month, 1).AddDays(-1);
        var anew = latest is null || latest.Method != Method || latest.Value.Rules != now || latest.AsOf > end || Bought(scope.Snapshot, latest.AsOf) != (latest.Value.Orders, latest.Value.Spent);
        if (!anew && latest!.AsOf == end) return null;
        var months = anew ? FirstMonths : Math.Min(FirstMonths, (end.Year - latest!.AsOf.Year) * 12 + end.Month - latest.AsOf.Month);
        return (session, inner) => Write(session, scope, now, end, months, anew, inner);
    }

    /// <summary>What tells that orders of the past came later, with another file, or are gone.</summary>
    private static (long Orders, long Spent) Bought(CustomerBaseSnapshot snapshot, DateOnly day)
    {
        var (summary, orders, spent) = (snapshot.Summary(day.DayNumber), 0L, 0L);
        foreach (var i in BaseNumbers.Members(snapshot, null).Indexes()) (orders, spent) = (orders + summary.Orders[i], spent + summary.Spent[i]);
        return (orders, spent);
    }

    public async Task Kept(CancellationToken ct)
    {
        var kept = await store.Past<LadderMonth>(ResultKind, PastSteps.Months, ct);
        var past = kept is [var last, ..] ? await Past(MonthOf(kept[^1].AsOf), MonthOf(last.AsOf), ct) : null;
        columns.Model = new(day.AsOf, rules.Read(LadderSetting.Key, LadderRules.Usual), numbers.Organisation().LostAfterDays, past);
        await derived.Renew(columns, ct);
    }

    private async Task Write(BulkSession session, ReckonScope scope, LadderRules now, DateOnly end, int months, bool anew, CancellationToken ct)
    {
        if (anew)
        {
            // Months longer ago than those reckoned now go as well: their steps would be nobody's.
            await session.Execute($"delete from {LadderRowTable.Name}", ct);
            await session.Execute($"delete from {InsightResultTable.Name} where kind = @kind", ct, ("@kind", Kind));
        }
        var (known, fresh) = (anew ? [] : await Last(ct), new IdRanges(ids));
        var (members, snapshot) = (BaseNumbers.Members(scope.Snapshot, null).ToIndexes(), scope.Snapshot);
        for (var back = months - 1; back >= 0; back--)
        {
            var monthEnd = end.AddDays(1).AddMonths(-back).AddDays(-1);
            var steps = new LadderModel(monthEnd, now, 0, null).Steps(snapshot).All();
            var (was, will) = (Array.ConvertAll(members, i => (int)known.GetValueOrDefault(snapshot.Ids[i])), Array.ConvertAll(members, i => (int)steps[i]));
            using (var sink = session.Sink(LadderRowTable.Name, LadderRowTable.Columns))
            {
                for (var n = 0; n < members.Length; n++)
                {
                    if (was[n] == will[n]) continue;
                    var id = snapshot.Ids[members[n]];
                    known[id] = (LadderStep)will[n];
                    sink.Begin();
                    sink.Long(id);
                    sink.Long(fresh.Next());
                    sink.Long(null);
                    sink.Int(MonthOf(monthEnd));
                    sink.Int(will[n]);
                    sink.End();
                }
                sink.Complete();
            }
            var moves = anew && back == months - 1 ? null : TransitionMatrix.Of(was, will, Steps);
            var (orders, spent) = Bought(snapshot, monthEnd);
            await store.Write(session, this, monthEnd, new LadderMonth(now, orders, spent, [.. Enumerable.Range(0, Steps).Select(s => will.Count(w => w == s))], moves is null ? null : [.. Enumerable.Range(0, Steps).Select(from => Enumerable.Range(0, Steps).Select(to => moves[from, to]).ToArray())]), ct);
        }
    }

    private static int MonthOf(DateOnly day) => day.Year * 12 + day.Month - 1;

    private async Task<LadderPast> Past(int first, int last, CancellationToken ct)
    {
        var past = new Dictionary<long, PastSteps>();
        await Rows((customer, month, step) =>
        {
            ref var steps = ref CollectionsMarshal.GetValueRefOrAddDefault(past, customer, out _);
            steps = steps.Since(last - month, step);
        }, ct);
        return new(first, last, past);
    }

    /// <summary>The last step kept of each customer who ever stood above the first.</summary>
    private async Task<Dictionary<long, LadderStep>> Last(CancellationToken ct)
    {
        var last = new Dictionary<long, LadderStep>();
        await Rows((customer, month, step) => CollectionsMarshal.GetValueRefOrAddDefault(last, customer, out _) = step, ct);
        return last;
    }

    /// <summary>All that is kept: customer by customer, the earliest month first.</summary>
    private async Task Rows(Action<long, int, LadderStep> each, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        using var row = FastReader.Open(db.Database.GetDbConnection(), $"select customer_id, month, step from {LadderRowTable.Name} order by customer_id, month, id");
        while (row.Read()) each(row.Long(0), row.Int(1), (LadderStep)row.Int(2));
    }
}
