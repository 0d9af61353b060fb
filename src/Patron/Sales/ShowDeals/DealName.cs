using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowDeals;

/// <summary>What a deal is called, and what it is worth, where there is room for one of each.</summary>
internal static class DealName
{
    /// <summary>Its name; else what is sold; else its number.</summary>
    public static string Of(Deal deal, DealNames? names, Sentences text) =>
        deal.Facts.Name ?? (deal.Facts.Product is { } product ? names?.Products.GetValueOrDefault(new(product)) : null) ?? deal.Number ?? text["sales.deal"];

    /// <summary>A value that only the list price tells is marked as about so much.</summary>
    public static string Value(ListedDeal row, Sentences text) =>
        row.Deal.Facts.Amount is { } amount ? text.Formats.Money(amount, row.Deal.Currency) : row.Value > 0 ? "≈ " + text.Formats.MoneyWhole(row.Value, row.Deal.Currency) : Formats.Missing;
}
