using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog.EditProduct;

/// <summary>No amount from 0 to a thousand million.</summary>
internal sealed record AmountUnfit(string At) : FieldRefusal("catalog.refused.amount", At);

/// <summary>Somebody else, or a file, changed the product while the form was open.</summary>
internal sealed record ProductChanged() : Refusal("catalog.refused.changed")
{
    public override int Status => StatusCodes.Status409Conflict;
}

internal sealed record ProductGone() : Refusal("catalog.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>What a person sets of a product that files left out or had wrong; each deed is a change set, which undo takes back.</summary>
internal sealed class ProductDeeds(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    /// <summary>Begins the kinds of its change sets.</summary>
    public const string Kinds = "product.";
    private const decimal Most = 1_000_000_000;

    /// <summary>What a form says; blank is nothing.</summary>
    public static Result<ProductValues> Read(string? name, string? category, string? price, string? cost)
    {
        if (!TryAmount(price, out var asked)) return new AmountUnfit("price");
        if (!TryAmount(cost, out var paid)) return new AmountUnfit("cost");
        return new ProductValues(Said(name), Said(category), asked, paid);
    }

    /// <summary>The values that a form was made from, to be sent back with it.</summary>
    public static string Mark(ProductValues values) => JsonSerializer.Serialize(values.Recorded);

    /// <summary>Null where the product says all that already.</summary>
    /// <param name="mark">See <see cref="Mark"/>.</param>
    public async Task<Result<ChangeSetId?>> Change(ProductId id, ProductValues to, string? mark, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (session.IsPostgres) await session.Execute($"select 1 from {ProductStore.Table} where id = @id for update", ct, ("@id", id.Value));
        if ((await ProductStore.Find(session, [id.Value], ct)).FirstOrDefault() is not { } product) return new ProductGone();
        if (product.Values == to) return (ChangeSetId?)null;
        if (mark != Mark(product.Values)) return new ProductChanged();
        (product.Name, product.Category, product.Price, product.Cost) = (to.Name, to.Category, to.Price, to.Cost);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "edit" };
        await ProductStore.Write(session, [], [product], new(session.Db, set), ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return set.Id;
    }

    private static string? Said(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    private static bool TryAmount(string? text, out long? micros)
    {
        micros = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) || units > Most) return false;
        micros = Micros.From(units);
        return true;
    }
}
