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
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), AfterTrouble = TimeSpan.FromSeconds(5);

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
            if (entries.Count == 0) return from;
        }
        var changed = entries.Where(e => e.Topic is Topics.Customers or Topics.Everything).ToArray();
        if (changed.Any(e => e.Topic == Topics.Everything || e.Customers.Length > Few)) live.Forget();
        long[] few = [.. changed.Where(e => e.Customers.Length <= Few).SelectMany(e => e.Customers).Distinct()];
        // A run that is to come sees them as well.
        if (few.Length > 0 && await matchings.UnderWay(ct) is null && !await live.Match(few, ct)) await matchings.Soon(null, ct);
        return entries[^1].Position;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Newcomers cannot be matched: the database cannot be read; trying again")]
    private static partial void Behind(ILogger logger, Exception e);
}
