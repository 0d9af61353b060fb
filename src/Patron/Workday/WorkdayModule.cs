using Patron.Kernel;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;
using Patron.Workday.KeepTeams;
using Patron.Workday.SetHours;
using Patron.Workday.ShowDay;

namespace Patron.Workday;

/// <summary>The door of the room: when and in which teams people work, and the pages on which they begin: My day, and a customer at the moment of service.</summary>
internal static class WorkdayModule
{
    public static IServiceCollection AddWorkday(this IServiceCollection services) => services
        .AddSingleton<IBusinessHours, BusinessHours>()
        .AddSingleton<ITeams, Teams>()
        .AddSingleton<Customers.Contracts.IServingTeams, ServingTeams>()
        .AddSingleton<Customers.Contracts.ILimitsSight, SalesSight>()
        .AddSingleton<Data.Exporting.IExportPart, ExportRows.ExportsTeams>()
        .AddSingleton<Data.Exporting.IExportPart, ExportRows.ExportsSkills>()
        .AddSingleton(new Data.Exporting.ExportedSetting(HoursSetting.Key))
        .AddSingleton(new Data.DeedKind(SetHours.SetHours.Kinds))
        .AddSingleton<TeamDeeds>()
        .AddSingleton<IMakesTeams>(p => p.GetRequiredService<TeamDeeds>())
        .AddSingleton<MyDay>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddWorkdayServer(this IServiceCollection services) => services
        .AddSingleton(new NavigationItem("workday.day.title", WorkdayUrls.Day, "sun", 1, 0, Tab: true, Permissions.ReadCustomers))
        .AddSingleton(new CustomerLink("workday.now.title", "now", "headset", 30, Permissions.ReadCustomers, "n"))
        .AddSingleton<SetHours.SetHours>()
        .AddScoped<INavigationCount, DayCount>();

    public static void MapWorkday(this IEndpointRouteBuilder app)
    {
        app.MapDayCount();
        app.MapTeams();
    }
}
