using System.Globalization;
using System.Text;
using Patron.Analytics.Experiments;
using Patron.Customers.Contracts;
using Patron.Events.Contracts;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>The numbers of a report as a file: a line for each arm, those left alone last. Sums alone, no customer.</summary>
internal static class ReportFile
{
    public static readonly string[] Head =
    [
        "campaign", "arm", "what", "offer", "channel", "customers", "delivered", "responded", "enquired", "ordered", "revenue", "margin", "cost", "currency", "profit_more", "profit_low", "profit_high",
        "bootstrap_low", "bootstrap_high", "adjusted", "adjusted_low", "adjusted_high", "return", "orders_more", "orders_low", "orders_high", "p",
    ];

    public static StringBuilder Of(CampaignReport report)
    {
        var lines = new StringBuilder();
        CsvLines.Write(lines, Head);
        foreach (var (arm, at) in report.Plan.Arms.Select((arm, at) => (arm, at)))
        {
            var (letter, sums, effect) = (CampaignPlan.Letter(at), report.Outcome.Arms[at + 1], report.Effects[at]);
            CsvLines.Write(lines,
            [
                report.Campaign.Name, letter, arm.What, arm.Offer, arm.Channel, Whole(sums.People), Whole(report.SendingByArm.TryGetValue(letter, out var sent) ? sent.Sent : 0), Did(report, letter, EventKinds.Responded),
                Did(report, letter, EventKinds.Enquired), Whole(sums.Answered), Number(sums.Revenue), Number(sums.Margin), Number(sums.Cost), report.Currency, .. Effect(effect),
            ]);
        }
        var alone = report.Outcome.Arms[0];
        CsvLines.Write(lines, [report.Campaign.Name, "", "", "", "", Whole(alone.People), "0", "", "", Whole(alone.Answered), Number(alone.Revenue), Number(alone.Margin), "0", report.Currency, .. Effect(null)]);
        return lines;
    }

    private static string?[] Effect(ArmEffect? effect) => effect is not { } e ? new string?[13] :
    [
        Number(e.Profit.Estimate), Number(e.Profit.Interval.Low), Number(e.Profit.Interval.High), Number(e.Drawn.Low), Number(e.Drawn.High), Number(e.Adjusted.Estimate), Number(e.Adjusted.Interval.Low),
        Number(e.Adjusted.Interval.High), Number(e.Profit.Return), Number(e.Answers.Relative), Number(e.Answers.RelativeInterval?.Low), Number(e.Answers.RelativeInterval?.High), Number(e.Answers.P),
    ];

    private static string Did(CampaignReport report, string arm, string kind) => Whole(report.Events.Where(e => e.Arm == arm && e.Kind == kind).Sum(e => e.Customers));

    private static string Whole(long n) => n.ToString(CultureInfo.InvariantCulture);

    private static string? Number(double? value) => value is { } v && double.IsFinite(v) ? v.ToString("0.######", CultureInfo.InvariantCulture) : null;
}
