using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>Which pairs are asked for; null: all.</summary>
internal sealed record ReviewFilter(SourceId? Source = null, CustomerKind? Kind = null);

/// <summary>One record of a pair, with the customer that it belongs to today.</summary>
internal sealed record ReviewRecord(SourceRecord Record, SourceInfo Source);

/// <summary>A pair to be decided.</summary>
/// <param name="Probability">0 to 1.</param>
internal sealed record WaitingPair(ReviewPairId Id, CustomerKind Kind, double Probability, long Cost, Weighed Weighed, ReviewRecord One, ReviewRecord Other);

/// <summary>Reads what waits, and gives each reviewer a pair of his own.</summary>
internal sealed class WaitingPairs(IDbContextFactory<PatronDb> contexts, ISources sources, IVisibility visibility, TimeProvider clock)
{
    private const double Millionths = 1_000_000;
    private const int AtOnce = 20;

    /// <summary>Whoever goes away without an answer keeps a pair from others for so long.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>All that wait, of those whom nobody else may see as well.</summary>
    public async Task<int> Count(ReviewFilter filter, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (await Open(db, filter, ct)).CountAsync(ct);
    }

    /// <summary>In the order in which they are asked; pairs of customers whom the user may not see are left out.</summary>
    public async Task<IReadOnlyList<WaitingPair>> List(ReviewFilter filter, int skip, int take, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await Ordered(await Open(db, filter, ct)).Skip(skip).Take(take).ToListAsync(ct);
        var shown = new List<WaitingPair>();
        foreach (var row in rows)
            if (await Show(db, row, user, ct) is { } pair) shown.Add(pair);
        return shown;
    }

    /// <summary>The pair to decide next, held for this user; null where none is left that nobody else looks at.</summary>
    /// <param name="wanted">This one, if it waits and is free.</param>
    public async Task<WaitingPair?> Next(ReviewFilter filter, ReviewPairId? wanted, UserId user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var free = (await Open(db, filter, ct)).Where(p => p.TakenBy == null || p.TakenBy == user || p.TakenUntil < now);
        if (wanted is { } one && await free.FirstOrDefaultAsync(p => p.Id == one.Value, ct) is { } chosen && await Take(db, chosen, user, now, ct) is { } found) return found;
        for (var skip = 0; ; skip += AtOnce)
        {
            var rows = await Ordered(free).Skip(skip).Take(AtOnce).ToListAsync(ct);
            foreach (var row in rows)
                if (await Take(db, row, user, now, ct) is { } taken) return taken;
            if (rows.Count < AtOnce) return null;
        }
    }

    public async Task<WaitingPair?> Find(ReviewPairId id, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ReviewPairs.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id.Value, ct) is { } row ? await Show(db, row, user, ct) : null;
    }

    /// <summary>Records that are gone, and pairs that have become one since, wait no longer, whether a run has seen it or not.</summary>
    private static async Task<IQueryable<ReviewPair>> Open(PatronDb db, ReviewFilter filter, CancellationToken ct)
    {
        var least = (int)((await MatchSettings.Read(db, ct)).Ask * Millionths);
        var open = from pair in db.ReviewPairs.AsNoTracking()
                   join one in db.SourceRecords on pair.FirstRecord equals one.Id
                   join other in db.SourceRecords on pair.SecondRecord equals other.Id
                   where pair.Answer == null && pair.Probability >= least && one.CustomerId != other.CustomerId
                   select pair;
        if (filter.Source is { } source) open = open.Where(p => p.FirstSource == source || p.SecondSource == source);
        if (filter.Kind is { } kind) open = open.Where(p => p.Kind == kind);
        return open;
    }

    private static IOrderedQueryable<ReviewPair> Ordered(IQueryable<ReviewPair> pairs) => pairs.OrderBy(p => p.LaterAt != null).ThenBy(p => p.LaterAt).ThenByDescending(p => p.Cost).ThenBy(p => p.Id);

    /// <summary>Holds the pair for the user and lets go of what else is held; null where somebody was quicker.</summary>
    private async Task<WaitingPair?> Take(PatronDb db, ReviewPair row, UserId user, DateTimeOffset now, CancellationToken ct)
    {
        if (await Show(db, row, user, ct) is not { } pair) return null;
        UserId? holder = user;
        DateTimeOffset? until = now + Lease;
        var taken = await db.ReviewPairs.Where(p => p.Id == row.Id && p.Answer == null && (p.TakenBy == null || p.TakenBy == user || p.TakenUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TakenBy, holder).SetProperty(p => p.TakenUntil, until), ct);
        if (taken == 0) return null;
        await db.ReviewPairs.Where(p => p.TakenBy == user && p.Id != row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TakenBy, (UserId?)null).SetProperty(p => p.TakenUntil, (DateTimeOffset?)null), ct);
        return pair;
    }

    private async Task<WaitingPair?> Show(PatronDb db, ReviewPair row, UserId? user, CancellationToken ct)
    {
        var records = await db.SourceRecords.AsNoTracking().Where(r => r.Id == row.FirstRecord || r.Id == row.SecondRecord).ToListAsync(ct);
        var (one, other) = (records.Find(r => r.Id == row.FirstRecord), records.Find(r => r.Id == row.SecondRecord));
        if (one is null || other is null || !await visibility.Sees(one.CustomerId, user, ct) || !await visibility.Sees(other.CustomerId, user, ct)) return null;
        var all = (await sources.All(ct)).ToDictionary(s => s.Id);
        return new(new(row.Id), row.Kind, row.Probability / Millionths, row.Cost, JsonSerializer.Deserialize<Weighed>(row.Evidence, JsonSerializerOptions.Web)!, new(one, all[one.SourceId]), new(other, all[other.SourceId]));
    }
}
