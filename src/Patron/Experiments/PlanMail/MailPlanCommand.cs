using System.CommandLine;
using Patron.Analytics.Experiments;
using Patron.CommandLine.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Experiments.PlanMail;

/// <summary>./patron analyse mail-plan: how many to write to, against writing to all.</summary>
internal sealed class MailPlanCommand() : NumbersCommand("mail-plan", "How many to write to, what it costs and earns, and when the choosing is paid back.")
{
    private readonly Option<double> list = new("--list") { Description = "People on the list.", HelpName = "N", Required = true };
    private readonly Option<double> cost = new("--cost") { Description = "Print and post of one piece.", HelpName = "C", Required = true };
    private readonly Option<double> response = new("--response") { Description = "Share of the list that answers, such as 0.02.", HelpName = "SHARE", Required = true };
    private readonly Option<double?> part = new("--against-list") { Description = "People of a second plan: a chosen part, say.", HelpName = "N" };
    private readonly Option<double?> partResponse = new("--against-response") { Description = "Share of those that answers.", HelpName = "SHARE" };
    private readonly Option<double> setUp = new("--setup") { Description = "What choosing costs once (0 unless given).", HelpName = "C" };
    private readonly Option<double?> margin = new("--margin") { Description = "What one answer earns before the cost of the mailing.", HelpName = "M" };
    private readonly Option<double?> order = new("--order-value") { Description = "What one answer buys for: tells the cost as a share of sales.", HelpName = "V" };
    private readonly Option<string?> lift = new("--model-lift") { Description = "A file with columns depth (share of the list, best first) and lift (of all down to that depth): finds the depth that earns most.", HelpName = "FILE" };

    /// <summary>More than any list or amount; beyond it products would leave what a number holds.</summary>
    private const double Most = 1e15;

    protected override IReadOnlyList<Option> Options => [list, cost, response, part, partResponse, setUp, margin, order, lift];

    protected override Result<NumbersAnswer> Answer(ParseResult parsed, Sentences sentences, CommandContext context, CancellationToken ct)
    {
        if (Wrong(parsed) is { } refused) return refused;
        var whole = new Mailing(parsed.GetValue(list), parsed.GetValue(cost), parsed.GetValue(response));
        var (earned, sold) = (parsed.GetValue(margin), parsed.GetValue(order));
        IReadOnlyList<LiftPoint> curve = [];
        LiftPoint? best = null;
        if (parsed.GetValue(lift) is { } file)
        {
            if (earned is not { } each) return new NumbersRefused("experiments.mail.no_margin");
            var read = Curve(context, sentences, file, ct);
            if (read.Value is not { } points) return read.Refusal!;
            (curve, best) = (points, MailDepth.Of(whole, points, each).Best);
        }
        var second = parsed.GetValue(part) is { } pieces ? whole with { Pieces = pieces, Response = parsed.GetValue(partResponse)!.Value } : best is { } depth ? MailDepth.At(whole, depth) : (Mailing?)null;
        var plan = second is { } other ? MailPlan.Of(whole, other, parsed.GetValue(setUp)) : null;
        return new NumbersAnswer(Json(whole, plan, curve, best, earned, sold), [.. Text(sentences, whole, plan, best, earned, sold, curve.Count > 0)]);
    }

    private NumbersRefused? Wrong(ParseResult parsed)
    {
        foreach (var (option, value) in new (Option, double?)[] { (list, parsed.GetValue(list)), (part, parsed.GetValue(part)) })
            if (value is { } people && !(people > 0 && people <= Most)) return new("experiments.mail.no_people", new { option = option.Name, value = people });
        foreach (var (option, value) in new (Option, double?)[] { (response, parsed.GetValue(response)), (partResponse, parsed.GetValue(partResponse)) })
            if (value is { } share && !(share is >= 0 and <= 1)) return new("experiments.mail.no_share", new { option = option.Name, value = share });
        foreach (var (option, value) in new (Option, double?)[] { (cost, parsed.GetValue(cost)), (setUp, parsed.GetValue(setUp)), (order, parsed.GetValue(order)), (margin, parsed.GetValue(margin)) })
            if (value is { } amount && !(amount >= 0 && amount <= Most)) return new("experiments.mail.no_amount", new { option = option.Name, value = amount });
        return parsed.GetValue(part) is null == parsed.GetValue(partResponse) is null ? null : new("experiments.mail.half");
    }

