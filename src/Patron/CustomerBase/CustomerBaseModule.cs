using Patron.CustomerBase.Contracts;

namespace Patron.CustomerBase;

/// <summary>The room's door: the customer base in memory.</summary>
internal static class CustomerBaseModule
{
    public static IServiceCollection AddCustomerBase(this IServiceCollection services) => services
        .AddSingleton<BaseCodes>()
        .AddSingleton<LiveBase>()
        .AddSingleton<ICustomerBase>(p => p.GetRequiredService<LiveBase>())
        .AddSingleton<IDerivedColumns>(p => p.GetRequiredService<LiveBase>())
        .AddSingleton<IReckoningDay, ReckoningDay>();

    public static IServiceCollection AddCustomerBaseServer(this IServiceCollection services) => services.AddHostedService<BaseFollower>();
}
