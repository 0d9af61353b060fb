using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Customers.FindCustomers;

/// <summary>The order of names, in each language that somebody here reads, before the first list in that order is asked for: a key of every name, the better part of a second for a million.</summary>
internal sealed class ReadiesNames(ICustomerBase customerBase, IColleagues colleagues) : IReadiesNumbers
{
    public void Ready()
    {
        // Whoever has chosen none reads what the browser wishes; English is what most begin with.
        var read = colleagues.All(CancellationToken.None).GetAwaiter().GetResult().Select(c => Language.Find(c.Language) ?? Language.English).ToHashSet();
        foreach (var language in Language.All.Where(read.Contains)) Sorting.Ready(customerBase.Current, new(CustomerColumns.Name, Names.Culture(language)));
    }
}
