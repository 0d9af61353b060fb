using System.Globalization;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog;

/// <summary>A products file: what it gives fills and overwrites, what it leaves out stays.</summary>
internal sealed class TakesProducts : ITakesRows<IncomingProduct>
{
    public IRowIntake<IncomingProduct> Begin(Intake intake) => new ProductIntake(intake);
}

internal sealed class ProductIntake(Intake intake) : IRowIntake<IncomingProduct>
{
    private const int LongestCode = 100;
    private readonly Dictionary<string, Product> known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingProduct> rows, CancellationToken ct)
    {
        var unknown = rows.Select(r => r.Code).Where(code => !known.ContainsKey(code)).ToHashSet(StringComparer.Ordinal);
        foreach (var product in await ProductStore.Find(session, unknown, ct)) known[product.Code] = product;

        List<Product> made = [];
        HashSet<Product> changed = [];
        var fates = new RowFate[rows.Count];
        for (var i = 0; i < fates.Length; i++)
        {
            var (fate, why) = Decide(rows[i], made, changed);
            fates[i] = new(rows[i].Line, fate, why);
        }
        changed.ExceptWith(made);
        if (!intake.PlanOnly) await ProductStore.Write(session, made, changed, ct);
        return fates;
    }

    private (Fate, RowReason?) Decide(IncomingProduct row, List<Product> made, HashSet<Product> changed)
    {
        if (row.Code.Length == 0) return (Fate.Rejected, new("catalog.row.empty", "product", row.Code));
        if (row.Code.Length > LongestCode) return (Fate.Rejected, new("catalog.row.toolong", "product", row.Code, new { max = LongestCode }));
        if (!known.TryGetValue(row.Code, out var product))
        {
            product = new() { Id = new(intake.Ids(ProductStore.Table).Next()), Code = row.Code, Name = row.Name, Category = row.Category, Price = row.Price, Cost = row.Cost };
            made.Add(known[row.Code] = product);
            return (Fate.Created, null);
        }
        var (name, category, price, cost) = (row.Name ?? product.Name, row.Category ?? product.Category, row.Price ?? product.Price, row.Cost ?? product.Cost);
        if ((name, category, price, cost) == (product.Name, product.Category, product.Price, product.Cost)) return (Fate.Unchanged, null);
        if (intake.Planned is { } planned) Note(planned, product, (name, category, price, cost));
        (product.Name, product.Category, product.Price, product.Cost) = (name, category, price, cost);
        changed.Add(product);
        return (Fate.Updated, null);
    }

    private static void Note(PlannedChanges planned, Product before, (string? Name, string? Category, long? Price, long? Cost) after)
    {
        Compare("name", before.Name, after.Name);
        Compare("category", before.Category, after.Category);
        Compare("price", Amount(before.Price), Amount(after.Price));
        Compare("cost", Amount(before.Cost), Amount(after.Cost));

        void Compare(string field, string? was, string? now)
        {
            if (was != now) planned.Add(before.Name ?? before.Code, field, was, now);
        }

        static string? Amount(long? micros) => micros is { } m ? Micros.ToUnits(m).ToString("0.######", CultureInfo.InvariantCulture) : null;
    }
}
