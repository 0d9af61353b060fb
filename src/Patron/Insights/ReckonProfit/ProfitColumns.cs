using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.CustomerBase.Contracts;

namespace Patron.Insights.ReckonProfit;

/// <summary>Profit, group, proposal, style and expected profit of each customer in the customer base.</summary>
internal sealed class ProfitColumns : IDerivesColumns
{
    public static readonly NumberKey Profit = new("profit"), Group = new("buyer-group"), Proposal = new("proposal"), Style = new("buyer-style"), Expected = new("profit-expected");

    private volatile ProfitModel? model;

    /// <summary>Null until it was reckoned for the first time.</summary>
    public ProfitModel? Model
    {
        get => model;
        set => model = value;
    }

    public IReadOnlyList<NumberKey> Keys { get; } = [Profit, Group, Proposal, Style, Expected];

    public DeriveRow? Begin(CustomerBaseSnapshot snapshot)
    {
        if (model is not { } of) return null;
        var all = snapshot.Summary(of.AsOf.DayNumber);
        return (index, values) =>
        {
            var style = BuyerStyles.Of(all, index);
            if (style != BuyerStyle.None) values[3] = (long)style;
            var year = of.YearOf(snapshot, index);
            var expected = of.ExpectedOf(snapshot, index, year);
            if (expected is { } will) values[4] = will;
            if (!year.HasAny) return;
            values[0] = year.Profit;
            if (of.GroupOf(year) is not BuyerGroup.None and var group) values[1] = (long)group;
            if (of.ProposalOf(snapshot, index, year, expected).Proposal is not Analytics.Profitability.Proposal.None and var proposal) values[2] = (long)proposal;
        };
    }
}
