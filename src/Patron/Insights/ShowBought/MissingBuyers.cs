using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;

namespace Patron.Insights.ShowBought;

/// <summary>Counts who has bought some products and never another one, as the list does to which a rule leads. Each product is looked for once.</summary>
internal sealed class MissingBuyers(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, BaseCodes codes)
{
    private readonly Dictionary<long, Bitmap> buyers = [];

    public int Count(IEnumerable<long> bought, long not)
    {
        var lack = Bitmap.CopyOf(members);
        foreach (var product in bought) lack.And(Of(product));
        return lack.AndNot(Of(not)).Count();
    }

    private Bitmap Of(long product) => buyers.TryGetValue(product, out var known) ? known
        : buyers[product] = snapshot.Select(new CustomerQuery.Bought(codes.Product(product)), members, asOf.DayNumber);
}
