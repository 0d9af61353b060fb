using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.ReckonInsights;

/// <summary>Keeps what was reckoned for as long as the snapshot it was reckoned from is in use.</summary>
internal sealed class NumbersCache(IDbContextFactory<PatronDb> contexts)
{
    private const int MostOfOneSnapshot = 16;

    private readonly ConditionalWeakTable<CustomerBaseSnapshot, ConcurrentDictionary<Question, Lazy<BaseNumbers>>> known = [];

    private sealed record Question(Bitmap? VisibleTo, DateOnly AsOf, int LostAfterDays);

    /// <summary>The organisation as it is now.</summary>
    public Organisation Organisation()
    {
        using var db = contexts.CreateDbContext();
        var json = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == SettingsKeys.Organisation).Select(s => s.Value).FirstOrDefault();
        return json is null ? Kernel.Organisation.Default : System.Text.Json.JsonSerializer.Deserialize<Organisation>(json)!;
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
