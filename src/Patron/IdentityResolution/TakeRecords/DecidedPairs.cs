using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>A decision that holds and that joins or parts.</summary>
internal sealed record DecidedPair(string FirstKey, string SecondKey, SourceRecordId FirstRecord, SourceRecordId SecondRecord, Verdict Verdict, double Probability)
{
    public bool IsNever => Verdict == Verdict.Never;
}

/// <summary>The decisions about the records met so far; each record is asked for once.</summary>
internal sealed class DecidedPairs(BulkSession session)
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), DecidedPair> pairs = [];
    private readonly Dictionary<string, List<DecidedPair>> same = new(StringComparer.Ordinal);
    private bool? any;

    /// <summary>Looks up what holds of these records; where nothing was ever decided, that costs nothing.</summary>
    public async Task Load(IEnumerable<Party> parties, CancellationToken ct)
    {
        if (!(any ??= await WereAnyMade(ct))) return;
        foreach (var keys in parties.Select(p => p.Key).Where(asked.Add).Chunk(5_000))
        {
            foreach (var pair in await Find(keys, ct))
            {
                if (!pairs.TryAdd((pair.FirstKey, pair.SecondKey), pair)) continue;
                if (pair.IsNever) continue;
                Same(pair.FirstKey).Add(pair);
                Same(pair.SecondKey).Add(pair);
            }
        }
    }

    /// <summary>The records that decisions make one with these, as far as they are loaded.</summary>
    public IEnumerable<long> SameAs(IEnumerable<Party> parties) =>
        from party in parties
        from pair in same.GetValueOrDefault(party.Key, [])
        select (pair.FirstKey == party.Key ? pair.SecondRecord : pair.FirstRecord).Value;

    /// <summary>Do names that differ belong to different people? Carriers that decisions make one are one person with several names.</summary>
    public bool AreDifferentPeople(IReadOnlyList<Party> carriers)
    {
        if (same.Count == 0) return true;
        var (place, sets) = (new Dictionary<string, int>(StringComparer.Ordinal), new DisjointSets(carriers.Count));
        foreach (var (at, carrier) in carriers.Index()) place[carrier.Key] = at;
        foreach (var (at, carrier) in carriers.Index())
            foreach (var pair in same.GetValueOrDefault(carrier.Key, []))
                if (place.TryGetValue(pair.FirstKey == carrier.Key ? pair.SecondKey : pair.FirstKey, out var there)) sets.Union(at, there);
        return SharedNames.Differ([.. carriers.Select(c => c.Name)], (a, b) => sets.Find(a) == sets.Find(b));
    }

    /// <summary>The decisions of which both records are among these, by their places counted from 1.</summary>
    public (List<CannotLink> Never, List<MustLink> Same) Among(IReadOnlyList<Party> parties)
    {
        var (never, must) = (new List<CannotLink>(), new List<MustLink>());
        if (pairs.Count == 0) return (never, must);
        var place = new Dictionary<string, int>(parties.Count, StringComparer.Ordinal);
        foreach (var (at, party) in parties.Index()) place[party.Key] = at + 1;
        foreach (var pair in pairs.Values)
        {
            if (!place.TryGetValue(pair.FirstKey, out var a) || !place.TryGetValue(pair.SecondKey, out var b)) continue;
            if (pair.IsNever) never.Add(new(a, b)); else must.Add(new(a, b, pair.Verdict == Verdict.Same, pair.Probability));
        }
        return (never, must);
    }

    /// <summary>Records that come again after an undone import: the decisions about them hold for the new ones.</summary>
    public async Task Follow(IReadOnlyCollection<Party> fresh, CancellationToken ct)
    {
        if (pairs.Count == 0 || fresh.Count == 0) return;
        var decided = pairs.Keys.SelectMany(p => (string[])[p.Item1, p.Item2]).ToHashSet(StringComparer.Ordinal);
        object?[][] rows = [.. fresh.Where(p => decided.Contains(p.Key)).Select(p => (object?[])[p.Id, p.Key])];
        await session.Update(IdentityTables.Decisions, ["first_record"], ["first_key"], rows, ct);
        await session.Update(IdentityTables.Decisions, ["second_record"], ["second_key"], rows, ct);
    }

    private List<DecidedPair> Same(string key) => same.TryGetValue(key, out var others) ? others : same[key] = [];

    private async Task<bool> WereAnyMade(CancellationToken ct)
    {
        await using var command = session.Command($"select 1 from {IdentityTables.Decisions} limit 1");
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private async Task<List<DecidedPair>> Find(string[] keys, CancellationToken ct)
    {
        var found = new List<DecidedPair>();
        await using var command = session.Command();
        var of = $"""
            select first_key, second_key, first_record, second_record, verdict, probability from {IdentityTables.Decisions}
            where ended_at is null and verdict <> {(int)Verdict.Later}
            """;
        var given = command.In("@keys", keys);
        command.CommandText = $"{of} and first_key in {given} union all {of} and second_key in {given}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found.Add(new(reader.GetString(0), reader.GetString(1), new(reader.GetInt64(2)), new(reader.GetInt64(3)), (Verdict)reader.GetInt32(4), (reader.Int(5) ?? 1_000_000) / 1e6));
        return found;
    }
}
