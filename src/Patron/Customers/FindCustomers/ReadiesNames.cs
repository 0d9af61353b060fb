using System.Globalization;
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
        foreach (var culture in Read()) Sorting.Ready(customerBase.Current, new(CustomerColumns.Name, culture));
    }

    /// <summary>In the order in which the program names them; whoever has chosen none reads what the browser wishes, and English is what most begin with.</summary>
    internal IReadOnlyList<CultureInfo> Read()
    {
        var read = colleagues.All(CancellationToken.None).GetAwaiter().GetResult().Select(c => Language.Find(c.Language) ?? Language.English).ToHashSet();
        return [.. Language.All.Where(read.Contains).Select(Names.Culture)];
    }
}
