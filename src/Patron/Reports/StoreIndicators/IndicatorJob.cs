using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reports.Contracts;

namespace Patron.Reports.StoreIndicators;

/// <summary>Stores the key indicators of the present month every night, and those of the month before until a week of the new one is over: then they stay as they are. The first time the months before are stored as well, from the events that are known of them, so that a change can be seen at once.</summary>
internal sealed class IndicatorJob(IEnumerable<IIndicators> rooms, IReckoningDay reckoning, IDbContextFactory<PatronDb> contexts, Texts texts, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "reports-indicators";
    private const int SettledAfter = 7, MonthsAtFirst = 6;

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        // The day that all numbers are reckoned for: where the data end in the past, their last months are stored.
        var today = reckoning.AsOf;
        var present = new DateOnly(today.Year, today.Month, 1);
        for (var back = await HasAny(ct) ? 0 : MonthsAtFirst - 1; back > 1; back--) await Store(present.AddMonths(-back), ct);
        if (today.Day <= SettledAfter || !await Has(present.AddMonths(-1), ct)) await Store(present.AddMonths(-1), ct);
        await Store(present, ct);
        return null;
    }

    public static int NumberOf(DateOnly month) => month.Year * 100 + month.Month;

    private async Task<bool> HasAny(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Indicators.AnyAsync(ct);
    }

    private async Task<bool> Has(DateOnly month, CancellationToken ct)
    {
        var number = NumberOf(month);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Indicators.AnyAsync(i => i.Month == number, ct);
    }

    private async Task Store(DateOnly month, CancellationToken ct)
    {
        var number = NumberOf(month);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var scope = new ReportScope(month, month.AddMonths(1).AddDays(-1), await db.Organisation(ct), null, texts.For(Language.English));
        var stored = await db.Indicators.Where(i => i.Month == number).ToDictionaryAsync(i => i.Key, StringComparer.Ordinal, ct);
        foreach (var room in rooms)
        {
            foreach (var indicator in await room.Of(scope, ct))
            {
                if (stored.TryGetValue(indicator.Key, out var row)) (row.Value, row.At) = (indicator.Value, clock.GetUtcNow());
                else db.Add(new StoredIndicator { Month = number, Key = indicator.Key, Value = indicator.Value, At = clock.GetUtcNow() });
            }
        }
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>The first time soon after the very first start, then every day.</summary>
internal sealed class IndicatorSchedule(Schedules schedules, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2), Daily = TimeSpan.FromDays(1);

    public Task StartAsync(CancellationToken cancellationToken) => schedules.Ensure(IndicatorJob.JobKind, Daily, clock.GetUtcNow() + Soon, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
