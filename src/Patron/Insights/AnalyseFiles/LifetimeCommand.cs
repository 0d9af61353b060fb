using System.CommandLine;
using Patron.Analytics.LifetimeValue;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>./patron analyse clv FILE: what each customer is worth, from his purchases.</summary>
internal sealed class LifetimeCommand() : FileCommand("clv", "Customer lifetime value: who will buy again, how often, for how much.")
{
    private readonly PurchaseColumns purchases = new();
    private readonly Option<string?> calibrationEnd = new("--calibration-end") { Description = "The models see nothing after this day (default: they see everything, and are compared on the last third).", HelpName = "DATE" };
    private readonly Option<string?> until = new("--until") { Description = "Purchases after this day are left out (default: none).", HelpName = "DATE" };
    private readonly Option<string> unit = new("--unit") { Description = "day or week.", HelpName = "UNIT", DefaultValueFactory = _ => "week" };
    private readonly LifetimeOptions lifetime = new();

    protected override IReadOnlyList<Option> Options => [.. purchases.Options, calibrationEnd, until, unit, .. lifetime.Options];

    protected override Result<FileAnswer> Answer(FileAsk ask)
    {
        var (endAsked, lastAsked) = (ask.Day(calibrationEnd), ask.Day(until));
        if ((endAsked.Refusal ?? lastAsked.Refusal) is { } noDay) return noDay;
        if (ask.Get(unit) is not ("day" or "week")) return new AnalyseRefused("insights.analyse.no_unit", new { value = ask.Get(unit) });
        var wished = lifetime.Read(ask);
        if (wished.Value is not { } wishes) return wished.Refusal!;
        var read = purchases.Read(ask, lastAsked.Value);
        if (read.Value is not { } file) return read.Refusal!;

        var (first, last) = (file.Days.FirstDay!.Value, lastAsked.Value ?? file.Days.LastDay!.Value);
        var end = endAsked.Value ?? last;
        if (end < first) return new AnalyseRefused("insights.analyse.calibration_before_data", new { day = DateOnly.FromDayNumber(first) });
        if (end > last) return new AnalyseRefused("insights.analyse.calibration_after_end", new { day = DateOnly.FromDayNumber(last) });
        var unitDays = ask.Get(unit) == "day" ? 1.0 : 7.0;
        // Without an end of calibration the models are compared on the last third and then fitted to everything.
        var compared = LifetimeSample.Of(file.Days, end < last ? end : first + (last - first) * 2 / 3, last, unitDays);
        var fitted = end < last ? compared : LifetimeSample.Of(file.Days, last, last, unitDays);
        var choice = LifetimeChoice.Make(wishes.Models, fitted, compared);
        if (choice.Value is not { } chosen) return choice.Refusal!;
        var report = new LifetimeReport(ask.Sentences, chosen, fitted.Histories, fitted.Spend, wishes, unitDays) { Sample = fitted, Compared = compared };
        return new FileAnswer(report.Json(), report.Text(), () => report.Lines(i => Field(file.Customers[fitted.Customers[i]])));
    }
}
