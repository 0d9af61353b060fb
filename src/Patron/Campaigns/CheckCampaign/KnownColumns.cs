using Patron.Analytics.Base;

namespace Patron.Campaigns.CheckCampaign;

/// <summary>Columns of the base that other rooms reckon, asked for by name: where a room is not there, or has reckoned nothing yet, its column is missing and something plainer is taken.</summary>
internal static class KnownColumns
{
    /// <summary>Purchases expected within the horizon of the insights, millionths.</summary>
    private static readonly NumberKey Purchases = new("expected-purchases");

    private static readonly NumberKey Household = new("household");

    public static NumberColumn? ExpectedPurchases(CustomerBaseSnapshot snapshot) => Find(snapshot, Purchases);

    public static NumberColumn? Households(CustomerBaseSnapshot snapshot) => Find(snapshot, Household);

    private static NumberColumn? Find(CustomerBaseSnapshot snapshot, NumberKey key) => snapshot.Keys.Contains(key) ? snapshot[key] : null;
}
