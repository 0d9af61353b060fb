using Patron.Analytics.Profitability;
using Patron.Kernel;

namespace Patron.Insights.ReckonProfit;

/// <summary>What was spent in a month on winning customers and on keeping them; micros.</summary>
/// <param name="Month">Its first day.</param>
internal sealed record MonthCost(DateOnly Month, long Win, long Keep);

/// <summary>By what a customer's profit is reckoned; people edit it.</summary>
/// <param name="Rules">Margins and costs.</param>
/// <param name="Categories">Margins of categories of the catalogue; they go before the general one, a product's own cost before both.</param>
/// <param name="Often">Purchases a month from which a buyer buys often; 0 takes the median of the buyers.</param>
/// <param name="Costly">Micros of the average purchase from which it is costly; 0 takes the median.</param>
/// <param name="HoldPart">Those who bring this part of the profit are held.</param>
/// <param name="WinCost">Micros spent on winning customers in the year.</param>
/// <param name="KeepCost">Micros spent on keeping them.</param>
/// <param name="Holdings">What holdings bring, and what may be taken besides.</param>
/// <param name="Months">What was spent month by month; null where nobody said so.</param>
/// <param name="Benefits">Points that customers gave for what they get; 0: they were not asked.</param>
/// <param name="Sacrifice">Points that they gave for what it costs them.</param>
internal sealed record ProfitSetting(
    ProfitRules Rules, IReadOnlyDictionary<string, decimal> Categories, double Often, long Costly, double HoldPart, long WinCost, long KeepCost, IReadOnlyList<HoldingRule> Holdings,
    IReadOnlyList<MonthCost>? Months = null, decimal Benefits = 0, decimal Sacrifice = 0)
{
    public const string Key = "reckon.profit";

    /// <summary>What winning and keeping cost in a year: the sum of its months where any are told, else the amounts for the year.</summary>
    public (long Win, long Keep) YearCost(DateOnly asOf)
    {
        MonthCost[] told = [.. (Months ?? []).Where(m => m.Month <= asOf && m.Month > asOf.AddYears(-1))];
        return told.Length == 0 ? (WinCost, KeepCost) : (told.Sum(m => m.Win), told.Sum(m => m.Keep));
    }

    /// <summary>What they cost in a month that begins on a day: as told, else a twelfth of the year's; null where neither is known.</summary>
    public MonthCost? CostOf(DateOnly month) =>
        Months?.FirstOrDefault(m => m.Month == month) ?? (WinCost > 0 || KeepCost > 0 ? new(month, WinCost / MonthsOfAYear, KeepCost / MonthsOfAYear) : null);

    private const int MonthsOfAYear = 12;

    /// <summary>What holdings bring stands in the base as it was loaded: it must be loaded anew where these rules are others.</summary>
    public static bool SameHoldings(string? json, string? other) => HoldingsOf(json) == HoldingsOf(other);

    private static string HoldingsOf(string? json)
    {
        if (json is null) return "[]";
        using var setting = System.Text.Json.JsonDocument.Parse(json);
        return setting.RootElement.GetProperty(nameof(Holdings)).GetRawText();
    }

    /// <summary>Assumptions, until somebody sets what is so.</summary>
    public static ProfitSetting Usual { get; } = new(
        new(Margin: .3m, Delivery: 4 * Micros.PerUnit, Bonus: 0, Return: 3 * Micros.PerUnit, Database: Micros.PerUnit, Salaries: 0, Contact: 5 * Micros.PerUnit, Ticket: 8 * Micros.PerUnit),
        new Dictionary<string, decimal>(), 0, 0, CustomerProposals.UsualHold, 0, 0, []);
}
