using System.Globalization;
using Patron.Analytics.Experiments;

namespace Patron.Experiments.PlanMail;

/// <summary>The mail planner's form, as it stands in the address: texts as typed, and what they mean.</summary>
/// <param name="Problem">The first field that cannot be read; null: none.</param>
/// <param name="Whole">The mailing to the whole list; null until list, cost and response are there.</param>
/// <param name="Plan">Against a second plan, or the best depth of a model's lift.</param>
/// <param name="Best">That depth.</param>
internal sealed record MailForm(
    string List, string Cost, string Response, string Margin, string Part, string PartResponse, string SetUp, string Curve, string Spent, string Sales, string? Problem, Mailing? Whole, MailPlan? Plan, LiftPoint? Best)
{
    public static MailForm Empty { get; } = new("", "", "", "", "", "", "", "", "", "", null, null, null, null);

    public bool HasCurve => Curve.Length > 0;

    public double? MarginEach => Read(Margin);

    /// <summary>Advertising as a share of sales; null without both amounts.</summary>
    public double? Share => Read(Spent) is { } cost && Read(Sales) is > 0 and var sales ? AdvertisingShare.Of(cost, sales) : null;

    public static MailForm Of(IQueryCollection query)
    {
        string Text(string name) => query[name].ToString().Trim();
        var form = Empty with
        {
            List = Text("list"), Cost = Text("cost"), Response = Text("response"), Margin = Text("margin"), Part = Text("part"), PartResponse = Text("partresponse"), SetUp = Text("setup"), Curve = Text("lift"),
            Spent = Text("spent"), Sales = Text("sales"),
        };
        var problem = form.Wrong();
        if (problem is not null || form.List.Length == 0 || form.Cost.Length == 0 || form.Response.Length == 0) return form with { Problem = problem };
        var whole = new Mailing(Read(form.List)!.Value, Read(form.Cost)!.Value, ReadShare(form.Response)!.Value);
        var best = form.HasCurve && form.MarginEach is { } margin ? MailDepth.Of(whole, Points(form.Curve)!, margin).Best : null;
        var part = form.Part.Length > 0 ? whole with { Pieces = Read(form.Part)!.Value, Response = ReadShare(form.PartResponse)!.Value } : best is { } depth ? MailDepth.At(whole, depth) : (Mailing?)null;
        return form with { Whole = whole, Plan = part is { } second ? MailPlan.Of(whole, second, Read(form.SetUp) ?? 0) : null, Best = form.Part.Length > 0 ? null : best };
    }

    private string? Wrong()
    {
        foreach (var (name, text) in ((string, string)[])[("cost", Cost), ("margin", Margin), ("setup", SetUp), ("spent", Spent), ("sales", Sales)])
            if (text.Length > 0 && Read(text) is null) return name;
        foreach (var (name, text) in ((string, string)[])[("list", List), ("part", Part)])
            if (text.Length > 0 && Read(text) is not > 0) return name;
        foreach (var (name, text) in ((string, string)[])[("response", Response), ("partresponse", PartResponse)])
            if (text.Length > 0 && ReadShare(text) is null) return name;
        if (Part.Length > 0 != PartResponse.Length > 0) return Part.Length > 0 ? "partresponse" : "part";
        return Curve.Length > 0 && (Points(Curve) is null || MarginEach is null) ? MarginEach is null ? "margin" : "lift" : null;
    }

    /// <summary>A line for each depth: the share of the list, and how many times more of it answer. Null where a line is none.</summary>
    private static List<LiftPoint>? Points(string text)
    {
        var points = new List<LiftPoint>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var cells = line.Split([' ', '\t', ';', ','], StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length != 2 || ReadShare(cells[0]) is not (> 0 and var depth) || Read(cells[1]) is not { } lift) return null;
            points.Add(new(depth, lift));
        }
        return points;
    }

    private static double? Read(string text) =>
        double.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e15 ? number : null;

    /// <summary>0.02 or 2%.</summary>
    private static double? ReadShare(string text) => (text.EndsWith('%') ? Read(text[..^1].Trim()) / 100 : Read(text)) is { } share and <= 1 ? share : null;
}
