using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Consents.Suppress;

/// <summary>
/// Puts the suppression list into the customer base: customers who are on it, and customers whose address is. Addresses are digested only while the list has some:
/// about a microsecond each.
/// </summary>
internal sealed class SuppressionRows : IContributesColumns
{
    private const string Listed = $"select customer_id, channel from {SuppressionTable.Name} where ended_at is null";
    private const string Digests = $"select digest from {SuppressedAddressTable.Name} where ended_at is null";
    private const string Reached = "select id, email, phone from customers where merged_into is null and (email is not null or phone is not null)";

    public IReadOnlyList<ColumnKey> Keys { get; } = [SuppressionColumn.Key];

    // A customer may get an address that is on the list.
    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Consents, Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (masks, finder) = (new ulong[draft.Count], draft.Finder());
        using (var row = FastReader.Open(connection, Listed + " order by customer_id"))
            while (row.Read())
                if (finder.IndexOf(row.Long(0)) is >= 0 and var index) masks[index] |= SuppressionColumn.Flags(row.Text(1));
        ByAddress(connection, "", (customer, flags) =>
        {
            if (finder.IndexOf(customer) is >= 0 and var index) masks[index] |= flags;
        });
        draft.Add(SuppressionColumn.Key, masks);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        foreach (var some in rows.Keys.Chunk(2_000))
        {
            var (masks, which) = (some.ToDictionary(id => id, _ => 0UL), string.Join(',', some));
            using (var row = FastReader.Open(connection, $"{Listed} and customer_id in ({which})"))
                while (row.Read()) masks[row.Long(0)] |= SuppressionColumn.Flags(row.Text(1));
            ByAddress(connection, $" and id in ({which})", (customer, flags) => masks[customer] |= flags);
            foreach (var (id, mask) in masks) rows[id].Flags(SuppressionColumn.Key, mask);
        }
    }

    private static void ByAddress(DbConnection connection, string which, Action<long, ulong> found)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        using (var row = FastReader.Open(connection, Digests))
            while (row.Read()) listed.Add(row.Text(0)!);
        if (listed.Count == 0 || AddressDigests.Find(connection) is not { } digests) return;
        using var reached = FastReader.Open(connection, Reached + which);
        while (reached.Read())
        {
            var (flags, email, phone) = (0UL, reached.Text(1), reached.Text(2));
            foreach (var channel in ContactChannels.All)
                if (digests.Of(channel, channel == ContactChannels.Email ? email : phone) is { } digest && listed.Contains(digest)) flags |= SuppressionColumn.Flag(channel);
            if (flags != 0) found(reached.Long(0), flags);
        }
    }
}
