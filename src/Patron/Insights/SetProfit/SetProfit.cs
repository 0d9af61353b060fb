using System.Globalization;
using Patron.Analytics.Profitability;
using Patron.CustomerBase.Contracts;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonProfit;
using Patron.Kernel;

namespace Patron.Insights.SetProfit;

/// <summary>What stands in a field is no number, or none from <paramref name="Least"/> to <paramref name="Most"/>.</summary>
internal sealed record NumberBeyond(string Field, decimal Least, decimal Most) : FieldRefusal("insights.refused.number", Field);

/// <summary>A line is not written as its hint says.</summary>
internal sealed record LineUnread(string Field, string Line) : FieldRefusal("insights.refused.line", Field);

/// <summary>The rules of profit as a form sends them: amounts in major units, shares in per cent, lists a line each.</summary>
internal sealed class SetProfit(RuleBook rules, ICustomerBase customerBase, ReckonsProfit reckons)
{
    public const string Categories = "categories", Holdings = "holdings", Months = "months";
    private const decimal MostMoney = 1_000_000_000;

    public static readonly string[] Numbers = ["margin", "delivery", "bonus", "return", "database", "salaries", "contact", "ticket", "often", "costly", "hold", "win", "keep", "benefits", "sacrifice"];

    /// <summary>What the form shows of a rule.</summary>
    public static string Shown(ProfitSetting s, string field) => (field switch
    {
        "margin" => s.Rules.Margin * 100, "delivery" => Micros.ToUnits(s.Rules.Delivery), "bonus" => s.Rules.Bonus * 100, "return" => Micros.ToUnits(s.Rules.Return),
        "database" => Micros.ToUnits(s.Rules.Database), "salaries" => Micros.ToUnits(s.Rules.Salaries), "contact" => Micros.ToUnits(s.Rules.Contact), "ticket" => Micros.ToUnits(s.Rules.Ticket),
        "often" => (decimal)s.Often, "costly" => Micros.ToUnits(s.Costly), "hold" => (decimal)s.HoldPart * 100, "win" => Micros.ToUnits(s.WinCost), "keep" => Micros.ToUnits(s.KeepCost), "benefits" => s.Benefits, _ => s.Sacrifice,
    }).ToString("0.######", CultureInfo.InvariantCulture);

    public static string ShownCategories(ProfitSetting s) => string.Join('\n', s.Categories.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}: {c.Value * 100:0.######}")));

    public static string ShownHoldings(ProfitSetting s) => string.Join('\n', s.Holdings.Select(h => string.Create(CultureInfo.InvariantCulture, $"{h.Kind}: {h.Rate * 100:0.######}{(h.Chance is null ? "" : $": {h.Chance}")}")));

    public static string ShownMonths(ProfitSetting s) => string.Join('\n', (s.Months ?? []).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Month:yyyy-MM}: {Micros.ToUnits(m.Win):0.######}: {Micros.ToUnits(m.Keep):0.######}")));

    public async Task<Result<ChangeSetId?>> Save(Func<string, string?> sent, UserId? by, CancellationToken ct)
    {
        var read = new Dictionary<string, decimal>();
        foreach (var field in Numbers)
        {
            var most = field is "margin" or "bonus" or "hold" ? 100 : field is "often" ? 1_000 : MostMoney;
            if (!decimal.TryParse(sent(field), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < 0 || number > most) return new NumberBeyond(field, 0, most);
            read[field] = number;
        }
        var categories = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var line in Lines(sent(Categories)))
        {
            if (line.Split(':', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var share] || Percent(share) is not { } margin) return new LineUnread(Categories, line);
            categories[name] = margin;
        }
        var holdings = new List<HoldingRule>();
        foreach (var line in Lines(sent(Holdings)))
        {
            if (line.Split(':', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } kind, var share, .. var rest] || rest.Length > 1 || Percent(share) is not { } rate) return new LineUnread(Holdings, line);
            holdings.Add(new(kind, rate, rest is [{ Length: > 0 } chance] ? chance : null));
        }
        var months = new SortedDictionary<DateOnly, MonthCost>();
        foreach (var line in Lines(sent(Months)))
        {
            if (ReadMonth(line) is not { } month) return new LineUnread(Months, line);
            months[month.Month] = month;
        }
        var setting = new ProfitSetting(
            new(read["margin"] / 100, Micros.From(read["delivery"]), read["bonus"] / 100, Micros.From(read["return"]), Micros.From(read["database"]), Micros.From(read["salaries"]), Micros.From(read["contact"]), Micros.From(read["ticket"])),
            categories, (double)read["often"], Micros.From(read["costly"]), (double)read["hold"] / 100, Micros.From(read["win"]), Micros.From(read["keep"]), holdings, [.. months.Values], read["benefits"], read["sacrifice"]);
        var set = await rules.Save(ProfitSetting.Key, setting, by, ct);
        if (set is null) return set;
        await customerBase.CatchUp(ct);
        await reckons.Kept(ct);
        return set;
    }

    private static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static MonthCost? ReadMonth(string line) => line.Split(':', StringSplitOptions.TrimEntries) is [var month, var win, var keep]
        && DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && Money(win) is { } won && Money(keep) is { } kept ? new(first, Micros.From(won), Micros.From(kept)) : null;

    private static decimal? Money(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= MostMoney ? amount : null;

    private static decimal? Percent(string text) => decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var share) && Math.Abs(share) <= 100 ? share / 100 : null;
}
