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
public sealed record KeptModel(string Name, IReadOnlyList<KeptParameter> Parameters, double LogLikelihood, double? TrackingError, long? Actual, double? Expected, double? MeanError, double? Correlation)
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
public sealed record LifetimePart(string Key, int Customers, int Repeaters, IReadOnlyList<KeptModel> Tried, KeptSpend? Spend, double MeanAmount)
{
    public KeptModel Used => Tried[0];
}

/// <summary>Cumulative repeat purchases at the end of a week.</summary>
public sealed record KeptPoint(int Day, long Actual, double Expected);

/// <summary>What was fitted; the whole first, then parts.</summary>
/// <param name="FittedOn">Customers that the fit saw: all, or a sample of them.</param>
/// <param name="CalibrationEnd">Day number that the compared models saw last.</param>
/// <param name="Simple">Purchases in the weeks held out, had each customer bought there as before: the rule without a model.</param>
/// <param name="SimpleMeanError">Its mean absolute error of a customer.</param>
public sealed record LifetimeResult(
    LifetimeSettings Settings, IReadOnlyList<LifetimePart> Parts, int Customers, int FittedOn, int FirstDay, int CalibrationEnd,
    IReadOnlyList<KeptPoint> Tracking, double? Simple, double? SimpleMeanError, DoctorVerdict Verdict)
{
    /// <summary>Null where no model could be fitted; the verdict says why.</summary>
    public LifetimePart? Whole => Parts.Count > 0 ? Parts[0] : null;
}
