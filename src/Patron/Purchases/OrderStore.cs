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

    private static BookedOrder Read(DbDataReader reader) => new()
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
        session.Update(Table, ["at", "channel", "country", "stated_total"], ["customer_id", "id"],
            [.. orders.Select(o => new object?[] { Instants.FromMicroseconds(o.At), o.Channel, o.Country, o.StatedTotal, o.Customer, o.Id })], ct);

    /// <summary>An order's time is its earliest line's, of this file or an earlier one.</summary>
    public static async Task Retime(BulkSession session, IReadOnlyCollection<BookedOrder> orders, CancellationToken ct)
    {
        if (orders.Count == 0) return;
        await using var command = session.Command();
        command.CommandText = $"""
            update {Table} as t set at = (select min(l.at) from purchases_order_lines l where l.customer_id = t.customer_id and l.order_id = t.id)
            from {command.InPairs([.. orders.Select(o => (o.Customer, o.Id))])} where t.customer_id = w.c and t.id = w.i
            returning id, at
            """;
        var byId = orders.ToDictionary(o => o.Id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) byId[reader.GetInt64(0)].At = reader.GetInstant(1);
    }
}
