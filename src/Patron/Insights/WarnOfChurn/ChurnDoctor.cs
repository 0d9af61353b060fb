using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;

namespace Patron.Insights.WarnOfChurn;

/// <summary>How often warnings came true, beside two measures: the plain rule (<see cref="LongestSilent"/>), and active regulars who were not warned of.</summary>
/// <param name="Precision">The share of those warned of who bought nothing in the days after.</param>
/// <param name="Plain">The same of as many customers by the plain rule.</param>
/// <param name="Others">The same of the others.</param>
/// <param name="Spent">Micros that those warned of had spent in the year before.</param>
/// <param name="PlainSpent">The same of those by the plain rule.</param>
internal sealed record JudgedWarnings(int Warned, double Precision, double Plain, double Others, long Spent, long PlainSpent)
{
    public bool PlainDoesAsWell => Plain >= Precision;
}

/// <summary>Whether the warnings may be trusted: measured by what became of those warned before.</summary>
internal static class ChurnDoctor
{
    private const int LeastBuyers = 30, FewBuyers = 300, LeastSettled = 20;

    /// <summary>Warnings that come true this much more often than silence among the others are worth a call; lists that come true this much less often than the plain rule are to be read with care.</summary>
    private const double LeastLead = 0.1;

    public static DoctorVerdict Examine(CustomerBaseSnapshot snapshot, int[] buyers, LifetimeBook? models, IReadOnlyList<ChurnWeek> weeks, IReadOnlyList<ChurnReasonTally> reasons, DateOnly asOf)
    {
        List<DoctorFinding> found = [DoctorChecks.Customers(buyers.Length, LeastBuyers, FewBuyers)];
        if (Judged(weeks) is not { } judged)
        {
            found.Add(DoctorFinding.Of("warnings-few", Trust.WithCare, ("n", Settled(weeks).Sum(w => w.Warned)), ("few", LeastSettled)));
        }
        else
        {
            var leads = judged.Precision - judged.Others >= LeastLead;
            found.Add(DoctorFinding.Of(leads ? "warnings-true" : "warnings-vain", leads ? Trust.Reliable : Trust.WithCare, ("precision", judged.Precision), ("others", judged.Others), ("n", judged.Warned)));
            var behind = judged.Plain - judged.Precision >= LeastLead;
            found.Add(DoctorFinding.Of(judged.PlainDoesAsWell ? "plain-better" : "plain-worse", behind ? Trust.WithCare : Trust.Reliable, ("precision", judged.Precision), ("plain", judged.Plain)));
        }
        if (models is { TellsWhoLeaves: true }) found.Add(DoctorFinding.Of(models.AliveByRule ? "alive-by-rule" : "alive-by-model", Trust.Reliable));
        else if (models is not null) found.Add(DoctorFinding.Of("rhythm-only", Trust.WithCare));
        if (Tally(ChurnReasons.Late) is { Precision: { } late, Warned: >= LeastSettled } && Tally(ChurnReasons.Fell) is { Precision: { } fell, Warned: >= LeastSettled })
            found.Add(DoctorFinding.Of(late >= fell ? "rhythm-better" : "model-better", Trust.Reliable, ("late", late), ("fell", fell)));
        found.AddRange(DoctorChecks.FalseSamples(snapshot, buyers, asOf));
        return new(found, "late");

        ChurnReasonTally? Tally(ChurnReasons reason) => reasons.FirstOrDefault(r => r.Reason == reason);
    }

    /// <summary>What became of all warnings whose days are over; null where they are too few to tell.</summary>
    public static JudgedWarnings? Judged(IReadOnlyList<ChurnWeek> weeks)
    {
        var settled = Settled(weeks).ToArray();
        var warned = settled.Sum(w => w.Warned);
        var plain = settled.Select(w => w.Plain).OfType<PlainOutcome>().ToArray();
        return warned < LeastSettled ? null : new(warned, Share(settled.Sum(w => w.Silent), warned), Share(plain.Sum(p => p.Silent), plain.Sum(p => p.Named)),
            settled.Where(w => w.OthersSilent is not null).Select(w => w.OthersSilent!.Value).DefaultIfEmpty(0).Average(), settled.Sum(w => w.Spent), plain.Sum(p => p.Spent));

        static double Share(int silent, int of) => of == 0 ? 0 : (double)silent / of;
    }

    private static IEnumerable<ChurnWeek> Settled(IReadOnlyList<ChurnWeek> weeks) => weeks.Where(w => w.Settled && w.Warned > 0);
}
