using System.Globalization;
using Patron.Analytics.LifetimeValue;
using Patron.Kernel.Texts;

namespace Patron.Insights.AnalyseFiles;

/// <summary>What the models say, as JSON, as lines of text and as one line a customer.</summary>
/// <param name="spend">Null where no amounts are known.</param>
/// <param name="unitDays">Days in a unit of time; null where the file does not tell.</param>
internal sealed class LifetimeReport(Sentences sentences, LifetimeChoice choice, PurchaseHistory[] histories, SpendHistory[]? spend, LifetimeWishes wishes, double? unitDays)
{
    private const double DaysInYear = 365;
    private const double Interval = 0.8;

    private readonly GammaGammaFit? spending = spend is null ? null : GammaGammaFit.Of(spend);
    private readonly LifetimeModel model = choice.Chosen.Fit.Model;
    private readonly double? horizon = wishes.Horizon ?? (unitDays is { } days ? Math.Floor(DaysInYear / days) : null);

    /// <summary>The customers the chosen model was fitted to; null for a summary.</summary>
    public LifetimeSample? Sample { get; init; }

    /// <summary>Those it was compared on.</summary>
    public LifetimeSample? Compared { get; init; }

    private double DiscountPerUnit => Math.Log(1 + wishes.Discount) * (unitDays ?? DaysInYear) / DaysInYear;

    private HoldOut? HeldOut => choice.Chosen.Compared is { } compared ? HoldOut.Of(compared.Model, Compared!) : null;

    public Dictionary<string, object?> Json()
    {
        var json = new Dictionary<string, object?>
        {
            ["customers"] = histories.Length,
            ["model"] = model.Name,
            ["parameters"] = Named(choice.Chosen.Fit, p => p.Value),
            ["standardErrors"] = choice.Chosen.Fit.StandardErrors is { } errors ? Named(choice.Chosen.Fit, p => errors[p.Index]) : null,
            ["logLikelihood"] = choice.Chosen.Fit.LogLikelihood,
            ["gammaGamma"] = spending is null ? null : new
            {
                p = spending.Model.P,
                q = spending.Model.Q,
                v = spending.Model.V,
                standardErrors = spending.StandardErrors is { } s ? new { p = s[0], q = s[1], v = s[2] } : null,
                logLikelihood = spending.LogLikelihood,
                customers = spending.Customers,
                correlation = spending.Correlation,
                meanSpend = spending.Model.MeanSpend,
            },
            ["tried"] = choice.Tried.Select(t => new { model = t.Fit.Model.Name, logLikelihood = t.Fit.LogLikelihood, trackingError = t.TrackingError }),
        };
        if (Sample is not null)
        {
            json["calibrationEnd"] = Day(Sample.CalibrationEnd);
            json["until"] = Day(Sample.Until);
        }
        if (HeldOut is { } held)
        {
            json["holdout"] = new
            {
                after = Day(Compared!.CalibrationEnd),
                weeks = held.Units * Compared.UnitDays / 7,
                actual = held.Actual,
                predicted = held.Predicted,
                mae = held.MeanAbsoluteError,
                rmse = held.RootMeanSquareError,
                correlation = held.Correlation,
            };
            json["tracking"] = TrackingPoint.Of(choice.Chosen.Compared!.Model, Compared).Select(p => new { unit = p.Unit, day = Day(p.Day), actual = p.Actual, expected = p.Expected });
        }
        if (horizon is { } ahead)
        {
            json["horizon"] = ahead;
            json["expectedPurchases"] = histories.Sum(h => model.ExpectedPurchases(h, ahead));
            json["expectedValue"] = spending is null ? null : Enumerable.Range(0, histories.Length).Sum(i => Value(i, ahead) ?? 0);
        }
        return json;
    }

    public IReadOnlyList<string> Text()
    {
        var formats = sentences.Formats;
        var text = new List<string>
        {
            sentences.Get("insights.analyse.clv.model", new { customers = histories.Length, model = sentences["insights.analyse.model." + model.Name] }),
            sentences.Get("insights.analyse.clv.parameters", new { parameters = string.Join(", ", model.Parameters.Select(Parameter)), ll = formats.Number(choice.Chosen.Fit.LogLikelihood, 2) }),
        };
        if (choice.Tried.Count > 1 && choice.Chosen.TrackingError is not null)
            text.Add(sentences.Get("insights.analyse.clv.chosen", new { others = string.Join(", ", choice.Tried.Select(t => $"{t.Fit.Model.Name} {formats.Percent(t.TrackingError)}")) }));
        if (HeldOut is { } held)
            text.Add(sentences.Get("insights.analyse.clv.held_out", new { weeks = formats.Number(held.Units * Compared!.UnitDays / 7, 1), actual = held.Actual, predicted = formats.Number(held.Predicted, 1), mae = formats.Number(held.MeanAbsoluteError, 3) }));
        if (spending is { } known)
            text.Add(sentences.Get("insights.analyse.clv.spend", new { mean = formats.Number(known.Model.MeanSpend, 2), correlation = formats.Number(known.Correlation, 2) }));
        if (horizon is { } ahead)
            text.Add(sentences.Get("insights.analyse.clv.ahead", new { units = formats.Number(ahead, 0), purchases = formats.Number(histories.Sum(h => model.ExpectedPurchases(h, ahead)), 1) }));
        return text;
    }

    /// <summary>One line a customer: history, probability of being alive, expected purchases with an interval of 80 %, expected amount a purchase and their product, discounted.</summary>
    public IEnumerable<string> Lines(Func<int, string> customer)
    {
        yield return "customer,x,t_x,T,p_alive,expected_purchases,purchases_from,purchases_to,expected_spend,expected_value";
        for (var i = 0; i < histories.Length; i++)
        {
            var history = histories[i];
            var ahead = horizon ?? history.Observed;
            var (from, to) = model.PurchaseInterval(history, ahead, Interval);
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{customer(i)},{history.Repeats},{history.LastRepeat:0.####},{history.Observed:0.####},{model.ProbabilityAlive(history):0.######},{model.ExpectedPurchases(history, ahead):0.######},{from},{to},{Spend(i):0.####},{Value(i, ahead):0.####}");
        }
    }

    private double? Spend(int i) => spending?.Model.ExpectedSpend(spend![i].Mean > 0 ? spend[i] : default);

    private double? Value(int i, double ahead) => Spend(i) * model.DiscountedPurchases(histories[i], ahead, DiscountPerUnit);

    private string Parameter(KeyValuePair<string, double> parameter) => $"{parameter.Key} {sentences.Formats.Number(parameter.Value, 4)}";

    private static Dictionary<string, double> Named(LifetimeFit fit, Func<(int Index, double Value), double> of) =>
        fit.Model.Parameters.Select((p, i) => (p.Key, Value: of((i, p.Value)))).ToDictionary(p => p.Key, p => p.Value);

    private static string Day(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
