using System.Collections.Concurrent;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;

namespace Patron.CustomerBase;

/// <summary>Runs <see cref="IDerivesColumns"/> over everybody or over a few.</summary>
internal static class Derivation
{
    /// <summary>One array for each key with a row for each customer; null where there is nothing to derive from.</summary>
    public static long[][]? Of(IDerivesColumns deriver, CustomerBaseSnapshot snapshot)
    {
        if (deriver.Begin(snapshot) is not { } derive) return null;
        var columns = deriver.Keys.Select(_ => new long[snapshot.Size]).ToArray();
        if (snapshot.Size == 0) return columns;
        Parallel.ForEach(Partitioner.Create(0, snapshot.Size), range =>
        {
            Span<long> values = new long[columns.Length];
            for (var i = range.Item1; i < range.Item2; i++)
            {
                values.Fill(NumberKey.Missing);
                if (snapshot.Known.Get(i)) derive(i, values);
                for (var k = 0; k < columns.Length; k++) columns[k][i] = values[k];
            }
        });
        return columns;
    }

    /// <summary>The values of some customers as changes; null where no room derives anything of them.</summary>
    public static BaseBatch? Of(IEnumerable<IDerivesColumns> derivers, CustomerBaseSnapshot snapshot, IReadOnlyCollection<long> customers)
    {
        var rows = new Dictionary<long, CustomerRow>();
        foreach (var deriver in derivers)
        {
            if (deriver.Begin(snapshot) is not { } derive) continue;
            var values = new long[deriver.Keys.Count];
            foreach (var id in customers)
            {
                if (!snapshot.TryIndex(id, out var index)) continue;
                Array.Fill(values, NumberKey.Missing);
                if (snapshot.Known.Get(index)) derive(index, values);
                if (!rows.TryGetValue(id, out var row)) rows[id] = row = new(id, snapshot.Known.Get(index));
                for (var k = 0; k < values.Length; k++) row.Number(deriver.Keys[k], values[k] == NumberKey.Missing ? null : values[k]);
            }
        }
        if (rows.Count == 0) return null;
        var batch = new BaseBatch();
        foreach (var row in rows.Values) batch.Upsert(row);
        return batch;
    }
}
