using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>A holding as one file knows it.</summary>
internal sealed class BookedHolding
{
    public required string Number { get; init; }
    public required long Id { get; init; }
    public required long Customer { get; set; }
    public required long? Record { get; init; }

    /// <summary>The external id of <see cref="Record"/>, once it is needed.</summary>
    public string? Person { get; set; }
    public required string Currency { get; init; }
    public required HoldingValues Values { get; set; }

    /// <summary>As the database has it; null while it is not there.</summary>
    public HoldingValues? Stored { get; set; }
}

internal sealed record HoldingValues(string Kind, int? Opened, int? Closed, long? Balance, long? Fees, long? Interest)
{
    public object?[] Recorded => [Kind, Opened, Closed, Balance, Fees, Interest];
}

/// <summary>Reads and writes holdings in bulk, within a session.</summary>
internal static class HoldingStore
{
    public const string Table = "purchases_holdings";

    private static readonly string[] Columns =
        ["customer_id", "id", "source_record_id", "source_id", "number", "kind", "opened", "closed", "balance", "fees", "interest", "currency"];

    /// <summary>The columns that change sets tell of.</summary>
    public static readonly string[] Recorded = ["kind", "opened", "closed", "balance", "fees", "interest"];

    public static async Task<List<BookedHolding>> Read(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> keys, CancellationToken ct)
    {
        var read = new List<BookedHolding>(keys.Count);
        if (keys.Count == 0) return read;
        await using var command = session.Command();
        command.CommandText = $"""
            select t.customer_id, t.id, t.source_record_id, t.number, t.currency, t.kind, t.opened, t.closed, t.balance, t.fees, t.interest
            from {command.InPairs(keys)} cross join {Table} t where t.customer_id = w.c and t.id = w.i
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var values = new HoldingValues(reader.GetString(5), Int(reader, 6), Int(reader, 7), Long(reader, 8), Long(reader, 9), Long(reader, 10));
            read.Add(new()
            {
                Customer = reader.GetInt64(0), Id = reader.GetInt64(1), Record = Long(reader, 2), Number = reader.GetString(3), Currency = reader.GetString(4),
                Values = values, Stored = values,
            });
        }
        return read;
    }

    public static async Task Write(BulkSession session, SourceId source, IReadOnlyList<BookedHolding> made, IReadOnlyCollection<BookedHolding> changed, ChangeRecorder? changes, CancellationToken ct)
    {
        changes?.Write(session, Table, [.. changed.Select(h => RowChange.Of(h.Id, h.Customer, Recorded, h.Stored!.Recorded, h.Values.Recorded)).OfType<RowChange>()]);
        if (made.Count > 0)
        {
            using (var sink = session.Sink(Table, Columns))
            {
                foreach (var holding in made) Write(sink, source, holding);
                sink.Complete();
            }
            using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
            foreach (var holding in made) ClaimedKeys.Write(claims, ClaimScopes.Holding(source), holding.Number, holding.Id, holding.Customer);
            claims.Complete();
        }
        await session.Update(Table, Recorded, ["customer_id", "id"],
            [.. changed.Select(h => new object?[] { h.Values.Kind, h.Values.Opened, h.Values.Closed, h.Values.Balance, h.Values.Fees, h.Values.Interest, h.Customer, h.Id })], ct);
        foreach (var holding in made.Concat(changed)) holding.Stored = holding.Values;
        if (made.Count + changed.Count > 0) session.Tell(Topics.Holdings, made.Concat(changed).Select(h => h.Customer));
    }

    private static void Write(IRowSink sink, SourceId source, BookedHolding holding)
    {
        sink.Begin();
        sink.Long(holding.Customer);
        sink.Long(holding.Id);
        sink.Long(holding.Record);
        sink.Long(source.Value);
        sink.Text(holding.Number);
        sink.Text(holding.Values.Kind);
        sink.Int(holding.Values.Opened);
        sink.Int(holding.Values.Closed);
        sink.Long(holding.Values.Balance);
        sink.Long(holding.Values.Fees);
        sink.Long(holding.Values.Interest);
        sink.Text(holding.Currency);
        sink.End();
    }

    private static long? Long(DbDataReader reader, int field) => reader.IsDBNull(field) ? null : reader.GetInt64(field);

    private static int? Int(DbDataReader reader, int field) => reader.IsDBNull(field) ? null : reader.GetInt32(field);
}
