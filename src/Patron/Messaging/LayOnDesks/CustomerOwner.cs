using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Messaging.LayOnDesks;

/// <summary>Whose customer somebody is.</summary>
internal static class CustomerOwner
{
    public static UserId? Of(CustomerBaseSnapshot snapshot, CustomerId customer)
    {
        var at = snapshot.Ids.BinarySearch(customer.Value);
        return at >= 0 && IdText.TryRead<UserId>(snapshot[CustomerColumns.Owner][at], out var owner) ? owner : null;
    }
}
