using Patron.Data;
using Patron.Kernel;

namespace Patron.Quality.ReckonQuality;

/// <summary>Brings the stored flaws up to what a sweep found, writing only what differs.</summary>
internal static class FlawWriter
{
    /// <summary>Where more rows than this differ, all are written anew: that is quicker than picking them out.</summary>
    private const int AllAnewFrom = 100_000;
    private static readonly string[] Columns = ["customer_id", "id", "source_record_id", "source_number", "missing", "invalid", "duplicate"];
    private static readonly string[] SharedColumns = ["customer_id", "id", "source_record_id", "source_id", "field", "leader"];

    /// <summary>Tells the feed of every customer whose flaws differ; returns how many rows differ.</summary>
    public static async Task<int> Write(BulkSession session, IReadOnlyList<Flaws> found, IReadOnlyList<SourceInfo> sources, CancellationToken ct)
    {
        var (gone, made) = Differences(session, found, sources);
        if (gone.Count + made.Count == 0) return 0;
        session.Tell(Topics.Quality, gone.Concat(made).Select(f => f.Customer));
        if (gone.Count + made.Count > AllAnewFrom)
        {
            await session.Execute($"delete from {RecordFlawsTable.Name}", ct);
            Insert(session, found.Where(f => !f.None), sources);
        }
        else
        {
            foreach (var some in gone.Chunk(5_000))
            {
                await using var delete = session.Command();
                delete.CommandText = $"delete from {RecordFlawsTable.Name} where customer_id in {delete.In("@customers", some.Select(f => f.Customer).Distinct())} and +id in {delete.In("@ids", some.Select(f => f.Record))}";
                await delete.ExecuteNonQueryAsync(ct);
            }
            Insert(session, made, sources);
        }
        return gone.Count + made.Count;
    }

    /// <summary>The groups that share a value: few rows, written anew where any of them differs.</summary>
    public static async Task WriteShared(BulkSession session, IReadOnlyList<Sharing> found, IReadOnlyList<SourceInfo> sources, IdRanges ids, CancellationToken ct)
    {
        var there = new HashSet<(long, long, long, string, long)>();
        using (var stored = FastReader.Open(session.Connection, $"select customer_id, source_record_id, source_id, field, leader from {SharedValueTable.Name}"))
            while (stored.Read()) there.Add((stored.Long(0), stored.Long(1), stored.Long(2), stored.Text(3)!, stored.Long(4)));
        if (there.SetEquals(found.Select(s => (s.Customer, s.Record, sources[s.Source].Id.Value, FieldOf(s.Bit), s.Leader)))) return;

        await session.Execute($"delete from {SharedValueTable.Name}", ct);
        using var sink = session.Sink(SharedValueTable.Name, SharedColumns);
        foreach (var sharing in found)
        {
            sink.Begin();
            sink.Long(sharing.Customer);
            sink.Long(ids.Next());
            sink.Long(sharing.Record);
            sink.Long(sources[sharing.Source].Id.Value);
            sink.Text(FieldOf(sharing.Bit));
            sink.Long(sharing.Leader);
            sink.End();
        }
        sink.Complete();
    }

    /// <summary>Both sides stand in the order of customer and record: one walk along them finds what is gone and what is new.</summary>
    private static (List<Flaws> Gone, List<Flaws> Made) Differences(BulkSession session, IReadOnlyList<Flaws> found, IReadOnlyList<SourceInfo> sources)
    {
        var (gone, made, next) = (new List<Flaws>(), new List<Flaws>(), 0);
        var numbers = sources.Index().ToDictionary(s => s.Item.Number, s => s.Index);
        using var stored = FastReader.Open(session.Connection, $"select customer_id, id, source_number, missing, invalid, duplicate from {RecordFlawsTable.Name} order by customer_id, id");
        while (stored.Read())
        {
            var old = new Flaws(stored.Long(0), stored.Long(1), numbers.GetValueOrDefault(stored.Int(2), -1), stored.Int(3), stored.Int(4), stored.Int(5));
            for (; next < found.Count && Compare(found[next], old) < 0; next++) Make(found[next]);
            var same = next < found.Count && Compare(found[next], old) == 0;
            if (!same || found[next] != old)
            {
                gone.Add(old);
                if (same) Make(found[next]);
            }
            if (same) next++;
        }
        for (; next < found.Count; next++) Make(found[next]);
        return (gone, made);

        void Make(Flaws flaws)
        {
            if (!flaws.None) made.Add(flaws);
        }
    }

    private static int Compare(Flaws a, Flaws b) => a.Customer != b.Customer ? a.Customer.CompareTo(b.Customer) : a.Record.CompareTo(b.Record);

    private static void Insert(BulkSession session, IEnumerable<Flaws> flaws, IReadOnlyList<SourceInfo> sources)
    {
        using var sink = session.Sink(RecordFlawsTable.Name, Columns);
        foreach (var record in flaws)
        {
            sink.Begin();
            sink.Long(record.Customer);
            sink.Long(record.Record);
            sink.Long(record.Record);
            sink.Int(sources[record.Source].Number);
            sink.Int(record.Missing);
            sink.Int(record.Invalid);
            sink.Int(record.Duplicate);
            sink.End();
        }
        sink.Complete();
    }

    private static string FieldOf(int bit) => QualityFields.All.First(f => f.Bit == bit).Key;
}
