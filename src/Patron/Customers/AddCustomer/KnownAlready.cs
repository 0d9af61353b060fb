using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Customers.AddCustomer;

/// <param name="By">What they share with the one entered: email, phone, name.</param>
internal sealed record KnownCustomer(CustomerId Id, string Name, string By);

/// <summary>Customers whom one about to be entered may be already.</summary>
internal sealed class KnownAlready(ICustomerBase customerBase, IVisibility visibility)
{
    private const int Most = 5;

    public IReadOnlyList<KnownCustomer> Of(string? name, string? email, string? phone, UserId? user)
    {
        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, user);
        return [.. Found(email, "email").Concat(Found(phone, "phone")).Concat(Found(name, "name")).DistinctBy(k => k.Id).Take(Most)];

        // Only what is written so counts: a typo forgiven would warn of everybody who is called alike.
        IEnumerable<KnownCustomer> Found(string? words, string by)
        {
            if (string.IsNullOrWhiteSpace(words) || snapshot.SearchIndex.Search(words.Trim()) is not { Forgiven: false } found) return [];
            return found.Hits.Indexes().Where(i => snapshot.Known.Get(i) && visible?.Get(i) is not false).Take(Most)
                .Select(i => new KnownCustomer(new(snapshot.Ids[i]), snapshot[CustomerColumns.Name][i], by));
        }
    }
}
