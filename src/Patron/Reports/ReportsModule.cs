using Patron.Kernel;
using Patron.Reports.Contracts;
using Patron.Reports.ShowReports;
using Patron.Reports.StoreIndicators;
using Patron.Web.Contracts;

namespace Patron.Reports;

/// <summary>The door of the room: the reports that rooms register, on one page, as files and on paper if need be.</summary>
internal static class ReportsModule
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<ReportReading>()
        .AddSingleton<Data.Exporting.IExportPart, ExportRows.ExportsIndicators>()
        .AddSingleton<IReport, IndicatorReport>()
        .AddSingleton<IJobHandler, IndicatorJob>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddReportsServer(this IServiceCollection services) => services
        .AddHostedService<IndicatorSchedule>()
        .AddSingleton(new NavigationItem("reports.title", ReportUrls.Page, "report-analytics", 3, 9, Tab: false, Permissions.ReadInsights));

    public static void MapReports(this IEndpointRouteBuilder app) => app.MapReportFile();
}
