using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// Holds a node number in the database while the process lives. The high water is written ahead of every id that is made, so that a number taken over
/// by another process, or by this one after a crash or a step back of the clock, begins behind all ids ever made under it.
/// </summary>
internal sealed class NodeLease(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : INodeLease, IHostedService, IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);
    // Far enough that a transaction never has to extend it: on SQLite that would wait for the very lock the transaction holds.
    private const long AheadMilliseconds = 600_000;
    private const int Nodes = 256;

    private readonly Lock gate = new();
    private readonly string holder = $"{Environment.ProcessId}-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
    private ITimer? renewal;
    private int node = -1;
    private long from;
    private long until;

    public int Node { get { Ensure(); return node; } }
    public long From { get { Ensure(); return from; } }
    public long Until { get { Ensure(); return until; } }

    public void Extend(long millisecond)
    {
        lock (gate)
        {
            var ahead = millisecond + AheadMilliseconds;
            using var db = contexts.CreateDbContext();
            var leased = clock.GetUtcNow() + Length;
            var kept = db.Set<NodeRow>().Where(n => n.Id == node && n.Holder == holder)
                .ExecuteUpdate(set => set.SetProperty(n => n.HighWater, ahead).SetProperty(n => n.LeasedUntil, leased));
            if (kept != 1) throw new InvalidOperationException("The node number was taken over by another process; start this one again.");
            until = ahead;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Ensure();
        renewal = clock.CreateTimer(_ => Renew(), null, Length / 4, Length / 4);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        renewal?.Dispose();
        lock (gate)
        {
            if (node < 0) return Task.CompletedTask;
            using var db = contexts.CreateDbContext();
            db.Set<NodeRow>().Where(n => n.Id == node && n.Holder == holder)
                .ExecuteUpdate(set => set.SetProperty(n => n.Holder, (string?)null).SetProperty(n => n.LeasedUntil, (DateTimeOffset?)null));
            node = -1;
        }
        return Task.CompletedTask;
    }

    public void Dispose() => renewal?.Dispose();

    private void Renew()
    {
        try
        {
            Prolong();
        }
        catch (Exception e) when (PassingTrouble.IsOfDatabase(e))
        {
            // The lease outlives a few misses; when another process has taken the number meanwhile, the next reservation says so.
        }
    }

    private void Prolong()
    {
        lock (gate)
        {
            if (node < 0) return;
            using var db = contexts.CreateDbContext();
            var (leased, ahead) = (clock.GetUtcNow() + Length, Math.Max(until, IdMaker.Milliseconds(clock.GetUtcNow()) + AheadMilliseconds));
            var kept = db.Set<NodeRow>().Where(n => n.Id == node && n.Holder == holder)
                .ExecuteUpdate(set => set.SetProperty(n => n.LeasedUntil, leased).SetProperty(n => n.HighWater, ahead));
            if (kept == 1) until = ahead;
        }
    }

    private void Ensure()
    {
        if (node >= 0) return;
        lock (gate)
        {
            if (node >= 0) return;
            using var db = contexts.CreateDbContext();
            using var transaction = db.Database.BeginTransaction(System.Data.IsolationLevel.Serializable);
            var now = clock.GetUtcNow();
            var rows = db.Set<NodeRow>().AsNoTracking().OrderBy(n => n.Id).ToList();
            var free = Enumerable.Range(0, Nodes).FirstOrDefault(id => rows.All(n => n.Id != id || n.Holder is null || n.LeasedUntil < now), -1);
            if (free < 0) throw new InvalidOperationException($"All {Nodes} node numbers are held.");
            var before = rows.FirstOrDefault(n => n.Id == free);
            from = Math.Max(IdMaker.Milliseconds(now), (before?.HighWater ?? -1) + 1);
            until = from + AheadMilliseconds;
            var taken = new NodeRow { Id = free, Holder = holder, LeasedUntil = now + Length, HighWater = until };
            if (before is null) db.Add(taken); else db.Update(taken);
            // Away from the caller's context: a page being rendered has one that lets nothing go on until this call is back.
            Task.Run(() => db.SaveChangesAsync()).GetAwaiter().GetResult();
            transaction.Commit();
            node = free;
        }
    }
}
