using Patron.Analytics.Base;
using Patron.Kernel.Texts;

namespace Patron.CustomerBase.Contracts;

/// <summary>
/// Sets of customers that numbers elsewhere lead to, found by the name and value of a query parameter: /customers?recency=4&amp;spend=5.
/// Insights reckons them; the list of customers shows whom they hold. Several are combined by And.
/// </summary>
public interface ICustomerSets
{
    /// <summary>The parameters' names, each once: recency, frequency, spend (1 worst to 5 best); won, wonback, lost, kept (yyyy-MM); status (active, lost, never) and more.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The known customers in the set, among those the asker may see; a bitmap that the caller may change. Null: no such name or value.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="value">As in the query string.</param>
    /// <param name="snapshot">The base that the page shows.</param>
    /// <param name="visibleTo">Whom the asker may see; null: all.</param>
    /// <param name="asOf">The day reckoned for.</param>
    Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf);

    /// <summary>What a filter is called and what its value means, for a chip: Last order, "17 to 40 days ago". Null where <see cref="Find"/> gives null.</summary>
    SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences);
}

/// <param name="Name">What is filtered by: Lost in.</param>
/// <param name="Value">What it must be: May 2011.</param>
public sealed record SetLabel(string Name, string Value);
