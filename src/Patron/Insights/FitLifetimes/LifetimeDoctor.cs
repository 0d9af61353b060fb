using Patron.Analytics.Base;
using Patron.Analytics.Buying;
using Patron.Analytics.LifetimeValue;
using Patron.Insights.Frame;

namespace Patron.Insights.FitLifetimes;

/// <summary>What the models of lifetime value need, looked at one by one before their result is shown.</summary>
internal static class LifetimeDoctor
{
    /// <summary>The finding that the likelihood of staying tells nothing.</summary>
    public const string NobodyLeaves = "nobody-leaves";

    private const int LeastBuyers = 30, FewBuyers = 500, LeastRepeaters = 10, FewRepeaters = 100, LeastWeeks = 8, FewWeeks = 26;

    /// <summary>Spend and frequency that move together this much make the product of both forecasts wrong.</summary>
    private const double MostCorrelation = 0.3;
    private const double MostMissed = 0.2, MostAhead = 3;

    public static DoctorVerdict Examine(CustomerBaseSnapshot snapshot, int[] buyers, BuyingDays days, DateOnly asOf, LifetimeSettings settings, LifetimePart? fitted, LifetimeSample? compared)
    {
        List<DoctorFinding> found = [DoctorChecks.Customers(buyers.Length, LeastBuyers, FewBuyers), Repeaters(days), Time(days, asOf)];
        if (fitted is not null)
        {
            found.AddRange(Fit(fitted));
            if (fitted is { Trial: { } trial, Best: { RootError: { } error, Actual: > 0 and var came, Expected: { } expected } })
                found.Add(DoctorFinding.Of(trial.DidAsWell(came, expected, error) ? "simple-better" : "simple-worse", Trust.Reliable,
                    ("simple", trial.RootError), ("model", error), ("simplemissed", Math.Abs(trial.Purchases / came - 1)), ("modelmissed", Math.Abs(expected / came - 1))));
            if (compared is { HoldOutUnits: > 0 } && settings.Horizon > MostAhead * compared.HoldOutUnits)
                found.Add(DoctorFinding.Of("far", Trust.WithCare, ("checked", Math.Round(compared.HoldOutUnits)), ("weeks", Math.Round(settings.Horizon))));
            found.AddRange(DoctorChecks.Drift(days, asOf.DayNumber));
        }
        found.AddRange(DoctorChecks.FalseSamples(snapshot, buyers, asOf));
        return new(found, "rfm");
    }

    private static DoctorFinding Repeaters(BuyingDays days)
    {
        var n = Enumerable.Range(0, days.Customers).Count(c => days.DaysOf(c).Length > 1);
        return DoctorFinding.Of("repeaters", n < LeastRepeaters ? Trust.NotHere : n < FewRepeaters ? Trust.WithCare : Trust.Reliable, ("n", n), ("few", FewRepeaters));
    }

    private static DoctorFinding Time(BuyingDays days, DateOnly asOf)
    {
        var weeks = days.FirstDay is { } first ? (asOf.DayNumber - first) / 7 : 0;
        return DoctorFinding.Of("weeks", weeks < LeastWeeks ? Trust.NotHere : weeks < FewWeeks ? Trust.WithCare : Trust.Reliable, ("n", weeks), ("few", FewWeeks));
    }

    private static IEnumerable<DoctorFinding> Fit(LifetimePart part)
    {
        if (part.Best is { Actual: { } actual and > 0 } && (part.ByRule ? part.Trial?.Purchases : part.Best.Expected) is { } expected)
        {
            var missed = expected / actual - 1;
            yield return DoctorFinding.Of("held-out", Math.Abs(missed) > MostMissed ? Trust.WithCare : Trust.Reliable, ("actual", actual), ("expected", Math.Round(expected)), ("missed", Math.Abs(missed)));
        }
        if (part.NobodyLeaves) yield return DoctorFinding.Of(part.AliveByRule ? "nobody-leaves-rule" : NobodyLeaves, Trust.WithCare);
        else if (part.Best.Parameters.Any(p => p.Error is null)) yield return DoctorFinding.Of("flat", Trust.WithCare);
        yield return part.Spend is not { } spend ? DoctorFinding.Of("no-spend", Trust.WithCare)
            : spend.Correlation is not { } r ? DoctorFinding.Of("spend-alike", Trust.WithCare)
            : DoctorFinding.Of(Math.Abs(r) > MostCorrelation ? "correlated" : "uncorrelated", Math.Abs(r) > MostCorrelation ? Trust.WithCare : Trust.Reliable, ("r", r));
    }
}
