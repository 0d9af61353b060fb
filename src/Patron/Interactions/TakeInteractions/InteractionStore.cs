using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Interactions;

/// <summary>An interaction as one file knows it.</summary>
internal sealed class BookedInteraction
{
    public required long Id { get; init; }
    public required long Customer { get; set; }
    public required long? Record { get; init; }
    public required InteractionValues Values { get; set; }

    /// <summary>As the database has it; null while it is not there.</summary>
    public InteractionValues? Stored { get; set; }
}

internal sealed record InteractionValues(long At, string Kind, string? Channel, Direction? Direction, string Payload, long? Agent)
{
    public object?[] Recorded => [At, Kind, Channel, (int?)Direction, Payload, Agent];
}

/// <summary>Reads and writes interactions in bulk, within a session.</summary>
internal static class InteractionStore
{
    public const string Table = "interactions";
    private static readonly string[] Columns = ["customer_id", "id", "source_record_id", "at", "kind", "channel", "direction", "payload", "agent", "version"];

    /// <summary>The columns that change sets tell of.</summary>
    public static readonly string[] Recorded = ["at", "kind", "channel", "direction", "payload", "agent"];

    public static async Task<Dictionary<long, BookedInteraction>> Read(BulkSession session, IReadOnlyCollection<(long Customer, long Id)> keys, CancellationToken ct)
    {
        var read = new Dictionary<long, BookedInteraction>(keys.Count);
        if (keys.Count == 0) return read;
        await using var command = session.Command();
        command.CommandText = $"""
            select t.customer_id, t.id, t.source_record_id, t.at, t.kind, t.channel, t.direction, t.payload, t.agent
            from {command.InPairs(keys)} cross join {Table} t where t.customer_id = w.c and t.id = w.i
            """;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) read[reader.GetInt64(1)] = Read(reader);
        return read;
    }

    private static BookedInteraction Read(DbDataReader reader)
    {
        var values = new InteractionValues(reader.GetInstant(3), reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.IsDBNull(6) ? null : (Direction)reader.GetInt32(6), reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetInt64(8));
        return new() { Customer = reader.GetInt64(0), Id = reader.GetInt64(1), Record = reader.IsDBNull(2) ? null : reader.GetInt64(2), Values = values, Stored = values };
    }

    public static async Task Write(
        BulkSession session, SourceId source, IReadOnlyList<(string Number, BookedInteraction Row)> made, IReadOnlyCollection<BookedInteraction> changed, ChangeRecorder? changes, CancellationToken ct)
    {
        if (made.Count > 0)
        {
            using (var sink = session.Sink(Table, Columns))
            {
                foreach (var (_, row) in made) Write(sink, row);
                sink.Complete();
            }
            using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
            foreach (var (number, row) in made) ClaimedKeys.Write(claims, ClaimScopes.Interaction(source), number, row.Id, row.Customer);
            claims.Complete();
        }
        changes?.Write(session, Table, [.. changed.Select(i => RowChange.Of(i.Id, i.Customer, Recorded, i.Stored!.Recorded, i.Values.Recorded)).OfType<RowChange>()]);
        await session.Update(Table, Recorded, ["customer_id", "id"],
            [.. changed.Select(i => new object?[]
            {
                Instants.FromMicroseconds(i.Values.At), i.Values.Kind, i.Values.Channel, (int?)i.Values.Direction, i.Values.Payload, i.Values.Agent, i.Customer, i.Id,
            })], ct);
        // Whoever has the old values open in a form must not write over the new ones.
        await CountUp(session, [.. changed.Select(i => (i.Customer, i.Id))], ct);
        foreach (var row in changed) row.Stored = row.Values;
        if (made.Count + changed.Count > 0) session.Tell(Topics.Interactions, made.Select(m => m.Row).Concat(changed).Select(i => i.Customer));
    }

    /// <summary>The next version of these rows.</summary>
    public static async Task CountUp(BulkSession session, IReadOnlyList<(long Customer, long Id)> rows, CancellationToken ct)
    {
        foreach (var some in rows.Chunk(5_000))
        {
            await using var count = session.Command();
            count.CommandText = $"update {Table} as t set version = t.version + 1 from {count.InPairs(some)} where t.customer_id = w.c and t.id = w.i";
            await count.ExecuteNonQueryAsync(ct);
        }
    }

    private static void Write(IRowSink sink, BookedInteraction row)
    {
        sink.Begin();
        sink.Long(row.Customer);
        sink.Long(row.Id);
        sink.Long(row.Record);
        sink.Instant(row.Values.At);
        sink.Text(row.Values.Kind);
        sink.Text(row.Values.Channel);
        sink.Int((int?)row.Values.Direction);
        sink.Text(row.Values.Payload);
        sink.Long(row.Values.Agent);
        sink.Int(0);
        sink.End();
    }
}
