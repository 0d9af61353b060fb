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

/// <summary>
/// How forecasts came out before, and what follows for the next: its expectation is multiplied by the mean ratio of what came to what was expected, and its interval
/// is widened by how these ratios varied beyond chance (random effects, as in Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.4, with moments in place of
/// the posterior). A past forecast counts the more, the more of what is known now was known then; those whose days overlap count together as one.
/// </summary>
public sealed class PastForecasts(IReadOnlyList<PastForecast> all, long learnt)
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
    public IReadOnlyList<PastForecast> Said => [.. All.Select(past => past with { Range = new PastForecasts([.. All.Where(p => p.At + p.Days <= past.At)], past.Learnt).Widen(past.Range) })];

    /// <summary>How many of the past forecasts came within the interval that they would have had.</summary>
    public int Inside => Said.Count(past => past.Came >= past.Range.Low && past.Came <= past.Range.High);

    /// <summary>The forecast as it should be said: the interval is normal on the logarithm, and nine of ten outcomes are meant to lie within it.</summary>
    public ForecastRange Widen(ForecastRange range)
    {
        if (range.Expected <= 0) return range;
        var weight = All.Sum(Weight);
        var bias = All.Sum(p => Weight(p) * p.Error) / (weight + PriorFactor);
        var apart = All.Count == 0 ? 1 : Math.Min(1, (double)Apart / All[0].Days);
        var variance = (PriorCount * PriorDeviation * PriorDeviation + apart * All.Sum(p => Weight(p) * Math.Max(0, (p.Error - bias) * (p.Error - bias) - Chance(p.Range)))) / (PriorCount + apart * weight);
        var deviation = Math.Sqrt(variance * (1 + 1 / (apart * weight + PriorFactor)) + Chance(range));
        var expected = range.Expected * Math.Exp(bias);
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
