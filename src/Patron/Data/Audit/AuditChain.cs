using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Patron.Data.Audit;

/// <summary>
/// Puts waiting entries into the chain, in batches, behind those who wrote them: writers never wait for one another or for the chain.
/// An entry waits about a second in a server; a command without a server does it before it ends. Several processes may do it at once:
/// the row of the chain's end lets one through after the other.
/// </summary>
internal sealed class AuditChain(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <summary>Something that changes no rows, in a transaction of its own.</summary>
    public async Task Tell(Action<AuditNotes> notes, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        notes(session.Db.Audit);
        await session.Commit(ct);
    }

    /// <summary>Puts everything that waits into the chain; returns how many entries that was.</summary>
    public async Task<int> Follow(CancellationToken ct)
    {
        var followed = 0;
        while (await AnyWaiting(ct) && await FollowSome(ct) is > 0 and var some) followed += some;
        return followed;
    }

    // Asked first without a transaction: on SQLite that one would hold the lock of all who write.
    private async Task<bool> AnyWaiting(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AuditWaiting>().AnyAsync(ct);
    }

    private async Task<int> FollowSome(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlRawAsync($"update {AuditTables.Head} set position = position where id = 1", ct);
        var head = await db.Set<AuditHead>().AsNoTracking().SingleAsync(h => h.Id == 1, ct);
        var waiting = await db.Set<AuditWaiting>().AsNoTracking().OrderBy(w => w.At).ThenBy(w => w.Id).Take(AtOnce).ToListAsync(ct);
        if (waiting.Count == 0) return 0;

        var (position, hash) = (head.Position, head.Hash);
        foreach (var entry in waiting)
        {
            var content = await ContentOf(db, entry, ct);
            hash = AuditDigests.OfEntry(hash, ++position, entry, content);
            db.Add(new AuditEntry
            {
                Position = position, Id = entry.Id, At = entry.At, By = entry.By, Kind = entry.Kind, ChangeSetId = entry.ChangeSetId,
                FirstSeq = entry.FirstSeq, LastSeq = entry.LastSeq, Subjects = entry.Subjects, Fields = entry.Fields, Content = content, Hash = hash,
            });
        }
        await db.SaveChangesAsync(ct);
        var ids = waiting.ConvertAll(w => w.Id);
        await db.Set<AuditWaiting>().Where(w => ids.Contains(w.Id)).ExecuteDeleteAsync(ct);
        await db.Set<AuditHead>().Where(h => h.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(h => h.Position, position).SetProperty(h => h.Hash, hash), ct);
        await transaction.CommitAsync(ct);
        return waiting.Count;
    }

    /// <summary>The digest of the change rows that an entry covers, as they are now.</summary>
    public static async Task<string> ContentOf(PatronDb db, IAuditFacts entry, CancellationToken ct)
    {
        if (entry.ChangeSetId is not { } set || entry.LastSeq == 0) return "";
        var rows = await db.Set<ChangeRow>().AsNoTracking().Where(r => r.ChangeSetId == set && r.Seq >= entry.FirstSeq && r.Seq <= entry.LastSeq).OrderBy(r => r.Seq).ToListAsync(ct);
        return AuditDigests.OfRows(rows);
    }
}

/// <summary>Follows in a server, once a second.</summary>
internal sealed partial class AuditFollower(AuditChain chain, Schedules schedules, TimeProvider clock, ILogger<AuditFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Night = TimeSpan.FromHours(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduled = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!scheduled) await schedules.Ensure(VerifyAuditJob.JobKind, Day, clock.GetUtcNow().UtcDateTime.Date + Day + Night, stoppingToken);
                scheduled = true;
                await chain.Follow(stoppingToken);
                await Task.Delay(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (DbException e)
            {
                Unreachable(logger, e);
                await Task.Delay(Poll, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit cannot be reached; trying again")]
    private static partial void Unreachable(ILogger logger, Exception e);
}
