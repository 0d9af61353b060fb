using System.Text.Json.Serialization;
using Patron.Analytics.LifetimeValue;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.FitLifetimes;

/// <summary>By what customers are told apart before models are fitted.</summary>
public enum LifetimeSplit { None, Acquired, FirstYear }

/// <summary>How lifetime value is reckoned; editable on its page.</summary>
/// <param name="HorizonMonths">How far ahead is looked.</param>
/// <param name="YearlyDiscount">What money is worth less a year later: 0.1 is 10 %.</param>
/// <param name="Model">auto, pace (the rule without a model), or the name of a model: that is used whatever did better.</param>
/// <param name="AcquisitionCost">Micros: what it costs to win a customer, for what is lost when one buys only once.</param>
public sealed record LifetimeSettings(int HorizonMonths, double YearlyDiscount, string Model, LifetimeSplit Split, long AcquisitionCost)
{
    public const string Key = "lifetime", Auto = "auto", Pace = "pace";
    public const int LeastMonths = 1, MostMonths = 60;
    public const double MostDiscount = 1;

    private const double DaysInYear = 365.25;

    /// <summary>Models are fitted in weeks.</summary>
    public const double UnitDays = 7;

    public static LifetimeSettings Default { get; } = new(12, 0.1, Auto, LifetimeSplit.None, 0);

    public static IReadOnlyList<(string Name, LifetimeModelKind Kind)> Models { get; } =
        [("bgnbd", LifetimeModelKind.BetaGeometric), ("mbgnbd", LifetimeModelKind.ModifiedBetaGeometric), ("paretonbd", LifetimeModelKind.Pareto)];

    /// <summary>The horizon in units of the models.</summary>
    [JsonIgnore]
    public double Horizon => HorizonMonths * DaysInYear / 12 / UnitDays;

    /// <summary>The rate of discount per unit.</summary>
    [JsonIgnore]
    public double Discount => Math.Log(1 + YearlyDiscount) * UnitDays / DaysInYear;

    public static async Task<LifetimeSettings> Read(PatronDb db, CancellationToken ct) => await db.Read<LifetimeSettings>(Key, ct) ?? Default;
}

internal sealed record LifetimeSettingUnfit(string At, int Least, int Most) : FieldRefusal("insights.lifetime.refused", At);
