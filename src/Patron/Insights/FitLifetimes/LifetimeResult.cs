using System.Text.Json.Serialization;
using Patron.Analytics.LifetimeValue;
using Patron.Insights.Frame;

namespace Patron.Insights.FitLifetimes;

/// <summary>A parameter with its standard error; null where the likelihood is flat.</summary>
public sealed record KeptParameter(string Name, double Value, double? Error);

/// <summary>A model as it is kept.</summary>
/// <param name="TrackingError">How far its curve lay from what came in the weeks held out, as a share of the purchases; null where nothing was held out.</param>
/// <param name="Actual">Purchases in the weeks held out.</param>
/// <param name="Expected">By the model fitted to what was before them.</param>
/// <param name="MeanError">Mean absolute error of a customer there.</param>
/// <param name="RootError">Root mean square error there.</param>
public sealed record KeptModel(string Name, IReadOnlyList<KeptParameter> Parameters, double LogLikelihood, double? TrackingError, long? Actual, double? Expected, double? MeanError, double? Correlation, double? RootError = null)
{
    public LifetimeModel Model => Name switch
    {
        "paretonbd" => new ParetoModel(P(0), P(1), P(2), P(3)),
        _ => new BetaGeometricModel(P(0), P(1), P(2), P(3), Name == "mbgnbd"),
    };

    private double P(int at) => Parameters[at].Value;
}

/// <summary>The Gamma-Gamma model of spend as it is kept.</summary>
public sealed record KeptSpend(IReadOnlyList<KeptParameter> Parameters, int Customers, double LogLikelihood, double? Correlation)
{
    public GammaGamma Model => new(Parameters[0].Value, Parameters[1].Value, Parameters[2].Value);
}

/// <summary>Models of one part of the customers: of all, or of those acquired alike.</summary>
/// <param name="Key">Empty for all; else the source of acquisition or the year of the first purchase.</param>
/// <param name="Tried">The one used first.</param>
/// <param name="MeanAmount">Of a purchase, in units of the currency: for who has no repeat where spend could not be fitted.</param>
/// <param name="Rule">The rule without a model, as learnt from the latest time; null where there was too little of it.</param>
/// <param name="Trial">How it did where the models were compared, learnt from what was before; null where there was too little before.</param>
/// <param name="Spent">How both methods foretold spend and revenue where the models were compared; null where that could not be.</param>
/// <param name="SpendByRule">What is spent at a purchase follows the own mean and not Gamma-Gamma.</param>
/// <param name="ByRule">What is expected of these customers follows the rule and not the model.</param>
public sealed record LifetimePart(
    string Key, int Customers, int Repeaters, IReadOnlyList<KeptModel> Tried, KeptSpend? Spend, double MeanAmount, PaceRule? Rule = null, PaceTrial? Trial = null, bool ByRule = false,
    SpendTrial? Spent = null, bool SpendByRule = false)
{
    /// <summary>The best of the models.</summary>
    public KeptModel Best => Tried[0];

    /// <summary>By the best model nobody ever leaves: half a year of silence after half a year with a purchase each two months does not move it.</summary>
    [JsonIgnore]
    public bool NobodyLeaves => Best.Model.ProbabilityAlive(new(3, HalfYear, 2 * HalfYear)) > Everybody;

    /// <summary>The likelihood of still being a customer follows the rule: it is preferred, or the model tells nothing of it.</summary>
    [JsonIgnore]
    public bool AliveByRule => Rule is not null && (ByRule || NobodyLeaves);

    /// <summary>
    /// What came in the time held out as a share of what was expected there: the least and the most, of purchases by the method used and of revenue by both. Null where nothing was held out.
    /// </summary>
    [JsonIgnore]
    public (double Least, double Most)? Came
    {
        get
        {
            (double? Came, double? Expected)[] tried =
                [(Best.Actual, ByRule ? Trial?.Purchases : Best.Expected), (Spent?.Revenue, Spent?.ModelRevenue), (Spent?.Revenue, Spent?.RuleRevenue)];
            double[] shares = [.. tried.Where(t => t is { Came: not null, Expected: > 0 }).Select(t => t.Came!.Value / t.Expected!.Value)];
            return shares.Length == 0 ? null : (shares.Min(), shares.Max());
        }
    }

    private const double HalfYear = 26, Everybody = 0.99;
}

/// <summary>Cumulative repeat purchases at the end of a week.</summary>
public sealed record KeptPoint(int Day, long Actual, double Expected);

/// <summary>What was fitted; the whole first, then parts.</summary>
/// <param name="FittedOn">Customers that the fit saw: all, or a sample of them.</param>
/// <param name="CalibrationEnd">Day number that the compared models saw last.</param>
public sealed record LifetimeResult(
    LifetimeSettings Settings, IReadOnlyList<LifetimePart> Parts, int Customers, int FittedOn, int FirstDay, int CalibrationEnd,
    IReadOnlyList<KeptPoint> Tracking, DoctorVerdict Verdict)
{
    /// <summary>Null where no model could be fitted, or none may be used on these purchases; the verdict says why.</summary>
    public LifetimePart? Whole => Parts.Count > 0 ? Parts[0] : null;
}
