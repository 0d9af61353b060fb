using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Consents.ContributeColumns;

/// <summary>Reads what counts now of the ledger: of each channel the latest entry, at equal times the stricter.</summary>
internal sealed class ConsentRows : IContributesColumns
{
    // Of the ledger only rows of this purpose; the ledger's key brings a customer's rows together.
    private const string Read = $"select customer_id, channel, given, at from {ConsentLedger.Table} where purpose = '{ConsentColumn.Purpose}'";

    public IReadOnlyList<ColumnKey> Keys { get; } = [ConsentColumn.Key];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Consents];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (masks, finder, now, at) = (new ulong[draft.Count], draft.Finder(), new Latest(), -1L);
        using var reader = FastReader.Open(connection, Read + " order by customer_id");
        while (reader.Read())
        {
            if (reader.Long(0) != at) Put();
            at = reader.Long(0);
            now.Take(reader);
        }
        Put();
        draft.Add(ConsentColumn.Key, masks);

        void Put()
        {
            if (at >= 0 && finder.IndexOf(at) is >= 0 and var index) masks[index] = now.End();
            else now.End();
        }
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var latest = some.ToDictionary(id => id, _ => new Latest());
            using (var reader = FastReader.Open(db.Database.GetDbConnection(), $"{Read} and customer_id in ({string.Join(',', some)})"))
                while (reader.Read()) latest[reader.Long(0)].Take(reader);
            foreach (var (id, one) in latest) rows[id].Flags(ConsentColumn.Key, one.End());
        }
    }

    /// <summary>One customer's channels while its rows go by.</summary>
    private sealed class Latest
    {
        private readonly (long At, bool Given)[] channels = [.. ConsentColumn.Channels.Select(_ => (long.MinValue, false))];

        public void Take(FastReader row)
        {
            var channel = ConsentColumn.Channels.IndexOf(row.Text(1));
            if (channel < 0) return;
            var (at, given) = (row.Instant(3), row.Flag(2));
            if (at > channels[channel].At) channels[channel] = (at, given);
            else if (at == channels[channel].At && !given) channels[channel].Given = false;
        }

        public ulong End()
        {
            var mask = 0UL;
            for (var c = 0; c < channels.Length; c++)
            {
                if (channels[c].At != long.MinValue) mask |= ConsentColumn.Flag(c, channels[c].Given);
                channels[c] = (long.MinValue, false);
            }
            return mask;
        }
    }
}

file static class Lists
{
    public static int IndexOf(this IReadOnlyList<string> words, string? word)
    {
        for (var i = 0; i < words.Count; i++)
            if (words[i] == word) return i;
        return -1;
    }
}
