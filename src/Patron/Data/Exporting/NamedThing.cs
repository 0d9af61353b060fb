using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>Things of a room that rows of other rooms refer to. Their ids are others elsewhere, so an archive names them: by a column that tells them apart within their customer.</summary>
/// <param name="Kind">The word of the reference: "ticket".</param>
public sealed record NamedThing(string Kind, string Table, string Column);

public static class NamedThings
{
    /// <summary>SQL of "kind:name" of what a row t refers to by these columns; null for nothing, and for what has no name.</summary>
    public static string Named(this IEnumerable<NamedThing> things, string kindColumn, string idColumn) =>
        things.ToArray() is { Length: > 0 } all
            ? $"case t.{kindColumn} {string.Join(' ', all.Select(n => $"when '{n.Kind}' then '{n.Kind}:' || (select n.{n.Column} from {n.Table} n where n.customer_id = t.customer_id and n.id = t.{idColumn})"))} end" : "null";

    /// <summary>What names mean in this database; a name that nobody bears is left out.</summary>
    public static async Task<IReadOnlyDictionary<(long Customer, string Name), (string Kind, long Id)>> Find(
        this IEnumerable<NamedThing> things, BulkSession session, IReadOnlyCollection<(long Customer, string Name)> names, CancellationToken ct)
    {
        var found = new Dictionary<(long, string), (string, long)>();
        foreach (var thing in things)
        {
            var (start, wanted) = (thing.Kind + ":", names.Where(n => n.Name.StartsWith(thing.Kind + ":", StringComparison.Ordinal)).ToArray());
            foreach (var some in wanted.Chunk(2_000))
            {
                await using var command = session.Command();
                command.CommandText = $"select customer_id, {thing.Column}, id from {thing.Table} where customer_id in {command.In("@customers", some.Select(n => n.Customer).Distinct())} and {thing.Column} in {command.In("@names", some.Select(n => n.Name[start.Length..]).Distinct())} order by id";
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) found.TryAdd((reader.GetInt64(0), start + reader.GetString(1)), (thing.Kind, reader.GetInt64(2)));
            }
        }
        return found;
    }
}
