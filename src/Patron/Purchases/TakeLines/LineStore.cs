using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>A line to be inserted.</summary>
internal readonly record struct NewLine(long Id, BookedOrder Order, string? Key, LineValues Values, long Amount);

/// <summary>A line that becomes another.</summary>
internal readonly record struct ChangedLine(NewLine Line, LineValues Before);

/// <summary>Reads and writes order lines in bulk, within a session.</summary>
internal static class LineStore
{
    public const string Table = "purchases_order_lines";

    private static readonly string[] Columns =
        ["customer_id", "id", "order_id", "source_record_id", "line", "product_id", "quantity", "price", "discount", "amount", "at"];

    /// <summary>The columns that change sets tell of; the amount follows from them.</summary>
    private static readonly string[] Recorded = ["product_id", "quantity", "price", "discount", "at"];

    public static async Task Read(BulkSession session, IReadOnlyCollection<BookedOrder> orders, bool keyedOnly, CancellationToken ct)
    {
        if (orders.Count == 0) return;
        var byId = orders.ToDictionary(o => o.Id);
        await using var command = session.Command();
        command.CommandText = $"""
            select t.order_id, t.line, t.id, t.product_id, t.quantity, t.price, t.discount, t.at
            from {command.InPairs([.. orders.Select(o => (o.Customer, o.Id))])} cross join {Table} t where t.customer_id = w.c and t.order_id = w.i
            """ + (keyedOnly ? " and t.line is not null" : "");
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                byId[reader.GetInt64(0)].Lines.Read(reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2),
                    new(reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInstant(7)));
            }
        }
        foreach (var order in orders) order.Lines.Known();
    }

    public static void Insert(BulkSession session, List<NewLine> lines)
    {
        if (lines.Count == 0) return;
        using var sink = session.Sink(Table, Columns);
        foreach (ref readonly var line in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines))
        {
            sink.Begin();
            sink.Long(line.Order.Customer);
            sink.Long(line.Id);
            sink.Long(line.Order.Id);
            sink.Long(line.Order.Record);
            sink.Text(line.Key);
            sink.Long(line.Values.Product);
            sink.Long(line.Values.Quantity);
            sink.Long(line.Values.Price);
            sink.Long(line.Values.Discount);
            sink.Long(line.Amount);
            sink.Instant(line.Values.At);
            sink.End();
        }
        sink.Complete();
    }

    /// <summary>The amounts that quantity, price and discount come to.</summary>
    public static async Task Reckon(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> lines, CancellationToken ct)
    {
        var amounts = new List<object?[]>(lines.Count);
        if (lines.Count == 0) return;
        await using (var command = session.Command())
        {
            command.CommandText = $"select t.customer_id, t.id, t.quantity, t.price, t.discount from {command.InPairs(lines)} cross join {Table} t where t.customer_id = w.c and t.id = w.i";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) amounts.Add([Micros.LineAmount(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)), reader.GetInt64(0), reader.GetInt64(1)]);
        }
        await session.Update(Table, ["amount"], ["customer_id", "id"], amounts, ct);
    }

    public static async Task Change(BulkSession session, IReadOnlyList<ChangedLine> changed, ChangeRecorder? changes, CancellationToken ct)
    {
        if (changed.Count == 0) return;
        changes?.Write(session, Table, [.. changed.Select(c => RowChange.Of(c.Line.Id, c.Line.Order.Customer, Recorded, c.Before.Recorded, c.Line.Values.Recorded)!.Value)]);
        await session.Update(Table, ["product_id", "quantity", "price", "discount", "amount", "at"], ["customer_id", "id"],
            [.. changed.Select(c => c.Line).Select(l => new object?[]
            {
                l.Values.Product, l.Values.Quantity, l.Values.Price, l.Values.Discount, l.Amount, Instants.FromMicroseconds(l.Values.At), l.Order.Customer, l.Id,
            })], ct);
    }
}
