using Patron.Analytics.Base;

namespace Patron.Insights.FindCustomers;

/// <summary>The customers with the highest revenue.</summary>
internal static class BestBuyers
{
    /// <summary>The best floor(buyers x percent / 100) of the members by revenue; between equals the one who came first into the base.</summary>
    public static Bitmap Of(CustomerBaseSnapshot snapshot, Bitmap members, DateOnly asOf, int percent)
    {
        var summary = snapshot.Summary(asOf.DayNumber);
        var buyers = members.Indexes().Where(i => summary.Orders[i] > 0).ToArray();
        var keys = Array.ConvertAll(buyers, i => -summary.Spent[i]);
        Array.Sort(keys, buyers, Comparer<long>.Default);
        var count = (int)((long)buyers.Length * percent / 100);
        if (count == 0 || count == buyers.Length) return Bitmap.Of(snapshot.Size, buyers.Take(count));
        // The sort is not stable: of those who spent as much as the last one, the first indexes are taken.
        var limit = keys[count - 1];
        var better = keys.AsSpan().IndexOf(limit);
        var equals = buyers.Skip(better).TakeWhile((_, n) => keys[better + n] == limit).Order().Take(count - better);
        return Bitmap.Of(snapshot.Size, buyers.Take(better).Concat(equals));
    }
}
