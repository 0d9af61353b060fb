using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Segments;

/// <summary>Whom files named, by segment. It has no column in the base, but hears with it whose rows moved.</summary>
internal sealed class ListedSets(DataLocation location) : IContributesColumns
{
    private readonly Lock guard = new();
    private readonly Dictionary<long, HashSet<long>> sets = [];

    public IReadOnlyList<ColumnKey> Keys => [];
    public IReadOnlyList<string> Topics { get; } = [SegmentTopics.Segments];

    /// <summary>Those of them whom the snapshot holds.</summary>
    public Bitmap Members(SegmentId segment, CustomerBaseSnapshot snapshot)
    {
        var found = new Bitmap(snapshot.Size);
        lock (guard)
        {
            if (!sets.TryGetValue(segment.Value, out var set))
            {
                using var connection = location.Connect();
                sets[segment.Value] = set = [.. Rows(connection, $"segment_id = {segment.Value}").Select(r => r.Customer)];
            }
            foreach (var id in set)
                if (snapshot.TryIndex(id, out var index)) found.Set(index);
        }
        return found;
    }

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        lock (guard) sets.Clear();
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var now = Rows(db.Database.GetDbConnection(), $"customer_id in ({string.Join(',', some)})");
            lock (guard)
            {
                foreach (var set in sets.Values) set.ExceptWith(some);
                foreach (var (customer, segment) in now)
                    if (sets.TryGetValue(segment, out var set)) set.Add(customer);
            }
        }
    }

    private static List<(long Customer, long Segment)> Rows(DbConnection connection, string which)
    {
        var rows = new List<(long, long)>();
        using var row = FastReader.Open(connection, $"select customer_id, segment_id from {ListedCustomerTable.Name} where {which}");
        while (row.Read()) rows.Add((row.Long(0), row.Long(1)));
        return rows;
    }
}

/// <summary>Topics of the change feed.</summary>
internal static class SegmentTopics
{
    /// <summary>Customers came into sets from files, or left them.</summary>
    public const string Segments = "segments";
}
