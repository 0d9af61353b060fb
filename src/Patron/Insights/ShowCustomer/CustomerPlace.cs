using Patron.Analytics.Base;
using Patron.Insights.ReckonInsights;
using Patron.Kernel;

namespace Patron.Insights.ShowCustomer;

/// <summary>Where one customer stands among all who bought.</summary>
/// <param name="InCell">How many share the three scores.</param>
/// <param name="SpendsLess">Share of the buyers who spent less.</param>
internal sealed record CustomerPlace(int Recency, int Frequency, int Spend, int InCell, double SpendsLess)
{
    /// <summary>Null for who never bought and for who is not in the base.</summary>
    public static CustomerPlace? Of(CustomerBaseSnapshot snapshot, BaseNumbers numbers, CustomerId customer)
    {
        var scores = numbers.Insights.Rfm;
        if (!snapshot.TryIndex(customer.Value, out var index) || scores.Recency[index] == 0) return null;
        var (recency, frequency, spend) = (scores.Recency[index], scores.Frequency[index], scores.Monetary[index]);
        var less = numbers.Insights.Concentration.Below(snapshot.Summary(scores.AsOf).Spent[index]);
        return new(recency, frequency, spend, numbers.Cells[recency, frequency, spend].Customers, (double)less / scores.Customers);
    }
}
