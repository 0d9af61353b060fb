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

    /// <summary>How many pairs' records are read by one query.</summary>
    private const int Batch = 500;

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
        foreach (var some in rows.Chunk(Batch)) shown.AddRange(await Show(db, some, user, ct));
        return shown;
    }

    /// <summary>The pair to decide next, held for this user; null where none is left that nobody else looks at.</summary>
    /// <param name="wanted">This one, if it waits and is free.</param>
    public async Task<WaitingPair?> Next(ReviewFilter filter, ReviewPairId? wanted, UserId user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var free = (await Open(db, filter, ct)).Where(p => p.TakenBy == null || p.TakenBy == user || p.TakenUntil < now);
        if (wanted is { } one && await free.FirstOrDefaultAsync(p => p.Id == one.Value, ct) is { } chosen
            && (await Show(db, [chosen], user, ct)).SingleOrDefault() is { } asked && await Take(db, asked, user, now, ct)) return asked;
        for (var skip = 0; ; skip += AtOnce)
        {
            var rows = await Ordered(free).Skip(skip).Take(AtOnce).ToListAsync(ct);
            foreach (var pair in await Show(db, rows, user, ct))
                if (await Take(db, pair, user, now, ct)) return pair;
            if (rows.Count < AtOnce) return null;
        }
    }

    public async Task<WaitingPair?> Find(ReviewPairId id, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ReviewPairs.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id.Value, ct) is { } row ? (await Show(db, [row], user, ct)).SingleOrDefault() : null;
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

    /// <summary>Holds the pair for the user and lets go of what else is held; false where somebody was quicker.</summary>
    private static async Task<bool> Take(PatronDb db, WaitingPair pair, UserId user, DateTimeOffset now, CancellationToken ct)
    {
        UserId? holder = user;
        DateTimeOffset? until = now + Lease;
        var taken = await db.ReviewPairs.Where(p => p.Id == pair.Id.Value && p.Answer == null && (p.TakenBy == null || p.TakenBy == user || p.TakenUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TakenBy, holder).SetProperty(p => p.TakenUntil, until), ct);
        if (taken == 0) return false;
        await db.ReviewPairs.Where(p => p.TakenBy == user && p.Id != pair.Id.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.TakenBy, (UserId?)null).SetProperty(p => p.TakenUntil, (DateTimeOffset?)null), ct);
        return true;
    }

    /// <summary>The rows with their records, in the same order; those of which a record is gone or a customer out of the user's sight are left out.</summary>
    private async Task<IReadOnlyList<WaitingPair>> Show(PatronDb db, IReadOnlyCollection<ReviewPair> rows, UserId? user, CancellationToken ct)
    {
        SourceRecordId[] ids = [.. rows.SelectMany(r => (SourceRecordId[])[r.FirstRecord, r.SecondRecord]).Distinct()];
        var records = await db.SourceRecords.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var seen = await visibility.Seen([.. records.Values.Select(r => r.CustomerId).Distinct()], user, ct);
        var all = (await sources.All(ct)).ToDictionary(s => s.Id);
        return
        [
            .. from row in rows
               let one = Of(row.FirstRecord)
               let other = Of(row.SecondRecord)
               where one is not null && other is not null
               select new WaitingPair(new(row.Id), row.Kind, row.Probability / Millionths, row.Cost, JsonSerializer.Deserialize<Weighed>(row.Evidence, JsonSerializerOptions.Web)!, one, other),
        ];

        ReviewRecord? Of(SourceRecordId id) => records.TryGetValue(id, out var record) && seen.Contains(record.CustomerId) ? new(record, all[record.SourceId]) : null;
    }
}
