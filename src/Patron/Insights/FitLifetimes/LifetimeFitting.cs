using Patron.Analytics.Buying;
using Patron.Analytics.LifetimeValue;
using Patron.Insights.AnalyseFiles;

namespace Patron.Insights.FitLifetimes;

/// <summary>Fits the models to purchase days, the one that tracked the last third of the time best first, and tries the rule without a model beside them.</summary>
internal static class LifetimeFitting
{
    /// <summary>Parts with fewer repeat buyers take the parameters of the whole: theirs would be noise.</summary>
    public const int LeastRepeaters = 200;

    /// <summary>The fit of one part, with the sample that its models were compared on; null where no model can be fitted.</summary>
    public static (LifetimePart Part, LifetimeSample Compared, LifetimeFit? Used)? Fit(string key, BuyingDays days, int asOf, LifetimeSettings settings)
    {
        if (days.FirstDay is not { } first) return null;
        var compared = LifetimeSample.Of(days, first + (asOf - first) * 2 / 3, asOf, LifetimeSettings.UnitDays);
        var fitted = LifetimeSample.Of(days, asOf, asOf, LifetimeSettings.UnitDays);
        var kinds = LifetimeSettings.Models.Where(m => settings.Model is LifetimeSettings.Auto or LifetimeSettings.Pace || settings.Model == m.Name).Select(m => m.Kind).ToArray();
        if (LifetimeChoice.Make(kinds, fitted, compared).Value is not { } choice) return null;
        var spend = GammaGammaFit.Of(fitted.Spend);
        KeptModel[] tried = [.. choice.Tried.Select(t => Keep(t, compared))];
        var (rule, before) = (PaceRule.Learn(compared), Before(days, compared));
        var trial = before is null ? null : PaceTrial.Of(before, compared);
        var spent = before is not null && choice.Chosen.Compared is { } best ? SpendTrial.Of(compared, best.Model, before) : null;
        var part = new LifetimePart(key, fitted.Histories.Length, fitted.Histories.Count(h => h.Repeats > 0), tried,
            spend is null ? null : Keep(spend), MeanAmount(days), rule, trial, Prefers(settings, rule, trial, tried[0]), spent, settings.Model == LifetimeSettings.Auto && spent is { RuleDidAsWell: true });
        return (part, compared, choice.Chosen.Compared);
    }

    public static IReadOnlyList<KeptPoint> Track(LifetimeModel model, LifetimeSample compared) => [.. TrackingPoint.Of(model, compared).Select(p => new KeptPoint(p.Day, p.Actual, p.Expected))];

    /// <summary>The rule as it is tried where the models were compared: learnt from what came in as long a time before.</summary>
    private static PaceRule? Before(BuyingDays days, LifetimeSample compared)
    {
        var before = 2 * compared.CalibrationEnd - compared.Until;
        if (compared.HoldOutUnits == 0 || before < days.FirstDay) return null;
        return PaceRule.Learn(LifetimeSample.Of(days, before, compared.CalibrationEnd, LifetimeSettings.UnitDays));
    }

    /// <summary>Of two methods that do as well the simple one is preferred; whoever names a method gets it.</summary>
    private static bool Prefers(LifetimeSettings settings, PaceRule? rule, PaceTrial? trial, KeptModel best) => rule is not null && settings.Model switch
    {
        LifetimeSettings.Pace => true,
        LifetimeSettings.Auto => trial is not null && best is { Actual: { } actual, Expected: { } expected, RootError: { } error } && trial.DidAsWell(actual, expected, error),
        _ => false,
    };

    private static KeptModel Keep(TriedModel tried, LifetimeSample compared)
    {
        var held = tried.Compared is { } before ? HoldOut.Of(before.Model, compared) : null;
        return new(tried.Fit.Model.Name, [.. tried.Fit.Model.Parameters.Select((p, i) => new KeptParameter(p.Key, p.Value, Finite(tried.Fit.StandardErrors?[i])))], tried.Fit.LogLikelihood,
            Finite(tried.TrackingError), held?.Actual, held?.Predicted, held?.MeanAbsoluteError, held?.Correlation, held?.RootMeanSquareError);
    }

    private static KeptSpend Keep(GammaGammaFit fit) => new(
        [new("p", fit.Model.P, Finite(fit.StandardErrors?[0])), new("q", fit.Model.Q, Finite(fit.StandardErrors?[1])), new("v", fit.Model.V, Finite(fit.StandardErrors?[2]))],
        fit.Customers, fit.LogLikelihood, fit.Correlation);

    private static double MeanAmount(BuyingDays days)
    {
        var (sum, purchases) = (0.0, 0L);
        for (var c = 0; c < days.Customers; c++)
        {
            foreach (var amount in days.AmountsOf(c)) sum += amount / 1e6;
            purchases += days.DaysOf(c).Length;
        }
        return purchases == 0 ? 0 : sum / purchases;
    }

    /// <summary>JSON has no infinities.</summary>
    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
