using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;

namespace Patron.Insights.ShowLoyal;

/// <summary>Whom we call loyal; editable. All conditions must hold.</summary>
/// <param name="Purchases">At least so many days with a purchase...</param>
/// <param name="InDays">...in so many days up to the day.</param>
/// <param name="TenureDays">The first purchase lies at least so many days back.</param>
/// <param name="Category">Of the catalogue; null or empty: not asked.</param>
/// <param name="SharePercent">At least this share of what was bought in the window was of the category.</param>
/// <param name="AlivePercent">The likelihood of still being a customer is at least this; where the models do not tell it is not asked. 0: never asked.</param>
internal sealed record LoyalRule(int Purchases, int InDays, int TenureDays, int AlivePercent, string? Category = null, int SharePercent = 0)
{
    public const string Key = "loyal";

    public static LoyalRule Default { get; } = new(4, 180, 90, 50);

    /// <param name="ofCategory">Whether a product (dense index) is of the category.</param>
    public bool IsLoyal(CustomerBaseSnapshot snapshot, int customer, int day, LifetimeBook? book, Func<int, bool>? ofCategory = null)
    {
        if (BuyerHistory.Of(snapshot.Purchases, customer, day) is not { } history || history.Days < Purchases || day - history.First < TenureDays || Bought(snapshot.Purchases, customer, day) < Purchases) return false;
        if (AsksForCategory && (ofCategory is null || ShareOf(snapshot.Purchases, customer, day, ofCategory) * 100 < SharePercent)) return false;
        return AlivePercent == 0 || book is not { TellsWhoLeaves: true } || book.AliveAt(snapshot, customer, day) * 100 >= AlivePercent;
    }

    public bool AsksForCategory => !string.IsNullOrEmpty(Category) && SharePercent > 0;

    /// <summary>The category's share of the amount bought in the window that ends with the day; 0 where nothing was.</summary>
    public double ShareOf(PurchaseColumns lines, int customer, int day, Func<int, bool> ofCategory)
    {
        var (all, own) = (0L, 0L);
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= day; i++)
        {
            if (lines.Kind[i] != LineKind.Sale || lines.Day[i] <= day - InDays) continue;
            all += lines.Amount[i];
            if (ofCategory(lines.Product[i])) own += lines.Amount[i];
        }
        return all > 0 ? (double)own / all : 0;
    }

    /// <summary>Days with a purchase in the window that ends with the day.</summary>
    public int Bought(PurchaseColumns lines, int customer, int day)
    {
        var (days, before) = (0, int.MinValue);
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= day; i++)
        {
            if (lines.Kind[i] != LineKind.Sale || lines.Day[i] <= day - InDays || lines.Day[i] == before) continue;
            (days, before) = (days + 1, lines.Day[i]);
        }
        return days;
    }
}
