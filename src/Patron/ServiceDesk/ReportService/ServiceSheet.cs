using Patron.Reports.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;

namespace Patron.ServiceDesk.ReportService;

/// <summary>Tickets by reason, and service as cost and as profit: the figures of the room's own report.</summary>
internal sealed class ServiceSheet(ServiceReports reports) : IReport
{
    public string Key => "service";
    public string Title => "servicedesk.report.heading";
    public int Order => 40;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        var report = await reports.Of(scope.From, scope.To, scope.Asker, ct);
        var listed = $"{TicketUrls.List}?view=all&from={scope.From:yyyy-MM-dd}&to={scope.To:yyyy-MM-dd}&reason=";
        return new(text.Get("servicedesk.report.says", new { n = report.Opened, balance = text.Formats.MoneyWhole(report.Balance, report.Organisation.Currency) }),
        [
            new("reasons", text["servicedesk.report.reasons"],
            [
                new("reason", text["servicedesk.reason"], ReportUnit.Text), new("complaints", text["servicedesk.report.complaints"], ReportUnit.Count), new("questions", text["servicedesk.report.questions"], ReportUnit.Count),
                new("requests", text["servicedesk.report.requests"], ReportUnit.Count), new("all", text["servicedesk.report.all"], ReportUnit.Count),
            ],
            [.. report.Reasons.Select(l => new ReportLine([l.Reason?.Path ?? text["servicedesk.reason.none"], (long)l.Complaints, (long)l.Questions, (long)l.Requests, (long)l.All], listed + (l.Reason?.Id.ToString() ?? TicketAddress.NoReason)))]),
            new("money", text["servicedesk.report.money"], [new("what", text["servicedesk.report.what"], ReportUnit.Text), new("amount", text["servicedesk.report.amount"], ReportUnit.Money)],
            [
                new([text["servicedesk.report.saved"], report.Saved]), new([text["servicedesk.report.sold"], report.Sold]), new([text["servicedesk.report.work"], -report.TicketCost]), new([text["servicedesk.report.contacts"], -report.ContactCost]),
                new([text["servicedesk.report.given"], -report.Given]), new([text["servicedesk.report.balance"], report.Balance]),
            ]),
        ]);
    }
}
