using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Messaging.WriteTemplates;

/// <summary>Real customers to look at a template with: those whom the reader may see.</summary>
internal sealed class PreviewPeople(ICustomerBase customers, IVisibility visibility, ICurrentUser who, Sentences text)
{
    private const int Most = 8;

    /// <param name="words">Blank: the first by name.</param>
    public IReadOnlyList<(CustomerId Id, string Name)> Find(string words)
    {
        var snapshot = customers.Current;
        CustomerQuery query = words.Length > 0 ? new CustomerQuery.Search(words) : new CustomerQuery.All();
        var set = snapshot.Select(query, visibility.Set(snapshot, who.Id), 0);
        return [.. Sorting.Page(snapshot, set, new SortBy.Text(CustomerColumns.Name, Names.Culture(text.Language)), false, 0, Most).Select(i => (new CustomerId(snapshot.Ids[i]), snapshot[CustomerColumns.Name][i] is { Length: > 0 } name ? name : new CustomerId(snapshot.Ids[i]).ToString()))];
    }

    /// <summary>Null: there is no such one, or the reader may not see him.</summary>
    public (CustomerId Id, string Name)? Known(CustomerId customer)
    {
        var snapshot = customers.Current;
        var at = snapshot.Ids.BinarySearch(customer.Value);
        if (at < 0 || visibility.Set(snapshot, who.Id) is { } seen && !seen.Get(at)) return null;
        return (customer, snapshot[CustomerColumns.Name][at] is { Length: > 0 } name ? name : customer.ToString());
    }
}
