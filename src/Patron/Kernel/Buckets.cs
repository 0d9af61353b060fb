namespace Patron.Kernel;

/// <summary>
/// How often something may be done, by a name (a key, an address): a bucket of so many drops for each, which fills up again evenly. Kept in this process alone;
/// names that were not seen for as long as a bucket needs to fill are forgotten, for theirs is full.
/// </summary>
/// <param name="most">Drops of a full bucket: so many at once.</param>
/// <param name="fills">In which an empty bucket is full again.</param>
internal sealed class Buckets(TimeProvider clock, int most, TimeSpan fills)
{
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (double Drops, DateTimeOffset At)> buckets = new(StringComparer.Ordinal);

    /// <summary>Takes a drop; null: there was one, else how long until there is.</summary>
    public TimeSpan? Take(string name)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (buckets.Count >= Most)
                foreach (var full in buckets.Where(b => now - b.Value.At >= fills).Select(b => b.Key).ToList()) buckets.Remove(full);
            var (drops, at) = buckets.TryGetValue(name, out var known) ? known : (most, now);
            drops = Math.Min(most, drops + Math.Max(0, (now - at) / fills) * most);
            buckets[name] = (drops < 1 ? drops : drops - 1, now);
            return drops < 1 ? (1 - drops) / most * fills : null;
        }
    }

    /// <summary>Whoever has one address of IPv6 has its whole /64.</summary>
    public static string Of(System.Net.IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
