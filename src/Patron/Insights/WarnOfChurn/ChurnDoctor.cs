using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;

namespace Patron.Insights.WarnOfChurn;

/// <summary>Whether the warnings may be trusted: measured by what became of those warned before.</summary>
internal static class ChurnDoctor
{
    private const int LeastBuyers = 30, FewBuyers = 300, LeastSettled = 20;

    /// <summary>Warnings that come true this much more often than silence among the others are worth a call.</summary>
    private const double LeastLead = 0.1;

    public static DoctorVerdict Examine(CustomerBaseSnapshot snapshot, int[] buyers, LifetimeBook? models, IReadOnlyList<ChurnWeek> weeks, IReadOnlyList<ChurnReasonTally> reasons, DateOnly asOf)
    {
        List<DoctorFinding> found = [DoctorChecks.Customers(buyers.Length, LeastBuyers, FewBuyers)];
        var settled = weeks.Where(w => w.Settled && w.Warned > 0).ToArray();
        var warned = settled.Sum(w => w.Warned);
        if (warned < LeastSettled)
        {
            found.Add(DoctorFinding.Of("warnings-few", Trust.WithCare, ("n", warned), ("few", LeastSettled)));
        }
        else
        {
            var precision = (double)settled.Sum(w => w.Silent) / warned;
            var others = settled.Where(w => w.OthersSilent is not null).Select(w => w.OthersSilent!.Value).DefaultIfEmpty(0).Average();
            var leads = precision - others >= LeastLead;
            found.Add(DoctorFinding.Of(leads ? "warnings-true" : "warnings-vain", leads ? Trust.Reliable : Trust.WithCare, ("precision", precision), ("others", others), ("n", warned)));
        }
        if (models is { TellsWhoLeaves: true }) found.Add(DoctorFinding.Of(models.AliveByRule ? "alive-by-rule" : "alive-by-model", Trust.Reliable));
        else if (models is not null) found.Add(DoctorFinding.Of("rhythm-only", Trust.WithCare));
        if (Tally(ChurnReasons.Late) is { Precision: { } late, Warned: >= LeastSettled } && Tally(ChurnReasons.Fell) is { Precision: { } fell, Warned: >= LeastSettled })
            found.Add(DoctorFinding.Of(late >= fell ? "rhythm-better" : "model-better", Trust.Reliable, ("late", late), ("fell", fell)));
        found.AddRange(DoctorChecks.FalseSamples(snapshot, buyers, asOf));
        return new(found, "late");

        ChurnReasonTally? Tally(ChurnReasons reason) => reasons.FirstOrDefault(r => r.Reason == reason);
    }
}
