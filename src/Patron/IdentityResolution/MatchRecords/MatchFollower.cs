using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>In a server: follows the change feed, so that a record that comes alone is matched at once. What comes in files is matched by the job after it.</summary>
internal sealed partial class MatchFollower(IDbContextFactory<PatronDb> contexts, LiveMatcher live, Matchings matchings, TimeProvider clock, ILogger<MatchFollower> logger) : BackgroundService
{
    /// <summary>More customers than this at once come from a file, or go with one.</summary>
    private const int Few = 50;
    private const int EntriesAtOnce = 100;

    /// <summary>Beyond so many another run over all is quicker than one by one.</summary>
    private const int MostKept = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), AfterTrouble = TimeSpan.FromSeconds(5), Margin = TimeSpan.FromMinutes(1);

    /// <summary>Customers that changed while a run was under way: it may have read them before. With the instant since when.</summary>
    private readonly HashSet<long> kept = [];
    private DateTimeOffset keptSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? position = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                position = await Follow(position, stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (System.Data.Common.DbException e)
            {
                Behind(logger, e);
                await Task.Delay(AfterTrouble, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Reads what came since; answers where it stands.</summary>
    internal async Task<long> Follow(long? position, CancellationToken ct)
    {
        IReadOnlyList<FeedEntry> entries;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (position is not { } from) return await ChangeFeed.Head(db, ct);
            entries = await ChangeFeed.After(db, from, EntriesAtOnce, ct);
            if (entries.Count == 0 && kept.Count == 0) return from;
        }
        var changed = entries.Where(e => e.Topic is Topics.Customers or Topics.Everything).ToArray();
        if (changed.Any(e => e.Topic == Topics.Everything || e.Customers.Length > Few)) live.Forget();
        long[] few = [.. changed.Where(e => e.Customers.Length <= Few).SelectMany(e => e.Customers).Distinct()];
        await Match(few, ct);
        return entries.Count == 0 ? position.Value : entries[^1].Position;
    }

    private async Task Match(long[] few, CancellationToken ct)
    {
        if (few.Length + kept.Count == 0) return;
        if (await matchings.UnderWay(ct) is not null)
        {
            // Records carry the instant of the transaction that wrote them, which began before the feed told of it.
            if (kept.Count == 0) keptSince = clock.GetUtcNow() - Margin;
            kept.UnionWith(few);
            return;
        }
        long[] now = [.. few.Union(await Changed(ct))];
        var all = kept.Count > MostKept;
        kept.Clear();
        if (all || (now.Length > 0 && !await live.Match(now, ct))) await matchings.Soon(null, ct);
    }

    /// <summary>Of those kept the ones with a record that was written meanwhile; the rest the run itself joined or parted.</summary>
    private async Task<long[]> Changed(CancellationToken ct)
    {
        if (kept.Count is 0 or > MostKept) return [];
        CustomerId[] customers = [.. kept.Select(c => new CustomerId(c))];
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.SourceRecords.Where(r => customers.Contains(r.CustomerId) && r.ChangedAt >= keptSince).Select(r => r.CustomerId).Distinct().ToListAsync(ct)).Select(c => c.Value)];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Newcomers cannot be matched: the database cannot be read; trying again")]
    private static partial void Behind(ILogger logger, Exception e);
}
