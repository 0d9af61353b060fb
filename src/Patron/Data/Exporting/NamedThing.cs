using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>Things of a room that rows of other rooms refer to. Their ids are others elsewhere, so an archive names them by what tells them apart within their customer.</summary>
/// <param name="Kind">The word of the reference: "ticket".</param>
/// <param name="Name">SQL of the name as text, of a row n of the table; asked whether the database is PostgreSQL.</param>
public sealed record NamedThing(string Kind, string Table, Func<bool, string> Name)
{
    /// <param name="column">That holds the name.</param>
    public NamedThing(string kind, string table, string column) : this(kind, table, _ => "n." + column)
    {
    }

    /// <summary>SQL of an instant as text: microseconds since 1970.</summary>
    public static string Moment(bool postgres, string column) => postgres ? $"cast(cast(extract(epoch from {column}) * 1000000 as bigint) as text)" : $"cast({column} as text)";
}

public static class NamedThings
{
    /// <summary>SQL of "kind:name" of what a row t refers to by these columns; null for nothing, and for what has no name.</summary>
    public static string Named(this IEnumerable<NamedThing> things, BulkSession session, string kindColumn, string idColumn) =>
        things.ToArray() is { Length: > 0 } all
            ? $"case t.{kindColumn} {string.Join(' ', all.Select(n => $"when '{n.Kind}' then '{n.Kind}:' || (select {n.Name(session.IsPostgres)} from {n.Table} n where n.customer_id = t.customer_id and n.id = t.{idColumn})"))} end" : "null";

    /// <summary>What names mean in this database; a name that nobody bears is left out, of two that bear it the older one is meant.</summary>
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
                command.CommandText = $"""
                    select customer_id, name, id from (select n.customer_id, {thing.Name(session.IsPostgres)} as name, n.id from {thing.Table} n where n.customer_id in {command.In("@customers", some.Select(n => n.Customer).Distinct())}) named
                    where name in {command.In("@names", some.Select(n => n.Name[start.Length..]).Distinct())} order by id
                    """;
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) found.TryAdd((reader.GetInt64(0), start + reader.GetString(1)), (thing.Kind, reader.GetInt64(2)));
            }
        }
        return found;
    }
}
