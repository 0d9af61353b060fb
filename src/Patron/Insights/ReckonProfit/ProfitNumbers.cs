using System.Collections.Concurrent;
using Patron.Analytics.Base;
using Patron.Analytics.Concentration;
using Patron.Analytics.Profitability;

namespace Patron.Insights.ReckonProfit;

/// <summary>Customers with their sales and profit of the year, and the profit expected of them; micros.</summary>
internal readonly record struct ProfitSum(int Customers, long Sales, long Profit, long Expected)
{
    public static ProfitSum operator +(ProfitSum a, ProfitSum b) => new(a.Customers + b.Customers, a.Sales + b.Sales, a.Profit + b.Profit, a.Expected + b.Expected);
}

/// <summary>The year's profit of those whom the reader may see.</summary>
/// <param name="Sheet">The partnership's sheet of all of them together.</param>
/// <param name="Concentration">Of profit, over all who have any year.</param>
/// <param name="PastAndFuture">By whether they earned in the year, and whether they are expected to: more than nothing each.</param>
/// <param name="Holdings">What holdings bring.</param>
/// <param name="Discounts">What was taken off list prices.</param>
internal sealed record ProfitNumbers(
    ProfitModel Model, PartnershipSheet Sheet, ValueConcentration Concentration, ProfitSum Gainers, ProfitSum Costers, IReadOnlyDictionary<BuyerGroup, ProfitSum> Groups,
    IReadOnlyDictionary<Proposal, ProfitSum> Proposals, IReadOnlyDictionary<BuyerStyle, ProfitSum> Styles, IReadOnlyDictionary<(bool Earned, bool WillEarn), ProfitSum> PastAndFuture,
    long Holdings, long Discounts, long Contacts, long Tickets)
{
    public int Customers => Concentration.Count;

    public static ProfitNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members, ProfitModel model)
    {
        var (all, whole, guard) = (snapshot.Summary(model.AsOf.DayNumber), new Tally(), new Lock());
        // A year for each of a million would fill the memory: each is added up and forgotten.
        Parallel.ForEach(Partitioner.Create(0, Math.Max(1, snapshot.Size)), () => new Tally(), (range, _, tally) =>
        {
            for (var i = range.Item1; i < Math.Min(range.Item2, snapshot.Size); i++)
                if (members.Get(i) && model.YearOf(snapshot, i) is { HasAny: true } year) tally.Add(model, snapshot, i, year, BuyerStyles.Of(all, i));
            return tally;
        }, tally =>
        {
            lock (guard) whole.Add(tally);
        });
        return whole.Numbers(model);
    }

    /// <summary>Sums of some customers.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<BuyerGroup, ProfitSum> groups = [];
        private readonly Dictionary<Proposal, ProfitSum> proposals = [];
        private readonly Dictionary<BuyerStyle, ProfitSum> styles = [];
        private readonly Dictionary<(bool, bool), ProfitSum> pastAndFuture = [];
        private readonly List<long> profits = [];
        private ProfitSum gainers, costers;
        private PartnershipCosts costs;
        private (long Sales, int Orders, long Earned, long Holdings, long Discounts, long Contacts, long Tickets) sums;

        public void Add(ProfitModel model, CustomerBaseSnapshot snapshot, int index, CustomerProfit year, BuyerStyle style)
        {
            var expected = model.ExpectedOf(snapshot, index, year);
            var sum = new ProfitSum(1, year.Bought.Sales, year.Profit, expected ?? 0);
            profits.Add(year.Profit);
            Into(groups, model.GroupOf(year), sum);
            Into(proposals, model.ProposalOf(snapshot, index, year, expected).Proposal, sum);
            Into(styles, style, sum);
            if (expected is not null) Into(pastAndFuture, (year.Profit > 0, expected > 0), sum);
            if (year.Profit >= 0) gainers += sum; else costers += sum;
            costs += year.Costs;
            sums = (sums.Sales + year.Bought.Sales, sums.Orders + year.Bought.Orders, sums.Earned + year.Earned, sums.Holdings + year.Served.Holdings,
                sums.Discounts + year.Served.Discounts, sums.Contacts + year.Served.Contacts, sums.Tickets + year.Served.Tickets);
        }

        public void Add(Tally other)
        {
            profits.AddRange(other.profits);
            foreach (var (key, sum) in other.groups) Into(groups, key, sum);
            foreach (var (key, sum) in other.proposals) Into(proposals, key, sum);
            foreach (var (key, sum) in other.styles) Into(styles, key, sum);
            foreach (var (key, sum) in other.pastAndFuture) Into(pastAndFuture, key, sum);
            gainers += other.gainers;
            costers += other.costers;
            costs += other.costs;
            var o = other.sums;
            sums = (sums.Sales + o.Sales, sums.Orders + o.Orders, sums.Earned + o.Earned, sums.Holdings + o.Holdings, sums.Discounts + o.Discounts, sums.Contacts + o.Contacts, sums.Tickets + o.Tickets);
        }

        public ProfitNumbers Numbers(ProfitModel model) => new(model, new(sums.Sales, sums.Orders, sums.Earned, costs), ValueConcentration.Of([.. profits]),
            gainers, costers, groups, proposals, styles, pastAndFuture, sums.Holdings, sums.Discounts, sums.Contacts, sums.Tickets);

        private static void Into<T>(Dictionary<T, ProfitSum> sums, T key, ProfitSum sum) where T : notnull => sums[key] = sums.GetValueOrDefault(key) + sum;
    }
}
