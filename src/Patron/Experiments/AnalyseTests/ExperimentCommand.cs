using System.CommandLine;
using System.Globalization;
using Patron.Analytics.Experiments;
using Patron.CommandLine.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Experiments.AnalyseTests;

/// <summary>./patron analyse experiment: the treated against those who were left alone, and what the difference is worth.</summary>
internal sealed class ExperimentCommand() : NumbersCommand("experiment", "The treated against those who were left alone.")
{
    private readonly Option<string> treated = new("--treated") { Description = "People who were treated, and how many of them answered.", HelpName = "N,X", Required = true };
    private readonly Option<string> control = new("--control") { Description = "People who were left alone, and how many of them answered.", HelpName = "N,X", Required = true };
    private readonly Option<double?> margin = new("--margin") { Description = "What one answer earns.", HelpName = "M" };
    private readonly Option<double?> cost = new("--cost") { Description = "What treating all of them cost (0 unless given).", HelpName = "C" };
    private readonly Option<string?> repeat = new("--repeat") { Description = "How many of those who answered came again, of the treated and of the others.", HelpName = "X,X" };
    private readonly Option<double> confidence = new("--confidence") { Description = "Of the intervals.", HelpName = "P", DefaultValueFactory = _ => 0.95 };

    /// <summary>More people and money than there are; beyond it sums would leave what a number holds.</summary>
    private const long Most = 1_000_000_000_000_000;

    protected override IReadOnlyList<Option> Options => [treated, control, margin, cost, repeat, confidence];

    protected override Result<NumbersAnswer> Answer(ParseResult parsed, Sentences sentences, CommandContext context, CancellationToken ct)
    {
        var (level, earned, spent) = (parsed.GetValue(confidence), parsed.GetValue(margin), parsed.GetValue(cost));
        if (level is not (> 0 and < 1)) return new NumbersRefused("experiments.no_confidence", new { value = level });
        if (spent is < 0) return new NumbersRefused("experiments.negative_cost", new { value = spent });
        foreach (var (option, value) in new (Option, double?)[] { (margin, earned), (cost, spent) })
            if (value is { } amount && !(Math.Abs(amount) <= Most)) return new NumbersRefused("experiments.too_much", new { option = option.Name, value = amount });
        if (spent is not null && earned is null) return new NumbersRefused("experiments.no_margin");
        if (ArmOf(parsed, treated) is not { } a) return Refused(parsed, treated);
        if (ArmOf(parsed, control) is not { } b) return Refused(parsed, control);
        RepeatedTrial? again = null;
        if (parsed.GetValue(repeat) is { } text)
        {
            if (Two(text) is not { } came || came.First > a.Answers || came.Second > b.Answers || came.First < 0 || came.Second < 0) return new NumbersRefused("experiments.no_repeat", new { value = text });
            again = new(a, came.First, b, came.Second);
        }
        var test = ResponseTest.Of(a, b, level);
        CampaignProfit? profit = earned is { } each ? CampaignProfit.Of(test, each, spent ?? 0) : null;
        return new NumbersAnswer(Json(test, profit, again), [.. Text(sentences, test, profit, again)]);
    }

    private static Dictionary<string, object?> Json(ResponseTest test, CampaignProfit? profit, RepeatedTrial? again)
    {
        var json = new Dictionary<string, object?>
        {
            ["treated"] = new { people = test.Treated.People, answers = test.Treated.Answers, rate = test.Treated.Rate },
            ["control"] = new { people = test.Control.People, answers = test.Control.Answers, rate = test.Control.Rate },
            ["difference"] = test.Difference,
            ["low"] = test.Interval.Low,
            ["high"] = test.Interval.High,
            ["relative"] = test.Relative,
            ["relativeLow"] = test.RelativeInterval?.Low,
            ["relativeHigh"] = test.RelativeInterval?.High,
            ["z"] = test.Z,
            ["p"] = test.P,
            ["incremental"] = new { estimate = test.Incremental, low = test.IncrementalInterval.Low, high = test.IncrementalInterval.High },
            ["incrementalProfit"] = profit?.Incremental,
            ["incrementalProfitLow"] = profit?.Interval.Low,
            ["incrementalProfitHigh"] = profit?.Interval.High,
            ["naiveProfit"] = profit?.Naive,
            ["return"] = profit?.Return,
            ["naiveReturn"] = profit?.NaiveReturn,
        };
        if (again is { } trial)
            json["repeat"] = new { treated = trial.TreatedRate, control = trial.ControlRate, treatedPerThousand = trial.TreatedPerThousand, controlPerThousand = trial.ControlPerThousand, finding = trial.Finding.ToString() };
        return json;
    }

    private static IEnumerable<string> Text(Sentences say, ResponseTest test, CampaignProfit? profit, RepeatedTrial? again)
    {
        var formats = say.Formats;
        yield return say.Get("experiments.rates", new { treated = formats.Percent(test.Treated.Rate, 2), control = formats.Percent(test.Control.Rate, 2) });
        yield return say.Get("experiments.incremental", new
        {
            told = test.Interval.Low > 0 ? "more" : test.Interval.High < 0 ? "fewer" : "unsure", n = formats.Number(test.Incremental, 1), low = formats.Number(test.IncrementalInterval.Low, 1),
            high = formats.Number(test.IncrementalInterval.High, 1), p = formats.Chance(test.P, 5), z = formats.Number(test.Z, 3),
        });
        if (profit is { } earned)
            yield return say.Get("experiments.profit", new
            {
                profit = formats.Number(earned.Incremental, 2), low = formats.Number(earned.Interval.Low, 2), high = formats.Number(earned.Interval.High, 2), naive = formats.Number(earned.Naive, 2),
            });
        if (again is { } trial)
            yield return say.Get("experiments.repeat", new
            {
                finding = trial.Finding.ToString(), treated = formats.Number(trial.TreatedPerThousand, 0), control = formats.Number(trial.ControlPerThousand, 0),
                rate = formats.Percent(trial.TreatedRate, 1), other = formats.Percent(trial.ControlRate, 1),
            });
    }

    private static NumbersRefused Refused(ParseResult parsed, Option<string> option) => new("experiments.no_arm", new { option = option.Name, value = parsed.GetRequiredValue(option) });

    private static Arm? ArmOf(ParseResult parsed, Option<string> option) =>
        Two(parsed.GetRequiredValue(option)) is { First: > 0 and <= Most and var people, Second: >= 0 and var answers } && answers <= people ? new Arm(people, answers) : null;

    private static (long First, long Second)? Two(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries) is [var first, var second]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var a) && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var b) ? (a, b) : null;
}
