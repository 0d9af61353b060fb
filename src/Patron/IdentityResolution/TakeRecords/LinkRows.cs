using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>A pair of records of one customer and why; the younger record's id is the greater.</summary>
internal readonly record struct Pair(long Younger, long Older, string Reason);

/// <summary>The links of customers in bulk.</summary>
internal static class LinkRows
{
    private static readonly string[] Columns = ["customer_id", "id", "source_record_id", "other_record_id", "reason", "at"];

    /// <summary>Makes the links of these customers the ones given; a link that stays keeps its day. Returns those that went, with their days.</summary>
    /// <param name="day">When a new one was made, in microseconds.</param>
    public static async Task<IReadOnlyList<(Pair Pair, long At)>> Set(
        BulkSession session, IReadOnlyCollection<long> customers, IReadOnlyDictionary<Pair, CustomerId> pairs, IdRanges ids, Func<Pair, long> day, CancellationToken ct)
    {
        var went = new List<(Pair, long)>();
        var known = new HashSet<Pair>();
        var gone = new List<(long Customer, long Id)>();
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select customer_id, id, source_record_id, other_record_id, reason, at from {IdentityTables.Links} where customer_id in {command.In("@customers", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var pair = new Pair(reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4));
                if (pairs.ContainsKey(pair) && known.Add(pair)) continue;
                gone.Add((reader.GetInt64(0), reader.GetInt64(1)));
                if (!pairs.ContainsKey(pair)) went.Add((pair, reader.GetInstant(5)));
            }
        }
        foreach (var some in gone.Chunk(5_000))
        {
            // The plus keeps SQLite from trying every id with every customer by the key.
            await using var delete = session.Command();
            delete.CommandText =
                $"delete from {IdentityTables.Links} where customer_id in {delete.In("@customers", some.Select(g => g.Customer))} and +id in {delete.In("@ids", some.Select(g => g.Id))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
        if (pairs.Count > known.Count) Insert(session, pairs.Where(p => !known.Contains(p.Key)), ids, day);
        return went;
    }

    private static void Insert(BulkSession session, IEnumerable<KeyValuePair<Pair, CustomerId>> pairs, IdRanges ids, Func<Pair, long> day)
    {
        using var sink = session.Sink(IdentityTables.Links, Columns);
        foreach (var (pair, customer) in pairs)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(ids.Next());
            sink.Long(pair.Younger);
            sink.Long(pair.Older);
            sink.Text(pair.Reason);
            sink.Instant(day(pair));
            sink.End();
        }
        sink.Complete();
    }
}
