using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Analytics.Profitability;
using Patron.Analytics.Retention;
using Patron.Insights.Frame;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;

namespace Patron.Insights.ShowLadder;

/// <summary>Customers on a step or in a phase, with what they bring in a year, and the profit expected of them; micros.</summary>
internal readonly record struct StepSum(int Customers, long Sales, long Profit, long Expected)
{
    public long Each => Customers == 0 ? 0 : Profit / Customers;

    public long EachExpected => Customers == 0 ? 0 : Expected / Customers;
}

/// <summary>Customers on each step at the end of a month, and those who rose and fell in it; null in the first month that was reckoned.</summary>
internal sealed record LadderMonthCounts(DateOnly Month, int[] On, int? Up, int? Down);

/// <summary>The ladder as it stands, for one reader.</summary>
internal sealed class LadderReads(VisibleMembers visible, LadderColumns columns)
{
    private const int FewCustomers = 100, LeastCustomers = 5;

    public LadderModel? Model => columns.Model;

    public IReadOnlyDictionary<LadderStep, StepSum> Steps => By(LadderColumns.Step, value => (LadderStep)value);

    public IReadOnlyDictionary<RelationPhase, StepSum> Phases => By(LadderColumns.Phase, value => (RelationPhase)value);

    /// <summary>From the end of the last month to now.</summary>
    public TransitionMatrix Moves
    {
        get
        {
            var (members, now, before) = (visible.All.ToIndexes(), visible.Snapshot[LadderColumns.Step], visible.Snapshot[LadderColumns.Before]);
            return TransitionMatrix.Of(Array.ConvertAll(members, i => Place(before[i])), Array.ConvertAll(members, i => Place(now[i])), ReckonsLadder.Steps);

            static int Place(long value) => value == NumberKey.Missing ? -1 : (int)value;
        }
    }

    /// <summary>How many clients stand above that step by each reason.</summary>
    public IReadOnlyDictionary<LadderReasons, int> Reasons
    {
        get
        {
            var (reasons, steps) = (visible.Snapshot[LadderColumns.Reasons], visible.Snapshot[LadderColumns.Step]);
            var above = visible.All.Indexes().Where(i => steps[i] > (long)LadderStep.Client).ToArray();
            return LadderParts.Reasons.ToDictionary(r => r, r => above.Count(i => ((LadderReasons)reasons[i]).HasFlag(r)));
        }
    }

    /// <summary>The last year's months as far as they are kept, the oldest first, counted over whom the reader may see.</summary>
    public IReadOnlyList<LadderMonthCounts> Months
    {
        get
        {
            if (Model?.Past is not { } past) return [];
            var backs = Enumerable.Range(0, Math.Min(PastSteps.Months - 1, past.Last - past.First + 1)).Reverse().ToArray();
            var (on, up, down) = (Array.ConvertAll(backs, _ => new int[ReckonsLadder.Steps]), new int[backs.Length], new int[backs.Length]);
            foreach (var i in visible.All.Indexes())
            {
                var steps = past.Of.GetValueOrDefault(visible.Snapshot.Ids[i]);
                for (var m = 0; m < backs.Length; m++)
                {
                    var (step, before) = (steps.At(backs[m]), steps.At(backs[m] + 1));
                    on[m][(int)step]++;
                    if (step > before) up[m]++;
                    if (step < before) down[m]++;
                }
            }
            return [.. backs.Select((back, m) => past.Last - back is var month && month > past.First ? new LadderMonthCounts(FirstOf(month), on[m], up[m], down[m]) : new(FirstOf(month), on[m], null, null))];

            static DateOnly FirstOf(int month) => new(month / 12, month % 12 + 1, 1);
        }
    }

    public static DoctorVerdict Verdict(int buyers, IReadOnlyDictionary<LadderReasons, int> reasons)
    {
        List<DoctorFinding> findings = [DoctorChecks.Customers(buyers, LeastCustomers, FewCustomers)];
        findings.Add(DoctorFinding.Of("ladder-asked", Trust.WithCare));
        if (reasons[LadderReasons.Recommends] == 0) findings.Add(DoctorFinding.Of("ladder-referrals", Trust.WithCare));
        return new(findings);
    }

    private Dictionary<T, StepSum> By<T>(NumberKey key, Func<long, T> of) where T : notnull
    {
        var (column, profits, expected, snapshot) = (visible.Snapshot[key], visible.Snapshot[ProfitColumns.Profit], visible.Snapshot[ProfitColumns.Expected], visible.Snapshot);
        var asOf = columns.Model!.AsOf.DayNumber;
        var year = snapshot.Summary(asOf, asOf - PurchaseYear.Days + 1);
        var sums = new Dictionary<T, StepSum>();
        foreach (var i in visible.All.Indexes())
        {
            if (column[i] == NumberKey.Missing) continue;
            var sum = sums.GetValueOrDefault(of(column[i]));
            sums[of(column[i])] = new(sum.Customers + 1, sum.Sales + year.Spent[i], sum.Profit + (profits[i] == NumberKey.Missing ? 0 : profits[i]), sum.Expected + (expected[i] == NumberKey.Missing ? 0 : expected[i]));
        }
        return sums;
    }
}
