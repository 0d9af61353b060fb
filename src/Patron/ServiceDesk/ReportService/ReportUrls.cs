namespace Patron.ServiceDesk.ReportService;

internal static class ReportUrls
{
    public const string Page = "/tickets/report", Export = "/tickets/report/export";
}
