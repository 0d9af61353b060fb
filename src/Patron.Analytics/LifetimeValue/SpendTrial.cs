namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// How two methods foretold, for a time that neither had seen, what customers spend at a purchase and what they bring: models (Gamma-Gamma spend, and a model of purchases times it) and the rule
/// without a model (the own mean so far, and the own pace times it).
/// </summary>
/// <param name="Buyers">Customers who bought in that time: of the others no amount can be compared.</param>
/// <param name="Spend">Mean amount of a purchase of a buyer there, in the sample's units; the next two are what the methods said of the same customers.</param>
/// <param name="ModelSpendError">Root mean square error of a buyer's mean amount.</param>
/// <param name="Revenue">What all customers of the sample brought in that time.</param>
/// <param name="ModelRevenueError">Root mean square error of a customer.</param>
public sealed record SpendTrial(
    int Buyers, double Spend, double ModelSpend, double RuleSpend, double ModelSpendError, double RuleSpendError,
    double Revenue, double ModelRevenue, double RuleRevenue, double ModelRevenueError, double RuleRevenueError)
{
    private const double Alike = 0.01, LeastMiss = 0.05;

    /// <summary>Null without a hold-out period, without buyers in it, or where the sample's spend tells no model.</summary>
    /// <param name="model">Of purchases, fitted to the sample's calibration.</param>
    /// <param name="rule">Learnt from what came before the calibration's end.</param>
    public static SpendTrial? Of(LifetimeSample sample, LifetimeModel model, PaceRule rule)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rule);
        if (sample.HoldOutUnits <= 0 || GammaGammaFit.Of(sample.Spend) is not { } fit) return null;
        var known = sample.Spend.Where(s => s.Purchases > 0).ToArray();
        var usual = known.Sum(s => s.Purchases * s.Mean) / known.Sum(s => (double)s.Purchases);
        int buyers = 0;
        double spend = 0, modelSpend = 0, ruleSpend = 0, modelOff = 0, ruleOff = 0, revenue = 0, modelRevenue = 0, ruleRevenue = 0, modelMiss = 0, ruleMiss = 0;
        for (var i = 0; i < sample.Histories.Length; i++)
        {
            var (history, own, came) = (sample.Histories[i], sample.Spend[i], sample.HeldOutSpend[i]);
            var (byModel, byRule) = (fit.Model.ExpectedSpend(own) ?? usual, OwnMean(own, usual));
            if (sample.HeldOut[i] > 0)
            {
                var actual = came / sample.HeldOut[i];
                (buyers, spend, modelSpend, ruleSpend) = (buyers + 1, spend + actual, modelSpend + byModel, ruleSpend + byRule);
                (modelOff, ruleOff) = (modelOff + Square(byModel - actual), ruleOff + Square(byRule - actual));
            }
            var (modelled, ruled) = (model.ExpectedPurchases(history, sample.HoldOutUnits) * byModel, rule.ExpectedPurchases(history, sample.HoldOutUnits) * byRule);
            (revenue, modelRevenue, ruleRevenue) = (revenue + came, modelRevenue + modelled, ruleRevenue + ruled);
            (modelMiss, ruleMiss) = (modelMiss + Square(modelled - came), ruleMiss + Square(ruled - came));
        }
        if (buyers == 0) return null;
        var n = sample.Histories.Length;
        return new(buyers, spend / buyers, modelSpend / buyers, ruleSpend / buyers, Math.Sqrt(modelOff / buyers), Math.Sqrt(ruleOff / buyers),
            revenue, modelRevenue, ruleRevenue, Math.Sqrt(modelMiss / n), Math.Sqrt(ruleMiss / n));
    }

    /// <summary>The own mean so far; that of all where nothing is known.</summary>
    public static double OwnMean(SpendHistory history, double usual) => history.Purchases > 0 ? history.Mean : usual;

    /// <summary>The own mean did as well as Gamma-Gamma: its error is larger by a hundredth at most, and on average it missed by no more than the model, or a twentieth of what came.</summary>
    public bool RuleDidAsWell => RuleSpendError <= ModelSpendError * (1 + Alike) && Math.Abs(RuleSpend - Spend) <= Math.Max(Math.Abs(ModelSpend - Spend), LeastMiss * Spend);

    private static double Square(double value) => value * value;
}
