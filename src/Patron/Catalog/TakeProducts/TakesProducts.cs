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

    /// <summary>Made by this file.</summary>
    private readonly HashSet<Product> own = [];

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
        if (!intake.PlanOnly) await ProductStore.Write(session, made, changed, intake.Changes(session), ct);
        return fates;
    }

    private (Fate, RowReason?) Decide(IncomingProduct row, List<Product> made, HashSet<Product> changed)
    {
        if (row.Code.Length == 0) return (Fate.Rejected, new("catalog.row.empty", "product", row.Code));
        if (row.Code.Length > LongestCode) return (Fate.Rejected, new("catalog.row.toolong", "product", row.Code, new { max = LongestCode }));
        if (!known.TryGetValue(row.Code, out var product))
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("catalog.row.unknown", "product", row.Code));
            product = new() { Id = new(intake.Ids(ProductStore.Table).Next()), Code = row.Code, Name = row.Name, Category = row.Category, Price = row.Price, Cost = row.Cost };
            made.Add(known[row.Code] = product);
            own.Add(product);
            return (Fate.Created, null);
        }
        var before = product.Values;
        var said = new ProductValues(row.Name ?? before.Name, row.Category ?? before.Category, row.Price ?? before.Price, row.Cost ?? before.Cost);
        if (said == before) return (Fate.Unchanged, null);
        if (intake.Rules.Mode == IntakeMode.CreateOnly && !own.Contains(product)) return (Fate.Unchanged, new("catalog.row.known", "product", row.Code));
        if (intake.Rules.FillOnly) said = new(before.Name ?? row.Name, before.Category ?? row.Category, before.Price ?? row.Price, before.Cost ?? row.Cost);
        if (said == before) return (Fate.Unchanged, new("catalog.row.stay", "product", row.Code));
        if (intake.Planned is { } planned && !own.Contains(product)) Note(planned, row.Line, product, said);
        (product.Name, product.Category, product.Price, product.Cost) = (said.Name, said.Category, said.Price, said.Cost);
        changed.Add(product);
        return (Fate.Updated, null);
    }

    private static void Note(PlannedChanges planned, long line, Product known, ProductValues after)
    {
        var (before, of) = (known.Values, known.Name ?? known.Code);
        planned.Compare(line, of, "name", before.Name, after.Name);
        planned.Compare(line, of, "category", before.Category, after.Category);
        planned.Compare(line, of, "price", PlannedChanges.Number(before.Price), PlannedChanges.Number(after.Price));
        planned.Compare(line, of, "cost", PlannedChanges.Number(before.Cost), PlannedChanges.Number(after.Cost));
    }
}
