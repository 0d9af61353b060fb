using Patron.Analytics.Base;
using Patron.Analytics.Concentration;
using Patron.Analytics.Profitability;

namespace Patron.Insights.ReckonProfit;

/// <summary>Customers with their sales and profit of the year; micros.</summary>
internal readonly record struct ProfitSum(int Customers, long Sales, long Profit)
{
    public static ProfitSum operator +(ProfitSum a, ProfitSum b) => new(a.Customers + b.Customers, a.Sales + b.Sales, a.Profit + b.Profit);
}

/// <summary>The year's profit of those whom the reader may see.</summary>
/// <param name="Sheet">The partnership's sheet of all of them together.</param>
/// <param name="Concentration">Of profit, over all who have any year.</param>
/// <param name="Holdings">What holdings bring.</param>
/// <param name="Returned">What came back.</param>
internal sealed record ProfitNumbers(
    ProfitModel Model, PartnershipSheet Sheet, ValueConcentration Concentration, ProfitSum Gainers, ProfitSum Costers, IReadOnlyDictionary<BuyerGroup, ProfitSum> Groups,
    IReadOnlyDictionary<Proposal, ProfitSum> Proposals, IReadOnlyDictionary<BuyerStyle, ProfitSum> Styles, long Holdings, long Returned, long Contacts, long Tickets)
{
    public int Customers => Concentration.Count;

    public static ProfitNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members, ProfitModel model)
    {
        var years = members.Indexes().Select(i => (Index: i, Year: model.YearOf(snapshot, i))).Where(y => y.Year.HasAny).ToArray();
        var all = snapshot.Summary(model.AsOf.DayNumber);
        var costs = default(PartnershipCosts);
        foreach (var (_, year) in years) costs += year.Costs;
        return new(model, new(years.Sum(y => y.Year.Bought.Sales), years.Sum(y => y.Year.Bought.Orders), years.Sum(y => y.Year.Earned), costs),
            ValueConcentration.Of(Array.ConvertAll(years, y => y.Year.Profit)), Sum(years.Where(y => y.Year.Profit >= 0)), Sum(years.Where(y => y.Year.Profit < 0)),
            By(y => model.GroupOf(y.Year)), By(y => model.ProposalOf(snapshot, y.Index, y.Year).Proposal), By(y => BuyerStyles.Of(all, y.Index)),
            years.Sum(y => y.Year.Served.Holdings), years.Sum(y => y.Year.Bought.Returned), years.Sum(y => y.Year.Served.Contacts), years.Sum(y => y.Year.Served.Tickets));

        Dictionary<TKey, ProfitSum> By<TKey>(Func<(int Index, CustomerProfit Year), TKey> key) where TKey : notnull => years.GroupBy(key).ToDictionary(g => g.Key, Sum);
    }

    private static ProfitSum Sum(IEnumerable<(int Index, CustomerProfit Year)> of) => of.Aggregate(default(ProfitSum), (sum, y) => sum + new ProfitSum(1, y.Year.Bought.Sales, y.Year.Profit));
}
