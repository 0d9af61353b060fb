using System.Text.Json;
using Patron.IdentityResolution.Contracts;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What a record said last about being contacted, for each purpose and channel, so that a file that says it again says nothing new.</summary>
internal static class SaidConsents
{
    public static IReadOnlyList<IncomingConsent> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<IncomingConsent[]>(json)!;

    /// <summary>The latest statements, and which of the given ones are new. A statement without a time repeats the known one if it says the same.</summary>
    public static (string? Json, IReadOnlyList<IncomingConsent> New) Merge(string? known, IReadOnlyList<IncomingConsent> given)
    {
        if (given.Count == 0) return (known, []);
        var latest = Read(known).ToDictionary(c => (c.Purpose, c.Channel));
        var fresh = new List<IncomingConsent>();
        foreach (var said in given)
        {
            if (latest.TryGetValue((said.Purpose, said.Channel), out var before) && before.Given == said.Given && (said.At is null || said.At == before.At)) continue;
            latest[(said.Purpose, said.Channel)] = said;
            fresh.Add(said);
        }
        if (fresh.Count == 0) return (known, fresh);
        var ordered = latest.Values.OrderBy(c => c.Purpose, StringComparer.Ordinal).ThenBy(c => c.Channel, StringComparer.Ordinal);
        return (JsonSerializer.Serialize(ordered), fresh);
    }
}
