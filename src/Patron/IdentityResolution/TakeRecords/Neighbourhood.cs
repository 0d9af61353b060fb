using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>
/// Everything that decides who the changed records are: the records that share a key with them, all records of those customers, and so on until
/// nothing new is met; and those that a decision makes one with any of these. A key that joins nobody, before the change and after it, is not followed; so shared numbers do not chain half the customers together.
/// </summary>
internal sealed class Neighbourhood
{
    private readonly BulkSession session;
    private readonly StoredParties stored;
    private readonly IBin bin;
    private readonly DecidedPairs decided;
    private readonly Dictionary<long, PartyChange> changes;
    private readonly Dictionary<long, Party> active = [];
    private readonly HashSet<IdentityKey> examined = [];
    private readonly HashSet<IdentityKey> shared = [];
    private readonly Dictionary<IdentityKey, List<Party>> now = []; // changed records by the keys they have now
    private readonly Dictionary<IdentityKey, int> before = []; // how many changed records had the key

    private Neighbourhood(BulkSession session, StoredParties stored, IBin bin, IReadOnlyCollection<PartyChange> changes)
    {
        (this.session, this.stored, this.bin, this.changes) = (session, stored, bin, changes.ToDictionary(c => c.After.Id));
        decided = new(session);
        foreach (var change in changes)
        {
            foreach (var key in change.After.Keys)
            {
                if (!now.TryGetValue(key, out var carriers)) now[key] = carriers = [];
                carriers.Add(change.After);
            }
            if (change.Before is null) continue;
            foreach (var key in change.Before.Keys) before[key] = before.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>The records to resolve together, in their new state.</summary>
    public IReadOnlyCollection<Party> Records => active.Values;

    /// <summary>What was decided about them.</summary>
    public DecidedPairs Decided => decided;

    /// <summary>Keys of theirs that join nobody.</summary>
    public IReadOnlySet<IdentityKey> Shared => shared;

    public static async Task<Neighbourhood> Load(BulkSession session, StoredParties stored, IBin bin, IReadOnlyCollection<PartyChange> changes, CancellationToken ct)
    {
        var all = new Neighbourhood(session, stored, bin, changes);
        var fresh = all.Activate(changes.Select(c => c.After));
        while (fresh.Count > 0) fresh = await all.Step(fresh, ct);
        return all;
    }

    /// <summary>Looks at the keys of records that have just become active; gives those that become active by it.</summary>
    private async Task<List<Party>> Step(List<Party> fresh, CancellationToken ct)
    {
        var keys = new HashSet<IdentityKey>();
        foreach (var party in fresh)
        {
            keys.UnionWith(party.Keys);
            if (changes.TryGetValue(party.Id, out var change) && change.Before is { } was) keys.UnionWith(was.Keys);
        }
        keys.ExceptWith(examined);
        examined.UnionWith(keys);

        var counts = await IdentifierRows.Count(session, keys, ct);
        // A key on too many records, before and after, is only counted.
        var carriers = await IdentifierRows.Carriers(session, [.. counts.Keys.Where(k => !TooMany(counts[k]) || !TooMany(CountNow(k, counts[k])))], ct);
        // Who lies in the bin is nobody's neighbour: a new record would vanish there.
        var binned = await bin.Among(session, [.. carriers.Select(c => new CustomerId(c.Customer)).Distinct()], ct);
        carriers.RemoveAll(c => binned.Contains(new(c.Customer)));
        await stored.Load(carriers.Select(c => c.Customer), ct);
        var byKey = carriers.ToLookup(c => c.Key, c => stored[c.Record]);

        var next = await Declared(fresh, ct);
        // Also between carriers: who was declared to be one shares the key with himself.
        await decided.Load(carriers.Select(c => stored[c.Record]), ct);
        foreach (var key in keys)
        {
            var count = counts.GetValueOrDefault(key);
            Party[] had = [.. byKey[key]];
            Party[] have = [.. had.Where(p => !changes.ContainsKey(p.Id)), .. now.GetValueOrDefault(key, [])];
            var isShared = TooMany(CountNow(key, count)) || HasDifferentNames(have);
            if (isShared) shared.Add(key);
            if (isShared && (TooMany(count) || HasDifferentNames(had))) continue;
            next.AddRange(Activate(had.Concat(have)));
        }
        return next;
    }

    /// <summary>Those that decisions make one with these records.</summary>
    private async Task<List<Party>> Declared(List<Party> fresh, CancellationToken ct)
    {
        await decided.Load(fresh, ct);
        long[] same = [.. decided.SameAs(fresh).Where(r => !active.ContainsKey(r)).Distinct()];
        if (same.Length == 0) return [];
        var owners = await RecordTable.Owners(session, same, ct);
        var binned = await bin.Among(session, [.. owners.Values.Distinct().Select(c => new CustomerId(c))], ct);
        await stored.Load(owners.Values, ct);
        return Activate(owners.Where(o => !binned.Contains(new(o.Value))).Select(o => stored[o.Key]));
    }

    private int CountNow(IdentityKey key, int stored) => stored - before.GetValueOrDefault(key) + (now.TryGetValue(key, out var carriers) ? carriers.Count : 0);

    private static bool TooMany(int count) => count > ExactResolver.MostRecordsOfAKey;

    private bool HasDifferentNames(Party[] carriers)
    {
        if (carriers.Length < 2) return false;
        var names = new List<PersonName>();
        foreach (var carrier in carriers)
        {
            if (names.Exists(n => n.SameWords(carrier.Name))) continue;
            if (names.Exists(n => NameCompatibility.Of(n, carrier.Name).Agreement == NameAgreement.Different)) return decided.AreDifferentPeople(carriers);
            names.Add(carrier.Name);
        }
        return false;
    }

    /// <summary>Takes records in, and with each all records of the customer it belongs to.</summary>
    private List<Party> Activate(IEnumerable<Party> parties)
    {
        var fresh = new List<Party>();
        foreach (var party in parties)
        {
            if (active.ContainsKey(party.Id)) continue;
            if (!stored.Has(party.Id)) Take(party);
            else foreach (var sibling in stored.OfCustomer(stored[party.Id].Record.CustomerId.Value)) Take(sibling);
        }
        return fresh;

        void Take(Party party)
        {
            var present = changes.TryGetValue(party.Id, out var change) ? change.After : party;
            if (active.TryAdd(party.Id, present)) fresh.Add(present);
        }
    }
}
