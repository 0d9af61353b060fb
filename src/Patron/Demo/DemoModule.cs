using System.CommandLine;
using Patron.Data;
using Patron.Demo.LoadDemo;
using Patron.Demo.RemoveDemo;
using Patron.Demo.ShowDemo;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Demo;

/// <summary>The room's door: demo data, how it comes and goes.</summary>
internal static class DemoModule
{
    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddSingleton<DemoData>()
        .AddSingleton<IDemoData>(p => p.GetRequiredService<DemoData>())
        .AddSingleton<DemoCampaigns>()
        .AddSingleton<DemoColleagues>()
        .AddSingleton<DemoLoader>()
        .AddSingleton<DemoRemover>()
        .AddSingleton<IJobHandler, LoadDemoJob>()
        .AddSingleton<IJobHandler, RemoveDemoJob>();

    /// <summary>What the pages need.</summary>
    public static IServiceCollection AddDemoServer(this IServiceCollection services) => services
        .AddSingleton<ShownDemo>()
        .AddSingleton<IOffersDemo>(p => p.GetRequiredService<ShownDemo>())
        .AddSingleton(new FirstStep("demo.load", Urls.LoadDemo, 1, Permissions.ManageSettings, Post: true))
        .AddSingleton(new Panel(PanelPlace.HomeFoot, 100, typeof(DemoPanel), Permissions.ReadInsights));

    public static void MapDemo(this IEndpointRouteBuilder app) => app.MapDemoRoutes();

    /// <summary>For ./patron demo --reset, before the database is opened.</summary>
    public static Task<string?> Reset(DataLocation location, CancellationToken ct) => DemoCommand.Reset(location, ct);

    /// <summary>For ./patron demo, between the migration and the serving.</summary>
    public static Task<int> BeforeServing(IServiceProvider services, ParseResult parsed, TextWriter output, bool live, CancellationToken ct) =>
        DemoCommand.BeforeServing(services, parsed, output, live, ct);
}
