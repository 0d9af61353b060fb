using System.Net;
using System.Net.Sockets;

namespace Patron.Access.SignIn;

/// <param name="For">How long until the next try.</param>
/// <param name="First">No other try was refused during this wait: a flood is told of once.</param>
internal readonly record struct SignInWait(TimeSpan For, bool First);

/// <summary>
/// How often one may try to sign in: so many tries for an account and for an address within <see cref="Window"/>, then one at a time after waits
/// that double up to <see cref="LongestWait"/>. A try counts when it begins, so that many at once are no way round. Kept in this process alone.
/// </summary>
internal sealed class SignInLimits(TimeProvider clock)
{
    public const int TriesForAccount = 10;

    /// <summary>More than for an account: an office shares an address.</summary>
    public const int TriesForAddress = 30;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tries> tries = new(StringComparer.Ordinal);

    /// <summary>Counts a try. Gives how long to wait when it is refused; a refused try does not count. Without an address the account alone counts.</summary>
    public SignInWait? Begin(IPAddress? address, string account)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var byAccount = Find(KeyOf(account), now);
            var byAddress = address is null ? null : Find(KeyOf(address), now);
            var turning = byAddress?.Until > byAccount.Until ? byAddress : byAccount;
            var until = turning.Until;
            if (until > now)
            {
                var first = turning.Told != until;
                turning.Told = until;
                return new(until - now, first);
            }
            Count(byAccount, TriesForAccount, now);
            if (byAddress is not null) Count(byAddress, TriesForAddress, now);
            return null;
        }
    }

    /// <summary>The try was a good one: the account begins anew, the address gets its try back.</summary>
    public void Succeeded(IPAddress? address, string account)
    {
        lock (gate)
        {
            tries.Remove(KeyOf(account));
            if (address is not null && tries.TryGetValue(KeyOf(address), out var byAddress)) byAddress.Taken = Math.Max(0, byAddress.Taken - 1);
        }
    }

    private static void Count(Tries one, int limit, DateTimeOffset now)
    {
        one.Taken++;
        one.Last = now;
        if (one.Taken < limit) return;
        // Past four doublings the longest wait holds anyway.
        var wait = FirstWait * (1 << Math.Min(4, one.Taken - limit));
        one.Until = now + (wait < LongestWait ? wait : LongestWait);
    }

    private Tries Find(string key, DateTimeOffset now)
    {
        if (tries.TryGetValue(key, out var known) && !known.IsOver(now)) return known;
        if (tries.Count >= Most)
            foreach (var over in tries.Where(t => t.Value.IsOver(now)).Select(t => t.Key).ToList()) tries.Remove(over);
        return tries[key] = new Tries();
    }

    private static string KeyOf(string account) => "account " + account;

    /// <summary>Whoever has one address of IPv6 has its whole /64.</summary>
    private static string KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return "address " + (address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString());
    }

    private sealed class Tries
    {
        public int Taken { get; set; }
        public DateTimeOffset Last { get; set; }
        public DateTimeOffset Until { get; set; }

        /// <summary>The wait of which the first refusal was told.</summary>
        public DateTimeOffset? Told { get; set; }

        public bool IsOver(DateTimeOffset now) => now - (Last > Until ? Last : Until) >= Window;
    }
}
