using Patron.Data;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Records as the database has them, loaded by whole customers, each customer once.</summary>
internal sealed class StoredParties(BulkSession session)
{
    private readonly HashSet<long> loaded = [];
    private readonly Dictionary<long, Party> byRecord = [];
    private readonly Dictionary<long, List<Party>> byCustomer = [];

    public IReadOnlyCollection<Party> All => byRecord.Values;

    public bool Has(long record) => byRecord.ContainsKey(record);

    public Party this[long record] => byRecord[record];

    public IReadOnlyList<Party> OfCustomer(long customer) => byCustomer.GetValueOrDefault(customer, []);

    public async Task Load(IEnumerable<long> customers, CancellationToken ct)
    {
        long[] missing = [.. customers.Where(loaded.Add)];
        if (missing.Length == 0) return;
        var keys = await IdentifierRows.OfCustomers(session, missing, ct);
        foreach (var record in await RecordTable.OfCustomers(session, missing, ct))
        {
            var own = keys.GetValueOrDefault(record.Id.Value, []);
            var party = new Party(record, Value(own, IdentifierKind.Email), Value(own, IdentifierKind.Phone));
            byRecord[party.Id] = party;
            if (!byCustomer.TryGetValue(record.CustomerId.Value, out var together)) byCustomer[record.CustomerId.Value] = together = [];
            together.Add(party);
        }
    }

    private static string? Value(List<IdentityKey> keys, IdentifierKind kind) => keys.Where(k => k.Kind == kind).Select(k => k.Value).FirstOrDefault();
}
