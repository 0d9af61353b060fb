using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog;

internal sealed class Products(IDbContextFactory<PatronDb> contexts) : IProducts
{
    // A file names the same few thousand products over and over; what it has named lives as long as its intake.
    private readonly ConditionalWeakTable<Intake, Dictionary<string, Product>> seen = [];

    public async Task<IReadOnlyDictionary<string, ProductId>> FindOrMake(BulkSession session, Intake intake, IReadOnlyCollection<NamedProduct> products, CancellationToken ct)
    {
        var known = seen.GetValue(intake, static _ => new(StringComparer.Ordinal));
        var unknown = products.Select(p => p.Code).Where(code => !known.ContainsKey(code)).ToHashSet(StringComparer.Ordinal);
        foreach (var product in await ProductStore.Find(session, unknown, ct)) known[product.Code] = product;

        var ids = new Dictionary<string, ProductId>(products.Count, StringComparer.Ordinal);
        List<Product> made = [];
        HashSet<Product> changed = [];
        foreach (var named in products)
        {
            if (!known.TryGetValue(named.Code, out var product))
            {
                if (intake.Rules.Mode == IntakeMode.UpdateOnly) continue;
                product = new() { Id = new(intake.Ids(ProductStore.Table).Next()), Code = named.Code, Name = named.Name, Category = named.Category };
                made.Add(known[named.Code] = product);
            }
            else if (intake.Rules.Mode != IntakeMode.CreateOnly && ((product.Name is null && named.Name is not null) || (product.Category is null && named.Category is not null)))
            {
                product.Name ??= named.Name;
                product.Category ??= named.Category;
                changed.Add(product);
            }
            ids[named.Code] = product.Id;
        }
        changed.ExceptWith(made);
        if (!intake.PlanOnly) await ProductStore.Write(session, made, changed, intake.Changes(session), ct);
        return ids;
    }

    public Task<IReadOnlyList<ProductId>> MadeBy(BulkSession session, IReadOnlyCollection<ChangeSetId> changeSets, CancellationToken ct) => ProductStore.MadeBy(session, changeSets, ct);

    public Task Delete(BulkSession session, IReadOnlyCollection<ProductId> products, CancellationToken ct) => ProductStore.Delete(session, products, ct);

    public async Task<IReadOnlyDictionary<ProductId, ProductInfo>> Find(IReadOnlyCollection<ProductId> ids, CancellationToken ct)
    {
        var found = new Dictionary<ProductId, ProductInfo>(ids.Count);
        await using var db = await contexts.CreateDbContextAsync(ct);
        foreach (var some in ids.Distinct().Chunk(5_000))
            foreach (var p in await db.Products.AsNoTracking().Where(p => some.Contains(p.Id)).ToListAsync(ct))
                found[p.Id] = new(p.Id, p.Code, p.Name, p.Category, p.Price, p.Cost);
        return found;
    }
}
