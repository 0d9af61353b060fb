using Patron.Data;
using Patron.CustomerBase.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ForgetSources;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>The door of the room: who is who, from what the systems say.</summary>
internal static class IdentityResolutionModule
{
    public static IServiceCollection AddIdentityResolution(this IServiceCollection services)
    {
        services.AddSingleton(new OwnsCustomerRows("IdentityResolution", [IdentityTables.Records, IdentityTables.Identifiers, IdentityTables.Links], Topics.Customers));
        services.AddSingleton<SourceList>();
        services.AddSingleton<ISources>(p => p.GetRequiredService<SourceList>());
        services.AddSingleton<IForgetsSources, ForgetsRecords>();
        services.AddSingleton<IRecordOwners, RecordOwners>();
        services.AddSingleton<IdentityWriters>();
        services.AddSingleton<ITakesRows<IncomingRecord>, RecordTaker>();
        services.AddSingleton<IContributesColumns, SearchTexts>();
        return services;
    }
}
