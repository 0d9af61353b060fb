using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.ReckonInsights;

/// <summary>Keeps what was reckoned for as long as the snapshot it was reckoned from is in use.</summary>
internal sealed class NumbersCache(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private const int MostOfOneSnapshot = 16;

    /// <summary>A page asks many times; another process may change it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConditionalWeakTable<CustomerBaseSnapshot, ConcurrentDictionary<Question, Lazy<BaseNumbers>>> known = [];

    private sealed record Question(Bitmap? VisibleTo, DateOnly AsOf, int LostAfterDays);

    private sealed record Settings(Organisation Organisation, DateTimeOffset Until);

    private volatile Settings? settings;

    /// <summary>The organisation as it was a moment ago at most.</summary>
    public Organisation Organisation()
    {
        if (settings is { } kept && clock.GetUtcNow() < kept.Until) return kept.Organisation;
        using var db = contexts.CreateDbContext();
        var json = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == SettingsKeys.Organisation).Select(s => s.Value).FirstOrDefault();
        var organisation = json is null ? Kernel.Organisation.Default : System.Text.Json.JsonSerializer.Deserialize<Organisation>(json)!;
        settings = new(organisation, clock.GetUtcNow() + Fresh);
        return organisation;
    }

    /// <param name="visibleTo">Told apart as an object: hand in the same bitmap for the same people.</param>
    public BaseNumbers Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, int lostAfterDays)
    {
        var answers = known.GetValue(snapshot, _ => new());
        // A handful of days is asked for in practice; a flood of them must not hold memory.
        if (answers.Count >= MostOfOneSnapshot) answers.Clear();
        return answers.GetOrAdd(new(visibleTo, asOf, lostAfterDays), q => new(() => BaseNumbers.Reckon(snapshot, q.VisibleTo, q.AsOf, q.LostAfterDays))).Value;
    }
}
