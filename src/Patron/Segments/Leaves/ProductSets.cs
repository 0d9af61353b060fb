using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Catalog.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Segments.Leaves;

/// <summary>Which products a rule means, by the dense indexes of the customer base. The catalogue is kept as long as no other product is sold, a minute at most.</summary>
internal sealed class ProductSets(BaseCodes codes, IProductStream products, DataLocation location, TimeProvider clock)
{
    public const string Category = "category", Product = "product";
    private const int MostProducts = 1_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private volatile Known? known;

    private sealed record Known(ProductInfo?[] ByIndex, IReadOnlyList<string> Categories, IReadOnlyList<string> Names, DateTimeOffset Until);

    public IReadOnlyList<string> Categories => Now().Categories;

    /// <summary>Names, or codes of those without, of products that were sold; the first thousand by name.</summary>
    public IReadOnlyList<string> Names => Now().Names;

    /// <summary>The categories or products that the most customers bought, the most first; what has no name is left out.</summary>
    /// <param name="choice"><see cref="Category"/> or <see cref="Product"/>.</param>
    public IReadOnlyList<string> MostBought(CustomerBaseSnapshot snapshot, string choice, int most)
    {
        var (all, buyers, last) = (Now().ByIndex, new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase), new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
        var names = Array.ConvertAll(all, p => choice == Category ? p?.Category : p?.Name);
        foreach (var customer in snapshot.Known.Indexes())
        {
            for (var line = snapshot.Purchases.Start[customer]; line < snapshot.Purchases.Start[customer] + snapshot.Purchases.Length[customer]; line++)
            {
                var product = snapshot.Purchases.Product[line];
                if (snapshot.Purchases.Kind[line] != LineKind.Sale || product >= names.Length || names[product] is not { } name || !name.Any(char.IsLetter)) continue;
                if (last.TryGetValue(name, out var counted) && counted == customer) continue;
                last[name] = customer;
                buyers[name] = buyers.GetValueOrDefault(name) + 1;
            }
        }
        return [.. buyers.OrderByDescending(b => b.Value).ThenBy(b => b.Key, StringComparer.OrdinalIgnoreCase).Take(most).Select(b => b.Key)];
    }

    /// <summary>True for each product that all conditions name; null where they name none, which is all products.</summary>
    public bool[]? Of(IReadOnlyList<LeafCondition> where)
    {
        if (where.Count == 0) return null;
        var all = Now().ByIndex;
        var wanted = new bool[all.Length];
        for (var i = 0; i < all.Length; i++) wanted[i] = where.All(c => Holds(c, all[i]));
        return wanted;
    }

    private static bool Holds(LeafCondition condition, ProductInfo? product)
    {
        string?[] has = condition.Name == Category ? [product?.Category] : [product?.Name, product?.Code];
        return condition.Test switch
        {
            LeafTest.OneOf some => has.Any(h => h is not null && some.Words.Contains(h, StringComparer.OrdinalIgnoreCase)),
            LeafTest.Compare { Value: SegmentValue.Word word } => !has.Any(h => string.Equals(h, word.Value, StringComparison.OrdinalIgnoreCase)),
            LeafTest.Known test => test.Is == !string.IsNullOrEmpty(has[0]),
            _ => false,
        };
    }

    private Known Now()
    {
        var (now, count) = (clock.GetUtcNow(), codes.Products);
        if (known is { } kept && kept.ByIndex.Length == count && now < kept.Until) return kept;
        var index = Enumerable.Range(0, count).ToDictionary(codes.ProductId);
        var found = new ProductInfo?[count];
        using (var connection = location.Connect())
            foreach (var product in products.Read(connection))
                if (index.TryGetValue(product.Id.Value, out var at)) found[at] = product;
        return known = new(found, Words(found.Select(p => p?.Category)), [.. Words(found.Select(p => p?.Name ?? p?.Code)).Take(MostProducts)], now + Fresh);
    }

    private static string[] Words(IEnumerable<string?> words) =>
        [.. words.Where(w => !string.IsNullOrWhiteSpace(w)).Select(w => w!).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.CurrentCultureIgnoreCase)];
}
