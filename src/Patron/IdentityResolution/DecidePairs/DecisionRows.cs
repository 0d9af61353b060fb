using System.Data.Common;
using System.Text.Json;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.DecidePairs;

/// <summary>A decision as it is stored, and whether the sets that made and ended it were taken back.</summary>
internal sealed record StoredDecision(PairDecision Row, bool Unmade, bool Unended)
{
    public (string, string) Pair => (Row.FirstKey, Row.SecondKey);
    public bool Holds => Row.EndedAt is null;
}

/// <summary>Decisions in bulk.</summary>
internal static class DecisionRows
{
    private static readonly string[] Columns =
        ["id", "first_key", "second_key", "first_record", "second_record", "verdict", "probability", "evidence", "\"by\"", "at", "made_in", "ended_at", "ended_in"];

    // A decision that came with an archive has no set of its own.
    private static readonly string Select =
        $"select {string.Join(", ", Columns.Select(c => "d." + c))}, m.undone_by is not null, e.undone_by is not null from {IdentityTables.Decisions} d "
        + "left join kernel_change_sets m on m.id = d.made_in left join kernel_change_sets e on e.id = d.ended_in";

    public static string? Write(IReadOnlyList<FieldEvidence> evidence) => evidence.Count == 0 ? null : JsonSerializer.Serialize(evidence, JsonSerializerOptions.Web);

    public static IReadOnlyList<FieldEvidence> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<FieldEvidence[]>(json, JsonSerializerOptions.Web)!;

    /// <summary>Everything ever decided of pairs of which both records have these keys, the oldest first.</summary>
    public static Task<List<StoredDecision>> Among(BulkSession session, IReadOnlyCollection<string> keys, CancellationToken ct) =>
        // The empty text keeps SQLite from trying every second key under every first one.
        Find(session, keys, (command, some) => $"d.first_key in {command.In("@keys", some)} and d.second_key || '' in {command.In("@others", keys)}", ct);

    /// <summary>What holds of pairs of which one record has one of these keys, the oldest first.</summary>
    public static async Task<List<StoredDecision>> Holding(BulkSession session, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var first = await Find(session, keys, (command, some) => $"d.ended_at is null and d.first_key in {command.In("@keys", some)}", ct);
        var second = await Find(session, keys, (command, some) => $"d.ended_at is null and d.second_key in {command.In("@keys", some)}", ct);
        return [.. first.Concat(second).DistinctBy(d => d.Row.Id).OrderBy(d => d.Row.Id)];
    }

    /// <summary>What the set made and what it ended.</summary>
    public static async Task<List<StoredDecision>> OfSet(BulkSession session, ChangeSetId set, CancellationToken ct)
    {
        await using var command = session.Command($"{Select} where d.made_in = @set union {Select} where d.ended_in = @set");
        command.Add("@set", set.Value);
        return await Read(command, ct);
    }

    public static void Insert(BulkSession session, IEnumerable<PairDecision> rows)
    {
        using var sink = session.Sink(IdentityTables.Decisions, Columns[..^1]);
        foreach (var row in rows)
        {
            sink.Begin();
            sink.Long(row.Id);
            sink.Text(row.FirstKey);
            sink.Text(row.SecondKey);
            sink.Long(row.FirstRecord.Value);
            sink.Long(row.SecondRecord.Value);
            sink.Int((int)row.Verdict);
            sink.Int(row.Probability);
            sink.Text(row.Evidence);
            sink.Long(row.By?.Value);
            sink.Instant(Instants.ToMicroseconds(row.At));
            sink.Long(row.MadeIn.Value);
            sink.Instant(row.EndedAt is { } at ? Instants.ToMicroseconds(at) : null);
            sink.End();
        }
        sink.Complete();
    }

    public static Task End(BulkSession session, IEnumerable<long> ids, ChangeSet set, CancellationToken ct) =>
        session.Update(IdentityTables.Decisions, ["ended_at", "ended_in"], ["id"], [.. ids.Select(id => (object?[])[set.At, set.Id.Value, id])], ct);

    public static async Task HoldAgain(BulkSession session, IEnumerable<long> ids, CancellationToken ct)
    {
        foreach (var some in ids.Chunk(5_000))
        {
            await using var update = session.Command();
            update.CommandText = $"update {IdentityTables.Decisions} set ended_at = null, ended_in = null where id in {update.In("@ids", some)}";
            await update.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Nothing is left of decisions about these records.</summary>
    public static async Task Forget(BulkSession session, IReadOnlyCollection<SourceRecordId> records, CancellationToken ct)
    {
        foreach (var some in records.Chunk(5_000))
        {
            await using var delete = session.Command();
            var gone = delete.In("@records", some.Select(r => r.Value));
            delete.CommandText = $"delete from {IdentityTables.Decisions} where first_record in {gone} or second_record in {gone}";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<List<StoredDecision>> Find(BulkSession session, IReadOnlyCollection<string> keys, Func<DbCommand, string[], string> where, CancellationToken ct)
    {
        var found = new List<StoredDecision>();
        foreach (var some in keys.Distinct(StringComparer.Ordinal).Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"{Select} where {where(command, some)}";
            found.AddRange(await Read(command, ct));
        }
        return [.. found.OrderBy(d => d.Row.Id)];
    }

    private static async Task<List<StoredDecision>> Read(DbCommand command, CancellationToken ct)
    {
        var found = new List<StoredDecision>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var row = new PairDecision
            {
                Id = reader.GetInt64(0), FirstKey = reader.GetString(1), SecondKey = reader.GetString(2), FirstRecord = new(reader.GetInt64(3)), SecondRecord = new(reader.GetInt64(4)),
                Verdict = (Verdict)reader.GetInt32(5), Probability = reader.Int(6), Evidence = reader.Text(7), By = reader.IsDBNull(8) ? null : new UserId(reader.GetInt64(8)),
                At = Instants.FromMicroseconds(reader.GetInstant(9)), MadeIn = new(reader.GetInt64(10)),
                EndedAt = reader.IsDBNull(11) ? null : Instants.FromMicroseconds(reader.GetInstant(11)), EndedIn = reader.IsDBNull(12) ? null : new ChangeSetId(reader.GetInt64(12)),
            };
            found.Add(new(row, reader.GetBoolean(13), reader.GetBoolean(14)));
        }
        return [.. found.OrderBy(d => d.Row.Id)];
    }
}
