using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Sales.UndoImports;

/// <summary>Deals name products, now and in their history.</summary>
internal sealed class DealsNameProducts : INamesProducts
{
    public async Task<IReadOnlySet<ProductId>> Named(BulkSession session, CancellationToken ct)
    {
        var named = new HashSet<ProductId>();
        await using var command = session.Command($"select product_id from {OpportunityTable.Name} where product_id is not null union select product_id from {DealStepTable.Name} where product_id is not null union select product_id from {KeepObjections.ObjectionTable.Name} where product_id is not null");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) named.Add(new(reader.GetInt64(0)));
        return named;
    }
}
