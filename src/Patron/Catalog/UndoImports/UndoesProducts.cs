using System.Text.Json;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog.UndoImports;

/// <summary>Products become what they were; created ones go unless something names them. Positions: minus the number of the last change handled, then 1.</summary>
internal sealed class UndoesProducts(IEnumerable<INamesProducts> naming) : IUndoesChanges
{
    private const int Changes = 5_000;
    private const string ChangedSince = "catalog.left.changed";

    public int Order => 50;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        if (from > 0)
        {
            await Remove(session, what, ct);
            return null;
        }
        var changes = await RecordedChange.Read(session, what.Set.Id, ProductStore.Table, from == 0 ? int.MaxValue : checked((int)-from), Changes, ct);
        await Restore(session, what, changes.FindAll(c => !what.Made(ProductStore.Table, c.Id)), ct);
        if (changes.Count == Changes) return -changes[^1].Seq;
        return what.Created(ProductStore.Table).Count > 0 ? 1 : null;
    }

    private static async Task Restore(BulkSession session, Undoing what, List<RecordedChange> changes, CancellationToken ct)
    {
        if (changes.Count == 0) return;
        var present = (await ProductStore.Find(session, changes.Select(c => c.Id).Distinct(), ct)).ToDictionary(p => p.Id.Value);
        foreach (var change in changes)
        {
            if (!present.TryGetValue(change.Id, out var product)) continue;
            foreach (var field in change.Before.EnumerateObject()) Restore(what, product, field, change.After.GetProperty(field.Name));
        }
        var restored = present.Values.Where(p => p.Values != p.Stored).ToList();
        await ProductStore.Write(session, [], restored, what.Changes, ct);
        what.Count(gone: 0, restored.Count);
    }

    private static void Restore(Undoing what, Product product, JsonProperty field, JsonElement after)
    {
        var (wrote, was) = (RecordedChange.ValueOf(after), RecordedChange.ValueOf(field.Value));
        var present = product.Values.Recorded[Array.IndexOf(ProductStore.Recorded, field.Name)];
        if (!Equals(present, wrote))
        {
            what.Leave(new(ProductStore.Table, product.Code, null, field.Name, Convert.ToString(present, System.Globalization.CultureInfo.InvariantCulture), ChangedSince));
            return;
        }
        switch (field.Name)
        {
            case "name": product.Name = (string?)was; break;
            case "category": product.Category = (string?)was; break;
            case "price": product.Price = (long?)was; break;
            default: product.Cost = (long?)was; break;
        }
    }

    private async Task Remove(BulkSession session, Undoing what, CancellationToken ct)
    {
        var made = (await ProductStore.MadeBy(session, [what.Set.Id], ct)).ToHashSet();
        if (made.Count == 0) return;
        var (named, since) = (new HashSet<ProductId>(), IdMaker.MadeAt(made.Min(p => p.Value)));
        foreach (var room in naming) named.UnionWith(await room.NamedSince(session, since, ct));
        var changed = await ChangedLater(session, what, [.. made.Where(p => !named.Contains(p))], ct);
        ProductId[] gone = [.. made.Where(p => !named.Contains(p) && !changed.Contains(p))];
        await ProductStore.Delete(session, gone, ct);
        what.Count(gone.Length, restored: 0);
        foreach (var product in await ProductStore.Find(session, made.Except(gone).Select(p => p.Value), ct))
            what.Leave(new(ProductStore.Table, product.Code, null, null, null, named.Contains(product.Id) ? "catalog.left.named" : ChangedSince));
    }

    /// <summary>Those that other sets, which still stand, have changed.</summary>
    private static async Task<HashSet<ProductId>> ChangedLater(BulkSession session, Undoing what, IReadOnlyList<ProductId> products, CancellationToken ct)
    {
        var changed = new HashSet<ProductId>();
        if (products.Count == 0) return changed;
        await using var command = session.Command();
        command.CommandText = $"""
            select c.entity_id from kernel_changes c join kernel_change_sets s on s.id = c.change_set_id
            where c.entity = '{ProductStore.Table}' and c.entity_id in {command.In("@ids", products.Select(p => p.Value))} and c.change_set_id <> @set and s.undone_by is null and s.undoes is null
            """;
        command.Add("@set", what.Set.Id.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) changed.Add(new(reader.GetInt64(0)));
        return changed;
    }
}
