namespace Patron.Analytics.Forecasting;

/// <summary>A forecast as of an earlier day, and what came of it.</summary>
/// <param name="At">Day number.</param>
/// <param name="Range">As the model said it then.</param>
/// <param name="Came">What these very deals had brought when the days were over.</param>
/// <param name="Typical">The mean value of the deals: about how little can be told apart.</param>
/// <param name="Learnt">Deals that had ended by then.</param>
public readonly record struct PastForecast(int At, int Days, ForecastRange Range, double Came, double Typical, long Learnt)
{
    /// <summary>The logarithm of what came against what was expected, each with one typical deal more, so that nought has one.</summary>
    public double Error => Typical + Range.Expected > 0 ? Math.Log((Came + Typical) / (Range.Expected + Typical)) : 0;
}

/// <summary>What the model says of all deals that are open on a day.</summary>
/// <param name="Typical">The mean value of these deals.</param>
public readonly record struct AllDeals(double Expected, double Typical);

/// <summary>The same deals by two methods.</summary>
/// <param name="Model">By the chances of each, corrected by how such forecasts came out.</param>
/// <param name="Before">By what all open deals brought in as many days before: these deals have their part of it by their chances.</param>
/// <param name="Weight">Of the model, from 0 to 1; the other has the rest.</param>
public readonly record struct ForecastMethods(double Model, double Before, double Weight);

/// <summary>
/// How forecasts came out before, and what follows for the next: its expectation is multiplied by the mean ratio of what came to what was expected, and its interval
/// is widened by how these ratios varied beyond chance (random effects, as in Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.4, with moments in place of
/// the posterior). A past forecast counts the more, the more of what is known now was known then; those whose days overlap count together as one.
/// <para>
/// Who sells can end so many deals and no more: then open deals bring about what they brought in as many days before, however many are open. So that is a second forecast,
/// and both are combined on the logarithm, each weighted by the mean square of the other's errors so far (Bates and Granger, Operational Research Quarterly 20, 1969, p. 451-468).
/// </para>
/// </summary>
/// <param name="now">What the model says of all open deals on the day that is asked for; null: only the model is asked.</param>
public sealed class PastForecasts(IReadOnlyList<PastForecast> all, long learnt, AllDeals? now = null)
{
    /// <summary>Days between two past forecasts; how many at most.</summary>
    public const int Apart = 30, Most = 12;

    /// <summary>Before anything came out: the deviation of the logarithm that is reckoned with, and for how many past forecasts that counts.</summary>
    public const double PriorDeviation = 0.3, PriorCount = 2;

    /// <summary>The weight of "as the model says" beside past forecasts.</summary>
    public const double PriorFactor = 1;

    /// <summary>Ascending by day.</summary>
    public IReadOnlyList<PastForecast> All { get; } = all;

    /// <summary>Each past forecast as it was to be said: corrected and widened by those before it whose time was over by then.</summary>
    public IReadOnlyList<PastForecast> Said => [.. All.Select(past => past with { Range = Before(past).Widen(past.Range) })];

    /// <summary>How many of the past forecasts came within the interval that they would have had.</summary>
    public int Inside => Said.Count(past => past.Came >= past.Range.Low && past.Came <= past.Range.High);

    /// <summary>Both methods as they foretell the same deals, and the weight of the model from 0 to 1; null where there is but the model.</summary>
    public ForecastMethods? Methods(ForecastRange range)
    {
        if (range.Expected <= 0 || now is not { } whole || All.Count == 0) return null;
        var (bias, pace) = (Bias, Pace(All[^1], whole));
        double model = PriorCount * PriorDeviation * PriorDeviation, other = model;
        foreach (var past in All)
        {
            var before = Before(past);
            if (before.All.Count == 0) continue;
            var (weight, missed, off) = (Apartness * Weight(past), past.Error - before.Bias, past.Error - Pace(before.All[^1], new(past.Range.Expected, past.Typical)));
            (model, other) = (model + weight * missed * missed, other + weight * off * off);
        }
        return new(range.Expected * Math.Exp(bias), range.Expected * Math.Exp(pace), other / (model + other));
    }

    /// <summary>The logarithm of what all open deals brought in as many days before against what the model says of all that are open now.</summary>
    private static double Pace(PastForecast before, AllDeals now) => Math.Log((before.Came + before.Typical) / (now.Expected + now.Typical));

    /// <summary>What was known of earlier forecasts when this one was made.</summary>
    private PastForecasts Before(PastForecast past) => new([.. All.Where(p => p.At + p.Days <= past.At)], past.Learnt, new(past.Range.Expected, past.Typical));

    private double Bias => All.Sum(p => Weight(p) * p.Error) / (All.Sum(Weight) + PriorFactor);

    /// <summary>Forecasts of more days than lie between two of them tell the same in part.</summary>
    private double Apartness => All.Count == 0 ? 1 : Math.Min(1, (double)Apart / All[0].Days);

    /// <summary>The forecast as it should be said: the interval is normal on the logarithm, and nine of ten outcomes are meant to lie within it.</summary>
    public ForecastRange Widen(ForecastRange range)
    {
        if (range.Expected <= 0) return range;
        var (weight, bias, apart) = (All.Sum(Weight), Bias, Apartness);
        var variance = (PriorCount * PriorDeviation * PriorDeviation + apart * All.Sum(p => Weight(p) * Math.Max(0, (p.Error - bias) * (p.Error - bias) - Chance(p.Range)))) / (PriorCount + apart * weight);
        var deviation = Math.Sqrt(variance * (1 + 1 / (apart * weight + PriorFactor)) + Chance(range));
        var expected = Methods(range) is { } both ? Math.Exp(both.Weight * Math.Log(both.Model) + (1 - both.Weight) * Math.Log(both.Before)) : range.Expected * Math.Exp(bias);
        return new(expected, expected * Math.Exp(-ForecastRange.Deviations * deviation), expected * Math.Exp(ForecastRange.Deviations * deviation));
    }

    private double Weight(PastForecast past) => learnt == 0 ? 0 : Math.Min(1, (double)past.Learnt / learnt);

    /// <summary>The variance of the logarithm that the model itself reckons with.</summary>
    private static double Chance(ForecastRange range)
    {
        if (range.Expected <= 0) return 0;
        var deviation = (range.High - range.Low) / (2 * ForecastRange.Deviations * range.Expected);
        return deviation * deviation;
    }
}
