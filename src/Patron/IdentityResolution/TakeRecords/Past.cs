using System.Text.Json;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>
/// Where records were before the sets that are taken back: told by the change sets, so that an undone merge gives each customer back
/// under its own id, with the rows made by hand that were its own, and links keep the day on which they were made.
/// </summary>
/// <param name="undoing">The set that is being taken back, those taken back before count as undone too; null where records only leave, and go back to who they were.</param>
internal sealed class Past(ChangeSetId? undoing, ICustomerMerges merges, CustomerRowMover mover)
{
    public const string CustomerField = "customer_id";

    private readonly Dictionary<long, CustomerId> wishes = [];
    private readonly Dictionary<long, CustomerId[]> formers = [];
    private readonly Dictionary<Pair, long> days = [];
    private readonly HashSet<CustomerId> used = [];
    private readonly HashSet<CustomerId> back = [];
    private IReadOnlyDictionary<CustomerId, CustomerId> known = new Dictionary<CustomerId, CustomerId>();

    public static Dictionary<string, object?> Link(Pair pair, long at) => new() { ["other"] = pair.Older, ["reason"] = pair.Reason, ["at"] = at };

    /// <summary>Customers whom these records belonged to before the set moved them, and who are customers today.</summary>
    public static async Task<IEnumerable<long>> Before(BulkSession session, ICustomerMerges merges, ChangeSetId set, IReadOnlyCollection<long> records, CancellationToken ct)
    {
        var history = await ToldRows.OfRows(session, IdentityTables.Records, records, ct);
        CustomerId[] before = [.. history.SelectMany(g => g).Where(t => t.Set == set && t.Fields == CustomerField && t.Before is not null).Select(t => Read(t.Before!)).Distinct()];
        return (await merges.Homes(session, before, ct)).Where(h => h.Key == h.Value).Select(h => h.Key.Value);
    }

    public async Task Load(BulkSession session, IReadOnlyCollection<Party> parties, CancellationToken ct)
    {
        long[] ids = [.. parties.Select(p => p.Id)];
        foreach (var told in (await ToldRows.OfRows(session, IdentityTables.Links, ids, ct)).SelectMany(g => g).Where(IsUndone))
        {
            if (told.Before is null) continue;
            using var link = JsonDocument.Parse(told.Before);
            var root = link.RootElement;
            days[new(told.Id, root.GetProperty("other").GetInt64(), root.GetProperty("reason").GetString()!)] = root.GetProperty("at").GetInt64();
        }

        var history = await ToldRows.OfRows(session, IdentityTables.Records, ids, ct);
        var chains = history.ToDictionary(h => h.Key, h => h.Where(t => t.Fields == CustomerField && t.Before is not null).ToArray());
        known = await merges.Homes(session, [.. chains.Values.SelectMany(c => c).SelectMany(t => (CustomerId[])[Read(t.Before!), Read(t.After!)]).Distinct()], ct);
        var present = parties.Select(p => p.Record.CustomerId).ToHashSet();
        foreach (var party in parties)
        {
            if (!chains.TryGetValue(party.Id, out var chain) || chain.Length == 0) continue;
            var live = chain.LastOrDefault(t => !IsUndone(t));
            var wish = live is null ? Read(chain[0].Before!) : Read(live.After!);
            // Somebody who is a customer today is gone back to only where all that is known of him was looked at.
            if (undoing is not null && chain.Any(IsUndone) && known.TryGetValue(wish, out var today) && (today != wish || present.Contains(wish))) wishes[party.Id] = wish;
            formers[party.Id] = [.. chain.Reverse().SelectMany(t => (CustomerId[])[Read(t.Before!), Read(t.After!)]).Where(known.ContainsKey).Distinct()];
        }
    }

    /// <summary>The day of a link that an undone set took away.</summary>
    public long? DayOf(Pair pair) => days.TryGetValue(pair, out var at) ? at : null;

    /// <summary>The customer that the record belongs to once the undone sets are left out; null where it stays with the one it is with.</summary>
    public CustomerId? Wish(long record) => wishes.TryGetValue(record, out var wish) ? wish : null;

    /// <summary>A customer that one of the records belonged to, who is part of another today and so can be a customer again.</summary>
    public long? Former(IEnumerable<long> records)
    {
        foreach (var former in records.SelectMany(r => formers.GetValueOrDefault(r, [])))
            if (known[former] != former && used.Add(former)) return former.Value;
        return null;
    }

    /// <summary>Has the customer a row, merged away or not?</summary>
    public bool IsThere(CustomerId customer) => known.ContainsKey(customer);

    /// <summary>Is it a customer again, who was part of another?</summary>
    public bool IsBack(CustomerId customer) => back.Contains(customer);

    /// <summary>Makes those of the homes that were merged away customers of their own again, with their own rows.</summary>
    public async Task Part(BulkSession session, IReadOnlyCollection<CustomerId> homes, CancellationToken ct)
    {
        back.UnionWith(homes.Where(h => known.TryGetValue(h, out var into) && into != h));
        if (back.Count == 0) return;
        var told = await ToldRows.OfRows(session, IdentityTables.Merges, [.. back.Select(b => b.Value)], ct);
        await merges.Part(session, back, ct);
        foreach (var customer in back)
            foreach (var merge in told[customer.Value])
                await GiveBack(session, customer, merge, known[customer], ct);
    }

    /// <summary>
    /// Ids of who was merged into one that is a customer again, while their own records stayed where they were: they lead to their records, not to the one
    /// through whom they had come there.
    /// </summary>
    public async Task Lead(BulkSession session, IGoldenRecords golden, IReadOnlyList<Party> before, IReadOnlyDictionary<long, Party> present, CancellationToken ct)
    {
        if (back.Count == 0) return;
        var own = new Dictionary<CustomerId, CustomerId>();
        foreach (var party in before.OrderBy(p => p.Id))
            foreach (var former in formers.GetValueOrDefault(party.Id, []))
                if (!back.Contains(former) && known[former] != former && known[former] == party.Record.CustomerId) own.TryAdd(former, present[party.Id].Record.CustomerId);
        var lead = await merges.Homes(session, own.Keys, ct);
        await golden.MarkMerged(session, [.. lead.Where(l => l.Key != l.Value && l.Value != own[l.Key]).Select(l => (l.Key, own[l.Key]))], ct);
    }

    private async Task GiveBack(BulkSession session, CustomerId customer, ToldRow merge, CustomerId today, CancellationToken ct)
    {
        if (merge.After is null) return;
        using var after = JsonDocument.Parse(merge.After);
        if (after.RootElement.GetProperty("rows") is not { ValueKind: JsonValueKind.Object } tables) return;
        foreach (var table in tables.EnumerateObject())
            await mover.MoveRows(session, table.Name, today, customer, [.. table.Value.EnumerateArray().Select(id => id.GetInt64())], ct);
    }

    private bool IsUndone(ToldRow told) => told.Undone || told.Set == undoing;

    private static CustomerId Read(string json)
    {
        using var values = JsonDocument.Parse(json);
        return new(values.RootElement.GetProperty(CustomerField).GetInt64());
    }
}
