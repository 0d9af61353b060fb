namespace Patron.Data;

/// <summary>
/// On SQLite one transaction writes at a time, and whoever waits asks again and again instead of standing in a line: long work whose next transaction
/// follows the last at once would keep everybody out for minutes. So whoever is about to write says so here, and long work ends its transaction early
/// and makes room while anybody waits.
/// </summary>
public sealed class WaitingWriters(DataLocation location, TimeProvider clock)
{
    /// <summary>Whoever waits asks every 100 ms at least.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5), Longest = TimeSpan.FromMilliseconds(400);

    private int waiting;

    public bool Any => location.Connection is null && Volatile.Read(ref waiting) > 0;

    /// <summary>Somebody waits until the place is disposed of.</summary>
    internal Place Enter()
    {
        Interlocked.Increment(ref waiting);
        return new(this);
    }

    /// <summary>Between two transactions of long work: returns once nobody waits any more, or they had their chance.</summary>
    internal async Task GiveWay(CancellationToken ct)
    {
        for (var since = clock.GetTimestamp(); Any && clock.GetElapsedTime(since) < Longest;) await Task.Delay(Look, clock, ct);
    }

    internal readonly struct Place(WaitingWriters writers) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref writers.waiting);
    }
}
