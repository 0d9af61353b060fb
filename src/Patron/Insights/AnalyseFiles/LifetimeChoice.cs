using Patron.Analytics.LifetimeValue;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>A model that was tried.</summary>
/// <param name="Compared">Fitted to the calibration period alone; null where nothing was held out.</param>
/// <param name="TrackingError">Of <paramref name="Compared"/>, as a share of the purchases; null where nothing was held out.</param>
internal sealed record TriedModel(LifetimeModelKind Kind, LifetimeFit Fit, LifetimeFit? Compared, double? TrackingError);

/// <summary>The models tried, the chosen one first.</summary>
internal sealed record LifetimeChoice(IReadOnlyList<TriedModel> Tried)
{
    public TriedModel Chosen => Tried[0];

    /// <summary>By log-likelihood: nothing is held out.</summary>
    public static Result<LifetimeChoice> Make(IReadOnlyList<LifetimeModelKind> kinds, PurchaseHistory[] histories)
    {
        var grouped = PurchaseHistories.Of(histories);
        if (grouped.Obstacle is { } obstacle) return Refused(obstacle);
        return new LifetimeChoice([.. kinds.Select(k => new TriedModel(k, LifetimeFit.Of(k, grouped), null, null)).OrderByDescending(m => m.Fit.LogLikelihood)]);
    }

    /// <summary>By how well each tracked the hold-out period of <paramref name="compared"/>; where that says nothing, by log-likelihood.</summary>
    public static Result<LifetimeChoice> Make(IReadOnlyList<LifetimeModelKind> kinds, LifetimeSample fitted, LifetimeSample compared)
    {
        var (all, early) = (PurchaseHistories.Of(fitted.Histories), PurchaseHistories.Of(compared.Histories));
        if (all.Obstacle is { } obstacle) return Refused(obstacle);
        var heldOut = early.Obstacle is null && compared.Until > compared.CalibrationEnd;
        var tried = kinds.Select(kind =>
        {
            var fit = LifetimeFit.Of(kind, all);
            if (!heldOut) return new TriedModel(kind, fit, null, null);
            var before = ReferenceEquals(fitted, compared) ? fit : LifetimeFit.Of(kind, early);
            return new TriedModel(kind, fit, before, TrackingPoint.ErrorAfter(TrackingPoint.Of(before.Model, compared), compared.CalibrationEnd));
        });
        return new LifetimeChoice([.. tried.OrderBy(m => m.TrackingError ?? 0).ThenByDescending(m => m.Fit.LogLikelihood)]);
    }

    private static AnalyseRefused Refused(FitObstacle obstacle) => new(obstacle switch
    {
        FitObstacle.NoCustomers => "insights.analyse.no_customers",
        FitObstacle.NobodyCameBack => "insights.analyse.nobody_came_back",
        _ => "insights.analyse.no_time",
    });
}
