using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;

namespace Patron.Insights.WarnOfChurn;

/// <summary>The saved lists, the latest in memory: the customers list, My day and a customer's page ask it often.</summary>
internal sealed class WarningBook(IDbContextFactory<PatronDb> contexts)
{
    private volatile Dictionary<long, ChurnWarning> latest = [];

    /// <summary>The latest list by customer.</summary>
    public IReadOnlyDictionary<long, ChurnWarning> Latest => latest;

    /// <summary>The Monday of the latest list; null where there is none.</summary>
    public DateOnly? Week { get; private set; }

    public async Task Load(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var week = await db.ChurnWarnings.AsNoTracking().OrderByDescending(w => w.Week).Select(w => (DateOnly?)w.Week).FirstOrDefaultAsync(ct);
        latest = week is { } monday ? ByCustomer(await Of(db, monday).ToListAsync(ct)) : [];
        Week = week;
    }

    /// <summary>The list of another week; empty where none was saved. Where two customers became one, who stood twice stands once.</summary>
    public IReadOnlyDictionary<long, ChurnWarning> In(DateOnly week)
    {
        if (week == Week) return latest;
        using var db = contexts.CreateDbContext();
        return ByCustomer(Of(db, week).ToList());
    }

    /// <summary>As many as stand on the latest list, by the plain rule on the same day; none where there is no list.</summary>
    public IReadOnlyList<int> Plain(CustomerBaseSnapshot snapshot, int lostAfterDays) =>
        latest.Values.FirstOrDefault() is { } listed ? LongestSilent.Of(snapshot, listed.AsOf.DayNumber, lostAfterDays, latest.Count) : [];

    /// <summary>Everybody on the lists whose days were over on a day; those whom the base no longer holds are left out.</summary>
    public IReadOnlyList<Warned> Settled(CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        var (first, last) = (ChurnReckoning.FirstShown(asOf), asOf.AddDays(-ChurnReckoning.OutcomeDays));
        using var db = contexts.CreateDbContext();
        var rows = db.ChurnWarnings.AsNoTracking().Where(w => w.Week >= first && w.AsOf <= last).Select(w => new { w.CustomerId, w.AsOf, w.Reasons }).ToList();
        return [.. rows.Select(r => (Is: snapshot.TryIndex(r.CustomerId.Value, out var index) && snapshot.Known.Get(index), Row: new Warned(index, r.AsOf, r.Reasons))).Where(r => r.Is).Select(r => r.Row)];
    }

    private static IQueryable<ChurnWarning> Of(PatronDb db, DateOnly week) => db.ChurnWarnings.AsNoTracking().Where(w => w.Week == week);

    private static Dictionary<long, ChurnWarning> ByCustomer(IEnumerable<ChurnWarning> rows) =>
        rows.GroupBy(w => w.CustomerId.Value).ToDictionary(g => g.Key, g => g.MaxBy(w => w.Value)!);
}
