using Microsoft.EntityFrameworkCore;
using Patron.Data;

namespace Patron.Sales.ShowBoard;

/// <summary>How long deals stay in a stage.</summary>
internal sealed class StageTimes(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <summary>Fewer that have left a stage tell nothing of it.</summary>
    public const int Least = 8;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private (long At, IReadOnlyDictionary<int, int> Limits)? known;

    /// <summary>
    /// By stage: the days within which three quarters of those that left it had done so (nearest rank, days rounded up to whole ones). Reckoned from history alone, and
    /// at most a minute old: the limit moves by a day in weeks.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, int>> Limits(CancellationToken ct)
    {
        if (known is { } before && clock.GetElapsedTime(before.At) < Kept) return before.Limits;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var left = await db.DealSteps.Where(s => s.StageUntil != null).GroupBy(s => new { s.Stage, s.Since, s.StageUntil }).Select(g => new { g.Key.Stage, g.Key.Since, Until = g.Key.StageUntil!.Value, Deals = g.Count() }).ToListAsync(ct);
        var limits = left.GroupBy(s => s.Stage)
            .Select(g => (Stage: g.Key, Days: ThreeQuarters([.. g.GroupBy(s => s.Until.DayNumber - s.Since.DayNumber).Select(d => (d.Key, d.Sum(s => s.Deals))).OrderBy(d => d.Key)])))
            .Where(s => s.Days is not null).ToDictionary(s => s.Stage, s => s.Days!.Value);
        known = (clock.GetTimestamp(), limits);
        return limits;
    }

    /// <summary>The 75th percentile by nearest rank of days with their counts, ascending; null where there are fewer than <see cref="Least"/>.</summary>
    public static int? ThreeQuarters(IReadOnlyList<(int Days, int Count)> days)
    {
        var total = days.Sum(d => d.Count);
        if (total < Least) return null;
        var (rank, passed) = ((total * 3 + 3) / 4, 0);
        foreach (var (value, count) in days)
            if ((passed += count) >= rank) return value;
        return days[^1].Days;
    }
}
