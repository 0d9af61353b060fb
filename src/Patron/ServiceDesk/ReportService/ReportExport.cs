using System.Globalization;
using System.Text;
using Patron.Access.Contracts;
using Patron.Analytics.Service;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.ServiceDesk.ReportService;

/// <summary>The report as a file: one line a number.</summary>
internal static class ReportExport
{
    public static void MapReportExport(this IEndpointRouteBuilder app) => app.MapGet(ReportUrls.Export, Write).RequirePermission(Permissions.ExportData);

    private static async Task<IResult> Write(string? from, string? to, ServiceReports reports, ICurrentUser who, CancellationToken ct)
    {
        var report = await reports.Of(Day(from), Day(to), who.Id, ct);
        var (lines, silent) = (new StringBuilder(), SilentLeavers.Estimate(report.Complainers));
        CsvLines.Write(lines, "from", "to", "number", "of", "value");
        Line("opened", null, report.Opened);
        foreach (var reason in report.Reasons)
        {
            var called = reason.Reason?.Path ?? "";
            Line("complaints", called, reason.Complaints);
            Line("questions", called, reason.Questions);
            Line("requests", called, reason.Requests);
        }
        Line("answered-in-promise", null, report.AnswerKept);
        Line("answered-late", null, report.AnswerLate);
        Line("solved-in-promise", null, report.SolveKept);
        Line("solved-late", null, report.SolveLate);
        Line("solved", null, report.Solved);
        Line("kept", null, report.Kept);
        Line("not-kept", null, report.NotKept);
        Line("silent-leavers-low", null, silent.Low);
        Line("silent-leavers-high", null, silent.High);
        Line("saved", report.Organisation.Currency, Micros.ToUnits(report.Saved));
        Line("sold", report.Organisation.Currency, Micros.ToUnits(report.Sold));
        Line("work", report.Organisation.Currency, Micros.ToUnits(report.TicketCost));
        Line("contacts", report.Organisation.Currency, Micros.ToUnits(report.ContactCost));
        Line("goodwill", report.Organisation.Currency, Micros.ToUnits(report.Given));
        return TypedResults.File([.. CsvLines.Encoding.GetPreamble(), .. CsvLines.Encoding.GetBytes(lines.ToString())], "text/csv; charset=utf-8", "service.csv");

        void Line(string number, string? of, decimal value) => CsvLines.Write(lines, Text(report.From), Text(report.To), number, of, value.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static DateOnly? Day(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
