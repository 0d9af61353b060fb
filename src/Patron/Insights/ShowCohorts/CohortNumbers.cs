using Patron.Analytics.Base;
using Patron.Analytics.Retention;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;

namespace Patron.Insights.ShowCohorts;

/// <summary>Customers by the month of their first purchase, as of a day; the curve of all, of the earlier and of the later half of the months.</summary>
/// <param name="All">Shares of customers who bought so many months after the first purchase (place 0: the month itself, always 1); only months that are over count.</param>
internal sealed record CohortNumbers(CohortTable Table, DateOnly AsOf, IReadOnlyList<double?> All, IReadOnlyList<double?> Earlier, IReadOnlyList<double?> Later, DoctorVerdict Verdict)
{
    /// <summary>Wider tables say less.</summary>
    public const int MostMonths = 12, MostCohorts = 24;
    private const int LeastInCohort = 30;

    public int Cohorts => Table.Active.Length;

    public DateOnly MonthOf(int cohort) => new((Table.FirstMonth + cohort) / 12, (Table.FirstMonth + cohort) % 12 + 1, 1);

    /// <summary>The month has ended by the day.</summary>
    public bool IsOver(int cohort, int months) => MonthOf(cohort).AddMonths(months + 1) <= AsOf.AddDays(1);

    public static CohortNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf)
    {
        var summary = snapshot.Summary(asOf.DayNumber);
        int[] buyers = [.. members.Indexes().Where(i => summary.Orders[i] > 0)];
        var days = SnapshotDays.Of(snapshot, buyers, asOf.DayNumber);
        var made = new CohortNumbers(CohortTable.Of(days, asOf.DayNumber), asOf, [], [], [], new([]));
        var half = made.Cohorts / 2;
        return made with
        {
            All = made.Curve(0, made.Cohorts), Earlier = made.Curve(0, half), Later = made.Curve(half, made.Cohorts),
            Verdict = new([DoctorChecks.Customers(buyers.Length, LeastInCohort, LeastInCohort * 10), made.Small(), .. DoctorChecks.Drift(days, asOf.DayNumber), .. DoctorChecks.FalseSamples(snapshot, buyers, asOf)], "bucket"),
        };
    }

    /// <summary>Customers of these cohorts by what share of them bought so many months later: sums over all cohorts that have been seen so long.</summary>
    private IReadOnlyList<double?> Curve(int from, int to) => [.. Enumerable.Range(0, Math.Min(MostMonths + 1, Math.Max(0, Cohorts))).Select(months =>
    {
        var seen = Enumerable.Range(from, Math.Max(0, to - from)).Where(c => months < Table.Active[c].Length && IsOver(c, months)).ToArray();
        var size = seen.Sum(c => (long)Table.Active[c][0]);
        return size == 0 ? (double?)null : seen.Sum(c => (long)Table.Active[c][months]) / (double)size;
    })];

    private DoctorFinding Small()
    {
        var small = Table.Active.Count(c => c[0] is > 0 and < LeastInCohort);
        return DoctorFinding.Of("cohorts-small", small * 2 > Cohorts ? Trust.WithCare : Trust.Reliable, ("n", small), ("of", Cohorts), ("few", LeastInCohort));
    }
}
