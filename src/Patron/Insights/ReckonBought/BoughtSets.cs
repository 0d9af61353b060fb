using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Segmentation;
using Patron.CustomerBase.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonProfit;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.ReckonBought;

/// <summary>The customers behind what is bought: who bought all of some products, who bought none of them, who orders every so many days.</summary>
internal sealed class BoughtSets(BaseCodes codes, ProductBook products) : ICustomerSets
{
    public const string Bought = "product", Not = "product-not", Every = "every";

    public IReadOnlyList<string> Names { get; } = [Bought, Not, Every];

    /// <summary>Products in an address.</summary>
    public static string Value(params IEnumerable<long> ids) => string.Join(',', ids.Select(id => new ProductId(id).ToString()));

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        if (name == Every) return Gap(value) is { } gap ? Ordering(gap, snapshot, visibleTo, asOf.DayNumber) : null;
        if (!Names.Contains(name) || Read(value) is not { } named) return null;
        CustomerQuery[] parts = [.. named.Select(p => new CustomerQuery.Bought(p))];
        return snapshot.Select(name == Bought ? new CustomerQuery.All(parts) : new CustomerQuery.None(parts), visibleTo, asOf.DayNumber);
    }

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences)
    {
        if (name == Every) return Gap(value) is { } gap ? new(sentences["insights.set.every"], GapWords(gap, sentences)) : null;
        if (!Names.Contains(name) || Read(value) is not { } named) return null;
        var table = products.Now();
        return new(sentences[name == Bought ? "insights.set.product" : "insights.set.product-not"], string.Join(", ", named.Select(table.Name)));
    }

    public static string GapWords(int gap, Sentences text) => text.Get("insights.gap.class", new
    {
        has = gap == 0 ? "to" : gap == GapClasses.Limits.Length ? "from" : "both", from = gap == 0 ? 0 : GapClasses.Limits[gap - 1], to = gap == GapClasses.Limits.Length ? 0 : GapClasses.Limits[gap] - 1,
    });

    private int[]? Read(string value)
    {
        var found = new List<int>();
        foreach (var one in value.Split(','))
        {
            if (!IdText.TryRead<ProductId>(one, out var id)) return null;
            found.Add(codes.Product(id.Value));
        }
        return [.. found];
    }

    private static int? Gap(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var gap) && gap < GapClasses.Count ? gap : null;

    private static Bitmap Ordering(int gap, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, int asOf) => Bitmap.Of(snapshot.Size, BaseNumbers.Members(snapshot, visibleTo).Indexes()
        .Where(i => ReckonsBought.UsualGap(snapshot, i, asOf) is { } days && ClassLimits.Of((long)Math.Round(days), GapClasses.Limits) == gap));
}
