using Patron.Analytics.Profitability;
using Patron.Catalog.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Insights.ReckonProfit;

/// <summary>The catalogue by the dense product indexes of the customer base.</summary>
internal sealed class ProductTable(ProductInfo?[] byIndex)
{
    public int Count => byIndex.Length;

    /// <summary>Null for a product that the catalogue does not know.</summary>
    public ProductInfo? this[int index] => (uint)index < (uint)byIndex.Length ? byIndex[index] : null;

    /// <summary>Names that several products bear.</summary>
    private readonly HashSet<string> shared = byIndex.Select(p => p?.Name).OfType<string>().CountBy(n => n, StringComparer.OrdinalIgnoreCase).Where(n => n.Value > 1).Select(n => n.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What people know it by; with its code where another product bears the same name.</summary>
    public string Name(int index) => this[index] is { } product ? product.Name is not { Length: > 0 } name ? product.Code : shared.Contains(name) ? $"{name} ({product.Code})" : name : "–";

    /// <summary>Those of products that are sold, by name.</summary>
    public IReadOnlyList<string> Categories { get; } = [.. byIndex.Select(p => p?.Category).OfType<string>().Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)];

    /// <summary>Products whose cost is known.</summary>
    public int WithCost { get; } = byIndex.Count(p => p?.Cost is not null);

    public ProductMargins Margins(ProfitSetting setting) => new(
        Array.ConvertAll(byIndex, p => p?.Cost ?? -1),
        Array.ConvertAll(byIndex, p => (double)(p?.Category is { } category && setting.Categories.TryGetValue(category, out var margin) ? margin : setting.Rules.Margin)));
}

/// <summary>Keeps the catalogue in memory as long as no other product is sold, a minute at most.</summary>
internal sealed class ProductBook(BaseCodes codes, IProductStream products, DataLocation location, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private volatile Known? known;

    private sealed record Known(ProductTable Table, DateTimeOffset Until);

    public ProductTable Now()
    {
        var now = clock.GetUtcNow();
        if (known is { } kept && kept.Table.Count == codes.Products && now < kept.Until) return kept.Table;
        var count = codes.Products;
        var index = Enumerable.Range(0, count).ToDictionary(codes.ProductId);
        var found = new ProductInfo?[count];
        using (var connection = location.Connect())
            foreach (var product in products.Read(connection))
                if (index.TryGetValue(product.Id.Value, out var at)) found[at] = product;
        var table = new ProductTable(found);
        known = new(table, now + Fresh);
        return table;
    }
}
