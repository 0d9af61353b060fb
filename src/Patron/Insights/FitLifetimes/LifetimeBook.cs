using System.Collections.Concurrent;
using Patron.Analytics.Base;
using Patron.Analytics.LifetimeValue;
using Patron.Customers.Contracts;

namespace Patron.Insights.FitLifetimes;

/// <summary>What is expected of one customer.</summary>
/// <param name="Alive">The probability of still being a customer.</param>
/// <param name="Purchases">Expected within the horizon.</param>
/// <param name="Value">Expected revenue within the horizon, discounted to the day, in units of the currency.</param>
/// <param name="ValueIfStays">The same value, were it certain that this is still a customer.</param>
internal readonly record struct LifetimeForecast(double Alive, double Purchases, double Value, double ValueIfStays);

/// <summary>
/// The fitted models as of a day, in the hands of whoever asks about a customer: the nightly reckoning, the customer's page and a purchase that came a moment ago ask the same.
/// </summary>
/// <remarks>What an active customer will buy depends only on the number of repeats and the time observed, which few thousand pairs share: each pair is reckoned once.</remarks>
internal sealed class LifetimeBook(LifetimeResult result, DateOnly asOf)
{
    private readonly Dictionary<string, Fitted> parts = result.Parts.ToDictionary(p => p.Key, p => new Fitted(p));

    private sealed class Fitted(LifetimePart part)
    {
        public LifetimePart Part { get; } = part;
        public LifetimeModel Model { get; } = part.Best.Model;
        public PaceRule? Rule { get; } = part.ByRule ? part.Rule : null;
        public PaceRule? AliveRule { get; } = part.AliveByRule ? part.Rule : null;
        public GammaGamma? Spend { get; } = part.Spend?.Model;
        public ConcurrentDictionary<(int Repeats, int Days), (double Purchases, double Discounted)> IfAlive { get; } = [];
    }

    public LifetimeResult Result => result;

    public DateOnly AsOf => asOf;

    /// <summary>The likelihood of still being a customer follows the rule without a model, of all customers.</summary>
    public bool AliveByRule => result.Whole is { AliveByRule: true };

    /// <summary>False where by the model nobody ever leaves and there is no rule, or no model fits.</summary>
    public bool TellsWhoLeaves => result.Whole is { } whole && (whole.AliveByRule || !whole.NobodyLeaves);

    /// <summary>The same models as of another day.</summary>
    public LifetimeBook At(DateOnly day) => day == asOf ? this : new(result, day);

    /// <summary>Null where no model fits, and for who has not bought.</summary>
    public LifetimeForecast? Of(CustomerBaseSnapshot snapshot, int customer) =>
        BuyerHistory.Of(snapshot.Purchases, customer, asOf.DayNumber) is { } history && PartOf(snapshot, customer, history) is { } fitted ? Of(fitted, history) : null;

    /// <summary>The probability that the customer was still one at the end of a day; null before the first purchase.</summary>
    public double? AliveAt(CustomerBaseSnapshot snapshot, int customer, int day) =>
        BuyerHistory.Of(snapshot.Purchases, customer, day) is { } history && PartOf(snapshot, customer, history) is { } fitted ? Alive(fitted, history.AsOf(day)) : null;

    /// <summary>The fewest and most purchases within the horizon that lie within this probability.</summary>
    public (int From, int To)? Interval(CustomerBaseSnapshot snapshot, int customer, double probability) =>
        BuyerHistory.Of(snapshot.Purchases, customer, asOf.DayNumber) is { } history && PartOf(snapshot, customer, history) is { } fitted
            ? Interval(fitted, history.AsOf(asOf.DayNumber), probability) : null;

    /// <summary>The rule that the customer's likelihood follows; null where it is a model.</summary>
    public PaceRule? RuleOf(CustomerBaseSnapshot snapshot, int customer) =>
        BuyerHistory.Of(snapshot.Purchases, customer, asOf.DayNumber) is { } history ? PartOf(snapshot, customer, history)?.AliveRule : null;

    /// <summary>The part of the models that the customer falls under; parts too small stand under the whole.</summary>
    public static string KeyOf(CustomerBaseSnapshot snapshot, int customer, BuyerHistory history, LifetimeSplit split) => split switch
    {
        LifetimeSplit.Acquired => snapshot[CustomerColumns.Acquired][customer],
        LifetimeSplit.FirstYear => DateOnly.FromDayNumber(history.First).Year.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => "",
    };

    private Fitted? PartOf(CustomerBaseSnapshot snapshot, int customer, BuyerHistory history) =>
        parts.GetValueOrDefault(KeyOf(snapshot, customer, history, result.Settings.Split)) ?? parts.GetValueOrDefault("");

    private LifetimeForecast Of(Fitted fitted, BuyerHistory buyer)
    {
        var history = buyer.AsOf(asOf.DayNumber);
        if (fitted.Rule is { } rule) return ByPace(fitted, rule, history, buyer.RepeatSpend);
        var alive = fitted.Model.ProbabilityAlive(history);
        var (purchases, discounted) = fitted.IfAlive.GetOrAdd((buyer.Repeats, asOf.DayNumber - buyer.First), _ => IfAlive(fitted.Model, history));
        var stays = discounted * Amount(fitted, buyer.RepeatSpend);
        return new(fitted.AliveRule?.ProbabilityAlive(history) ?? alive, alive * purchases, alive * stays, stays);
    }

    private LifetimeForecast ByPace(Fitted fitted, PaceRule rule, PurchaseHistory history, SpendHistory spend)
    {
        var settings = result.Settings;
        var worth = PaceRule.Discounted(settings.Horizon, settings.Discount) * Amount(fitted, spend);
        return new(rule.ProbabilityAlive(history), rule.ExpectedPurchases(history, settings.Horizon), rule.Rate(history) * worth, rule.RateIfStays(history) * worth);
    }

    private static double Alive(Fitted fitted, PurchaseHistory history) => fitted.AliveRule?.ProbabilityAlive(history) ?? fitted.Model.ProbabilityAlive(history);

    private (int From, int To) Interval(Fitted fitted, PurchaseHistory history, double probability) =>
        fitted.Rule?.PurchaseInterval(history, result.Settings.Horizon, probability) ?? fitted.Model.PurchaseInterval(history, result.Settings.Horizon, probability);

    private (double Purchases, double Discounted) IfAlive(LifetimeModel model, PurchaseHistory history)
    {
        // Who bought at this very moment is alive more surely than anybody with as many purchases: there the division loses nothing.
        var now = history with { LastRepeat = history.Repeats == 0 ? 0 : history.Observed };
        var alive = model.ProbabilityAlive(now);
        return alive > 0 ? (model.ExpectedPurchases(now, result.Settings.Horizon) / alive, model.DiscountedPurchases(now, result.Settings.Horizon, result.Settings.Discount) / alive) : default;
    }

    private static double Amount(Fitted fitted, SpendHistory spend) =>
        (fitted.Part.SpendByRule ? null : fitted.Spend?.ExpectedSpend(spend)) ?? (spend.Purchases > 0 && spend.Mean > 0 ? spend.Mean : fitted.Part.MeanAmount);
}
