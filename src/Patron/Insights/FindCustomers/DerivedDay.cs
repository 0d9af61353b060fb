using Patron.Customers.Contracts;

namespace Patron.Insights.FindCustomers;

internal static class DerivedDay
{
    /// <summary>The label of a column that is reckoned for one day only: with that day where the list is shown for another, so that days are never mixed silently.</summary>
    public static string Label(this ListScope scope, string label, DateOnly? reckoned) =>
        reckoned is { } day && day != scope.AsOf ? scope.Sentences.Get("insights.column.of-day", new { label, day }) : label;
}
