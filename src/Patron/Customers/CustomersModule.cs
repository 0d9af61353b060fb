using Patron.Customers.Contracts;

namespace Patron.Customers;

/// <summary>The door of the room: golden records and what is known of a customer.</summary>
internal static class CustomersModule
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddSingleton<IGoldenRecords, GoldenRecords>();
        services.AddSingleton<ICustomers, CustomerLookup>();
        services.AddSingleton<ICustomFields, CustomFieldList>();
        return services;
    }
}
