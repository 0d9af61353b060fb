using Patron.Data;
using Patron.Kernel;

namespace Patron.Households.FindHouseholds;

/// <summary>The tables of households in bulk, within a session.</summary>
internal static class FoundRows
{
    public static async Task<List<StoredMember>> All(BulkSession session, CancellationToken ct)
    {
        var rows = new List<StoredMember>();
        await using var command = session.Command($"select customer_id, id, household_id, shared from {FoundTable.Name} order by customer_id, id");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), (SharedBy)reader.GetInt32(3)));
        return rows;
    }

    public static async Task<List<StoredVerdict>> Verdicts(BulkSession session, CancellationToken ct)
    {
        var rows = new List<StoredVerdict>();
        await using var command = session.Command($"select customer_id, household_id, verdict from {DecidedTable.Name} order by customer_id, at, id");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(new(reader.GetInt64(0), reader.GetInt64(1), (Verdict)reader.GetInt32(2)));
        // Two rows of the same household come together where two customers became one: the later one holds.
        return [.. rows.GroupBy(r => (r.Customer, r.Household)).Select(g => g.Last())];
    }

    /// <summary>Makes the stored rows those that were found; what is the same already stays. Returns how many came and went.</summary>
    public static async Task<int> Write(BulkSession session, IReadOnlyList<StoredMember> stored, IReadOnlyList<Finding> findings, IdRanges ids, DateTimeOffset now, CancellationToken ct)
    {
        var wanted = findings.Where(f => f.Household != 0).Select(f => (f.Customer, f.Household, f.Shared)).ToHashSet();
        var kept = new HashSet<(long, long, SharedBy)>();
        var gone = stored.Where(s => !wanted.Contains((s.Customer, s.Household, s.Shared)) || !kept.Add((s.Customer, s.Household, s.Shared))).ToArray();
        var fresh = findings.Where(f => !kept.Contains((f.Customer, f.Household, f.Shared))).ToArray();
        await Delete(session, gone, ct);
        var there = await There(session, fresh, ct);
        var made = new Dictionary<int, long>();
        using (var sink = session.Sink(FoundTable.Name, FoundTable.Columns))
        {
            foreach (var finding in fresh.Where(f => there.Contains(f.Customer)))
            {
                if (finding.Household == 0) made.TryAdd(finding.Home, ids.Next());
                sink.Begin();
                sink.Long(finding.Customer);
                sink.Long(ids.Next());
                sink.Long(finding.Household != 0 ? finding.Household : made[finding.Home]);
                sink.Int((int)finding.Shared);
                sink.Instant(Instants.ToMicroseconds(now));
                sink.End();
            }
            sink.Complete();
        }
        if (gone.Length + fresh.Length > 0) session.Tell(Topics.Households, [.. gone.Select(g => g.Customer), .. there]);
        return gone.Length + fresh.Length;
    }

    private static async Task Delete(BulkSession session, StoredMember[] gone, CancellationToken ct)
    {
        foreach (var some in gone.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {FoundTable.Name} where customer_id in {delete.In("@customers", some.Select(g => g.Customer))} and +id in {delete.In("@ids", some.Select(g => g.Id))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Those who are still there: somebody may have been merged, deleted or erased since they were read.</summary>
    private static async Task<HashSet<long>> There(BulkSession session, Finding[] fresh, CancellationToken ct)
    {
        var there = new HashSet<long>();
        foreach (var some in fresh.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id from customers where id in {command.In("@ids", some.Select(f => f.Customer))} and merged_into is null and deleted_at is null";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) there.Add(reader.GetInt64(0));
        }
        return there;
    }
}
