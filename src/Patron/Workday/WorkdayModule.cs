using Patron.Workday.Contracts;
using Patron.Workday.KeepTeams;
using Patron.Workday.SetHours;

namespace Patron.Workday;

/// <summary>The door of the room: when and in which teams people work, and the pages on which they begin: My day, and a customer at the moment of service.</summary>
internal static class WorkdayModule
{
    public static IServiceCollection AddWorkday(this IServiceCollection services) => services
        .AddSingleton<IBusinessHours, BusinessHours>()
        .AddSingleton<ITeams, Teams>();
}
