using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;

namespace Patron.Customers;

/// <summary>The door of the room: golden records and what is known of a customer.</summary>
internal static class CustomersModule
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddSingleton<IGoldenRecords, GoldenRecords>();
        services.AddSingleton<ICustomers, CustomerLookup>();
        services.AddSingleton<ICustomFields, CustomFieldList>();
        services.AddSingleton<CustomerBaseRows>();
        services.AddSingleton<IListsCustomers>(p => p.GetRequiredService<CustomerBaseRows>());
        services.AddSingleton<IContributesColumns>(p => p.GetRequiredService<CustomerBaseRows>());
        return services;
    }
}
