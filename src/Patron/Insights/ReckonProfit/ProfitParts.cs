using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Profitability;
using Patron.Customers.Contracts;
using Patron.Insights.FindCustomers;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.ReckonProfit;

/// <summary>What the list of customers shows of profit, and finds by it.</summary>
internal sealed class ProfitParts(ProfitColumns columns) : IListParts
{
    public const string Profit = "profit", Group = "buyer-group", Proposal = "proposal", Style = "buyer-style", Expected = "profit-expected";

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        if (columns.Model is not { } model) return new(ListParts.None);
        string Label(string key) => scope.Label(text[key], model.AsOf);
        return new(new ListParts(
        [
            RangeFilter.Numbers(Profit, Label("insights.profit.column"), 94, scope.Organisation.Currency, Micros.PerUnit, scope, micros => text.Formats.MoneyWhole(micros, scope.Organisation.Currency), (from, to) => new CustomerQuery.NumberBetween(ProfitColumns.Profit, from, to)),
            RangeFilter.Numbers(Expected, Label("insights.profit.expected.column"), 94, scope.Organisation.Currency, Micros.PerUnit, scope, micros => text.Formats.MoneyWhole(micros, scope.Organisation.Currency), (from, to) => new CustomerQuery.NumberBetween(ProfitColumns.Expected, from, to)),
            ColumnParts.OneOf(Proposal, Label("insights.proposal.column"), 95, ProfitColumns.Proposal, Enum.GetValues<Proposal>().Skip(1), p => ((int)p, p.ToString().ToLowerInvariant(), text[$"insights.proposal.{p}"]), text),
            ColumnParts.OneOf(Group, Label("insights.group4.column"), 96, ProfitColumns.Group, Enum.GetValues<BuyerGroup>().Skip(1), g => ((int)g, ((int)g).ToString(CultureInfo.InvariantCulture), text[$"insights.group4.{g}"]), text),
            ColumnParts.OneOf(Style, Label("insights.style.column"), 97, ProfitColumns.Style, Enum.GetValues<BuyerStyle>().Skip(1), s => ((int)s, s.ToString().ToLowerInvariant(), text[$"insights.style.{s}"]), text),
        ],
        [
            ColumnParts.Number(Profit, Label("insights.profit.column"), 62, ProfitColumns.Profit, scope, micros => text.Formats.MoneyWhole(micros, scope.Organisation.Currency), micros => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture)),
            ColumnParts.Number(Expected, Label("insights.profit.expected.column"), 62, ProfitColumns.Expected, scope, micros => text.Formats.MoneyWhole(micros, scope.Organisation.Currency), micros => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture)),
            ColumnParts.Word(Proposal, Label("insights.proposal.column"), 63, ProfitColumns.Proposal, scope, value => text[$"insights.proposal.{(Proposal)value}"]),
            ColumnParts.Word(Group, Label("insights.group4.column"), 64, ProfitColumns.Group, scope, value => text[$"insights.group4.{(BuyerGroup)value}"]),
        ],
        [new(text["insights.profit.view.cost"], "profit-to=-0.01&sort=profit", 45)]));
    }
}
