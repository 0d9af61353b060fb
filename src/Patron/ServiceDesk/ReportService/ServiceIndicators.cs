using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Reports.Contracts;

namespace Patron.ServiceDesk.ReportService;

/// <summary>Service by month: how much, how fast, what it cost, and what it earned less that.</summary>
internal sealed class ServiceIndicators(ServiceReports reports, IDbContextFactory<PatronDb> contexts) : IIndicators
{
    public async Task<IReadOnlyList<Indicator>> Of(ReportScope month, CancellationToken ct)
    {
        var report = await reports.Of(month.From, month.To, null, ct);
        // Whether somebody stayed is known when the days are over, so a month tells of those that ended in it.
        var ended = await reports.Of(month.From.AddDays(-report.Rules.KeptDays), month.To.AddDays(-report.Rules.KeptDays), null, ct);
        return
        [
            new("service-tickets", "servicedesk.indicator.tickets", ReportUnit.Count, report.Opened),
            new("service-hours", "servicedesk.indicator.hours", ReportUnit.Count, await Hours(month, ct)),
            new("service-answered", "servicedesk.indicator.answered", ReportUnit.Share, Indicator.Share(report.AnswerKept, report.AnswerKept + report.AnswerLate)),
            new("service-kept", "servicedesk.indicator.kept", ReportUnit.Share, Indicator.Share(ended.Kept, ended.Kept + ended.NotKept)),
            new("service-cost", "servicedesk.indicator.cost", ReportUnit.Money, report.Cost),
            new("service-balance", "servicedesk.indicator.balance", ReportUnit.Money, report.Balance),
        ];
    }

    /// <summary>Whole hours from opening to solution, nights and weekends among them, on average of those solved in the month.</summary>
    private async Task<long?> Hours(ReportScope month, CancellationToken ct)
    {
        var (from, until) = (month.Begin, month.End);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var solved = await db.Tickets.AsNoTracking().Where(t => t.SolvedAt >= from && t.SolvedAt < until).Select(t => new { t.OpenedAt, t.SolvedAt }).ToListAsync(ct);
        return solved.Count == 0 ? null : (long)Math.Round(solved.Average(t => (t.SolvedAt!.Value - t.OpenedAt).TotalHours));
    }
}
