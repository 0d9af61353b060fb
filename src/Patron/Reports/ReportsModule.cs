using Patron.Kernel;
using Patron.Reports.ShowReports;
using Patron.Web.Contracts;

namespace Patron.Reports;

/// <summary>The door of the room: the reports that rooms register, on one page, as files and on paper if need be.</summary>
internal static class ReportsModule
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services.AddSingleton<ReportReading>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddReportsServer(this IServiceCollection services) => services
        .AddSingleton(new NavigationItem("reports.title", ReportUrls.Page, "report-analytics", 2, 9, Tab: false, Permissions.ReadInsights));

    public static void MapReports(this IEndpointRouteBuilder app) => app.MapReportFile();
}
