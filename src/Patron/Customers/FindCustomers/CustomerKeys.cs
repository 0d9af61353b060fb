using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Customers.FindCustomers;

/// <summary>The one customer whom a key means: an id of ours, or of another system.</summary>
internal sealed class CustomerKeys(ICustomers customers, ICustomerBase customerBase, IVisibility visibility, IEnumerable<IFindsByKey> rooms)
{
    /// <summary>Null where the key means nobody, somebody who is not counted among customers, or whom the user may not see.</summary>
    public async Task<CustomerId?> Find(string key, UserId? user, CancellationToken ct)
    {
        if (IdText.TryRead<CustomerId>(key, out var id)) return Seen(await customers.Resolve(id, ct), user);
        foreach (var room in rooms)
            if (Seen(await room.Find(key, ct), user) is { } found) return found;
        return null;
    }

    private CustomerId? Seen(CustomerId? id, UserId? user)
    {
        var snapshot = customerBase.Current;
        var seen = id is { } known && snapshot.TryIndex(known.Value, out var index) && snapshot.Known.Get(index) && visibility.Set(snapshot, user)?.Get(index) is not false;
        return seen ? id : null;
    }
}
