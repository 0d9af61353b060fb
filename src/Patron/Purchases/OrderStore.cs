using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>Reads and writes orders in bulk, within a session.</summary>
internal static class OrderStore
{
    public const string Table = "purchases_orders";

    private static readonly string[] Columns =
        ["customer_id", "id", "source_record_id", "source_id", "number", "at", "currency", "channel", "country", "is_return", "stated_total"];

    /// <summary>The columns that change sets tell of.</summary>
    public static readonly string[] Recorded = ["at", "channel", "country", "stated_total"];

    public static async Task<List<BookedOrder>> Read(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> keys, CancellationToken ct)
    {
        var read = new List<BookedOrder>(keys.Count);
        if (keys.Count == 0) return read;
        await using var command = session.Command();
        command.CommandText = $"""
            select t.customer_id, t.id, t.source_record_id, t.number, t.at, t.currency, t.channel, t.country, t.is_return, t.stated_total
            from {command.InPairs(keys)} cross join {Table} t where t.customer_id = w.c and t.id = w.i
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) read.Add(Read(reader));
        return read;
    }

    private static BookedOrder Read(DbDataReader reader)
    {
        var order = Booked(reader);
        order.Stored = order.Values;
        return order;
    }

    private static BookedOrder Booked(DbDataReader reader) => new()
    {
        Customer = reader.GetInt64(0), Id = reader.GetInt64(1), Record = reader.IsDBNull(2) ? null : reader.GetInt64(2), Number = reader.GetString(3),
        At = reader.GetInstant(4), Currency = reader.GetString(5), Channel = reader.IsDBNull(6) ? null : reader.GetString(6),
        Country = reader.IsDBNull(7) ? null : reader.GetString(7), IsReturn = reader.GetBoolean(8), StatedTotal = reader.IsDBNull(9) ? null : reader.GetInt64(9),
        Lines = PresentLines.Unread(),
    };

    public static void Insert(BulkSession session, SourceId source, IReadOnlyList<BookedOrder> orders)
    {
        using (var sink = session.Sink(Table, Columns))
        {
            foreach (var order in orders) Write(sink, source, order);
            sink.Complete();
        }
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var order in orders) ClaimedKeys.Write(claims, ClaimScopes.Order(source), order.Number, order.Id, order.Customer);
        claims.Complete();
    }

    private static void Write(IRowSink sink, SourceId source, BookedOrder order)
    {
        sink.Begin();
        sink.Long(order.Customer);
        sink.Long(order.Id);
        sink.Long(order.Record);
        sink.Long(source.Value);
        sink.Text(order.Number);
        sink.Instant(order.At);
        sink.Text(order.Currency);
        sink.Text(order.Channel);
        sink.Text(order.Country);
        sink.Flag(order.IsReturn);
        sink.Long(order.StatedTotal);
        sink.End();
    }

    public static Task Change(BulkSession session, IReadOnlyCollection<BookedOrder> orders, CancellationToken ct) =>
        session.Update(Table, Recorded, ["customer_id", "id"],
            [.. orders.Select(o => new object?[] { Instants.FromMicroseconds(o.At), o.Channel, o.Country, o.StatedTotal, o.Customer, o.Id })], ct);

    /// <summary>An order's time is its earliest line's, of this file or an earlier one.</summary>
    public static async Task Retime(BulkSession session, IReadOnlyCollection<BookedOrder> orders, CancellationToken ct)
    {
        var byId = orders.ToDictionary(o => o.Id);
        foreach (var (id, at) in await Retime(session, [.. orders.Select(o => (o.Customer, o.Id))], ct)) byId[id].At = at;
    }

    /// <summary>The earliest line's time of each order that has lines; one without keeps its own.</summary>
    public static async Task<List<(long Id, long At)>> Retime(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> orders, CancellationToken ct)
    {
        var retimed = new List<(long, long)>(orders.Count);
        if (orders.Count == 0) return retimed;
        await using var command = session.Command();
        command.CommandText = $"""
            update {Table} as t set at = (select min(l.at) from {LineStore.Table} l where l.customer_id = t.customer_id and l.order_id = t.id)
            from {command.InPairs(orders)} where t.customer_id = w.c and t.id = w.i
            and exists (select 1 from {LineStore.Table} l where l.customer_id = t.customer_id and l.order_id = t.id)
            returning id, at
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) retimed.Add((reader.GetInt64(0), reader.GetInstant(1)));
        return retimed;
    }

    /// <summary>Those of the orders that have lines.</summary>
    public static async Task<HashSet<long>> WithLines(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> orders, CancellationToken ct)
    {
        var with = new HashSet<long>();
        if (orders.Count == 0) return with;
        await using var command = session.Command();
        command.CommandText = $"select distinct t.order_id from {command.InPairs(orders)} cross join {LineStore.Table} t where t.customer_id = w.c and t.order_id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) with.Add(reader.GetInt64(0));
        return with;
    }

    /// <summary>The numbers of orders.</summary>
    public static async Task<Dictionary<long, string>> Numbers(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> orders, CancellationToken ct) =>
        (await Read(session, orders, ct)).ToDictionary(o => o.Id, o => o.Number);
}
