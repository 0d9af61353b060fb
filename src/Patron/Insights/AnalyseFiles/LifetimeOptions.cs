using System.CommandLine;
using Patron.Analytics.LifetimeValue;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>Which models are fitted, and how far ahead is looked.</summary>
/// <param name="Horizon">Units of time; null: a year of weeks or days, where the unit is known.</param>
/// <param name="Discount">Per cent a year as a share of 1.</param>
internal sealed record LifetimeWishes(IReadOnlyList<LifetimeModelKind> Models, double? Horizon, double Discount);

/// <summary>The options --model, --horizon and --discount.</summary>
internal sealed class LifetimeOptions
{
    private readonly Option<string> model = new("--model") { Description = "auto, bgnbd, mbgnbd or paretonbd; auto takes the one that tracked the hold-out period best.", HelpName = "MODEL", DefaultValueFactory = _ => "auto" };
    private readonly Option<double?> horizon = new("--horizon") { Description = "How many units of time to look ahead (default: a year).", HelpName = "N" };
    private readonly Option<double> discount = new("--discount") { Description = "Yearly discount rate, such as 0.1 for 10 %.", HelpName = "RATE" };

    public IReadOnlyList<Option> Options => [model, horizon, discount];

    public Result<LifetimeWishes> Read(FileCommand.FileAsk ask)
    {
        LifetimeModelKind[]? kinds = ask.Get(model) switch
        {
            "auto" => Enum.GetValues<LifetimeModelKind>(),
            "bgnbd" => [LifetimeModelKind.BetaGeometric],
            "mbgnbd" => [LifetimeModelKind.ModifiedBetaGeometric],
            "paretonbd" => [LifetimeModelKind.Pareto],
            _ => null,
        };
        if (kinds is null) return new AnalyseRefused("insights.analyse.no_model", new { value = ask.Get(model) });
        if (ask.Get(horizon) is { } units && (!double.IsFinite(units) || units <= 0)) return new AnalyseRefused("insights.analyse.no_horizon", new { value = units });
        if (ask.Get(discount) is var rate && !(double.IsFinite(rate) && rate >= 0)) return new AnalyseRefused("insights.analyse.no_discount", new { value = rate });
        return new LifetimeWishes(kinds, ask.Get(horizon), rate);
    }
}
