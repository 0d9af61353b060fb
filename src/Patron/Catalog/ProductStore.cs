using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog;

/// <summary>Reads and writes products in bulk, within a session.</summary>
internal static class ProductStore
{
    public const string Table = "catalog_products";
    private const string Fields = "id, code, name, category, price, cost";
    private static readonly string[] Columns = ["id", "code", "name", "category", "price", "cost"];

    /// <summary>The columns that change sets tell of.</summary>
    public static readonly string[] Recorded = ["name", "category", "price", "cost"];

    public static async Task<List<Product>> Find(BulkSession session, IEnumerable<string> codes, CancellationToken ct)
    {
        var found = new List<Product>();
        foreach (var some in codes.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select {Fields} from {Table} where code in {command.In("@codes", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) found.Add(Read(reader));
        }
        return found;
    }

    /// <summary>Inserts and updates; followers of the feed load the catalogue anew.</summary>
    public static async Task Write(BulkSession session, IReadOnlyCollection<Product> made, IReadOnlyCollection<Product> changed, ChangeRecorder? changes, CancellationToken ct)
    {
        if (made.Count + changed.Count == 0) return;
        if (made.Count > 0)
        {
            using var sink = session.Sink(Table, Columns);
            foreach (var product in made) Write(sink, product);
            sink.Complete();
        }
        changes?.Write(session, Table, [.. changed.Select(p => RowChange.Of(p.Id.Value, 0, Recorded, p.Stored.Recorded, p.Values.Recorded)).OfType<RowChange>()]);
        await session.Update(Table, Recorded, ["id"], [.. changed.Select(p => (object?[])[.. p.Values.Recorded, p.Id.Value])], ct);
        foreach (var product in made.Concat(changed)) product.Stored = product.Values;
        session.Tell(Topics.Catalog);
    }

    public static async Task<IReadOnlyList<ProductId>> MadeBy(BulkSession session, IReadOnlyCollection<ChangeSetId> changeSets, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = $"select p.id from kernel_change_ranges r join {Table} p on p.id between r.first_id and r.last_id where r.entity = '{Table}' and r.change_set_id in {command.In("@sets", changeSets.Select(s => s.Value))}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var made = new List<ProductId>();
        while (await reader.ReadAsync(ct)) made.Add(new(reader.GetInt64(0)));
        return made;
    }

    public static async Task Delete(BulkSession session, IReadOnlyCollection<ProductId> products, CancellationToken ct)
    {
        if (products.Count == 0) return;
        foreach (var some in products.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {Table} where id in {delete.In("@ids", some.Select(p => p.Value))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
        session.Tell(Topics.Catalog);
    }

    private static void Write(IRowSink sink, Product product)
    {
        sink.Begin();
        sink.Long(product.Id.Value);
        sink.Text(product.Code);
        sink.Text(product.Name);
        sink.Text(product.Category);
        sink.Long(product.Price);
        sink.Long(product.Cost);
        sink.End();
    }

    public static async Task<List<Product>> Find(BulkSession session, IEnumerable<long> ids, CancellationToken ct)
    {
        var found = new List<Product>();
        await using var command = session.Command();
        command.CommandText = $"select {Fields} from {Table} where id in {command.In("@ids", ids)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(Read(reader));
        return found;
    }

    private static Product Read(DbDataReader reader)
    {
        var product = new Product
        {
            Id = new(reader.GetInt64(0)), Code = reader.GetString(1), Name = Text(reader, 2), Category = Text(reader, 3), Price = Long(reader, 4), Cost = Long(reader, 5),
        };
        product.Stored = product.Values;
        return product;
    }

    private static string? Text(DbDataReader reader, int field) => reader.IsDBNull(field) ? null : reader.GetString(field);

    private static long? Long(DbDataReader reader, int field) => reader.IsDBNull(field) ? null : reader.GetInt64(field);
}