    /// <summary>Depths may be shares or, where one is above 1, percent of the list.</summary>
    private Result<LiftPoint[]> Curve(CommandContext context, Sentences sentences, string file, CancellationToken ct)
    {
        var read = context.Services.GetRequiredService<IReadsColumns>().Read(
            new(context.File(file), [new(lift.Name, "depth", ColumnContent.Number), new(lift.Name, "lift", ColumnContent.Number)], sentences.Language), ct);
        if (read.Value is not { } columns) return read.Refusal!;
        var (depths, lifts) = (columns.Columns[0].Numbers, columns.Columns[1].Numbers);
        var unit = depths.Any(d => d > 1) ? 100 : 1;
        for (var row = 0; row < depths.Length; row++)
            if (!(depths[row] / unit is > 0 and <= 1) || !(lifts[row] >= 0)) return new NumbersRefused("experiments.mail.no_point", new { row = row + 1, depth = depths[row], lift = lifts[row] });
        if (depths.Length == 0) return new NumbersRefused("experiments.mail.no_points");
        return depths.Select((d, i) => new LiftPoint(d / unit, lifts[i])).ToArray();
    }

    private static Dictionary<string, object?> Json(Mailing whole, MailPlan? plan, IReadOnlyList<LiftPoint> curve, LiftPoint? best, double? margin, double? order)
    {
        var json = One(whole, margin, order);
        if (plan is not null)
        {
            json["against"] = One(plan.Part, margin, order);
            json["piecesSaved"] = plan.PiecesSaved;
            json["saving"] = plan.Saving;
            json["firstYearNet"] = plan.FirstYear;
            json["savingToSetup"] = plan.ForEachOfSetUp;
            json["paybackDays"] = plan.PaybackDays;
            json["paybackYears"] = plan.PaybackYears;
            json["lift"] = plan.Lift;
            json["depth"] = plan.Depth;
        }
        if (curve.Count > 0)
        {
            json["bestDepth"] = best?.Depth;
            json["curve"] = curve.OrderBy(p => p.Depth).Select(p => (p.Depth, At: MailDepth.At(whole, p))).Select(p => new { depth = p.Depth, pieces = p.At.Pieces, responses = p.At.Responses, cost = p.At.Cost, profit = p.At.Profit(margin ?? 0) });
        }
        return json;
    }

    private static Dictionary<string, object?> One(Mailing mailing, double? margin, double? order) => new()
    {
        ["list"] = mailing.Pieces,
        ["response"] = mailing.Response,
        ["responses"] = mailing.Responses,
        ["cost"] = mailing.Cost,
        ["costPerResponse"] = mailing.CostOfResponse,
        ["profit"] = margin is { } each ? mailing.Profit(each) : null,
        ["advertisingShare"] = ShareOf(mailing, order),
        ["advertisingBand"] = ShareOf(mailing, order) is { } share ? AdvertisingShare.BandOf(share).ToString() : null,
    };

    private static double? ShareOf(Mailing mailing, double? order) => order * mailing.Responses is > 0 and var sales ? AdvertisingShare.Of(mailing.Cost, sales) : null;

    private static IEnumerable<string> Text(Sentences say, Mailing whole, MailPlan? plan, LiftPoint? best, double? margin, double? order, bool modelled)
    {
        yield return Line(whole, "whole");
        if (modelled && best is null) yield return say["experiments.mail.nobody"];
        if (plan is null) yield break;
        yield return Line(plan.Part, best is null ? "part" : "best");
        yield return say.Get("experiments.mail.saving", new
        {
            pieces = Number(plan.PiecesSaved), saving = Number(plan.Saving), net = Number(plan.FirstYear), lift = plan.Lift is { } times ? say.Formats.Number(times, 1) : Formats.Missing,
            depth = say.Formats.Percent(plan.Depth), pays = plan.PaybackDays is > 0 ? "yes" : "no", days = plan.PaybackDays is { } days ? say.Formats.Number(days, 1) : Formats.Missing,
        });

        string Number(double value) => say.Formats.Number(value, 0);

        string Line(Mailing mailing, string which) => say.Get("experiments.mail.line", new
        {
            which, pieces = Number(mailing.Pieces), responses = Number(mailing.Responses), cost = Number(mailing.Cost), each = mailing.CostOfResponse is { } one ? say.Formats.Number(one, 2) : Formats.Missing,
            earns = margin is null ? "no" : "yes", profit = Number(mailing.Profit(margin ?? 0)), band = ShareOf(mailing, order) is { } band ? AdvertisingShare.BandOf(band).ToString() : "none",
            share = ShareOf(mailing, order) is { } share ? say.Formats.Percent(share) : Formats.Missing,
        });
    }
}
