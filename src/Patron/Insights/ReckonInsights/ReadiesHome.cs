using Patron.CustomerBase.Contracts;

namespace Patron.Insights.ReckonInsights;

/// <summary>The numbers of Home and Insights for those who may see everybody, before the first of them asks.</summary>
internal sealed class ReadiesHome(ICustomerBase customerBase, IReckoningDay day, NumbersCache cache) : IReadiesNumbers
{
    public void Ready()
    {
        // The day first: it brings the base up to what it was reckoned from.
        var asOf = day.AsOf;
        cache.Of(customerBase.Current, null, asOf, cache.Organisation().LostAfterDays);
    }
}
