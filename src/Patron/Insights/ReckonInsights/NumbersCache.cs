using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Rfm;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.ReckonInsights;

/// <summary>Keeps what was reckoned for as long as the snapshot it was reckoned from is in use: Home's numbers, to which nothing derived goes, for all snapshots that differ in nothing else.</summary>
internal sealed class NumbersCache(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private const int MostOfOneSnapshot = 16;

    /// <summary>A page asks many times; another process may change it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConditionalWeakTable<object, ConcurrentDictionary<Question, Lazy<BaseNumbers>>> known = [];

    private readonly ConditionalWeakTable<CustomerBaseSnapshot, ConcurrentDictionary<object, Lazy<object>>> others = [];

    private sealed record Question(Bitmap? VisibleTo, DateOnly AsOf, int LostAfterDays, RfmLimits? Limits);

    private sealed record Settings(Organisation Organisation, RfmLimits? Limits, DateTimeOffset Until);

    /// <summary>Key of the setting; absent: quintiles.</summary>
    public const string LimitsKey = "rfm";

    /// <summary>Quintiles, said as a setting.</summary>
    public static RfmLimits NoLimits { get; } = new([], [], []);

    private volatile Settings? settings;
    private (string? Json, RfmLimits? Limits) limitsRead;

    /// <summary>The organisation as it was a moment ago at most.</summary>
    public Organisation Organisation() => Now().Organisation;

    /// <summary>The limits of the scores as they were a moment ago at most; null: quintiles.</summary>
    public RfmLimits? Limits() => Now().Limits;

    /// <summary>After they were changed here.</summary>
    public void Forget() => settings = null;

    private Settings Now()
    {
        if (settings is { } kept && clock.GetUtcNow() < kept.Until) return kept;
        using var db = contexts.CreateDbContext();
        var rows = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == SettingsKeys.Organisation || s.Key == LimitsKey).ToDictionary(s => s.Key, s => s.Value);
        var organisation = rows.TryGetValue(SettingsKeys.Organisation, out var json) ? JsonSerializer.Deserialize<Organisation>(json)! : Kernel.Organisation.Default;
        // The same object as long as nothing changed: it is part of the question.
        var (text, before) = (rows.GetValueOrDefault(LimitsKey), limitsRead);
        if (text != before.Json) limitsRead = before = (text, text is not null && JsonSerializer.Deserialize<RfmLimits>(text) is { IsPossible: true } set ? set : null);
        var fresh = new Settings(organisation, before.Limits, clock.GetUtcNow() + Fresh);
        settings = fresh;
        return fresh;
    }

    /// <param name="visibleTo">Told apart as an object: hand in the same bitmap for the same people.</param>
    public BaseNumbers Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, int lostAfterDays)
    {
        var answers = known.GetValue(snapshot.Told, _ => new());
        // A handful of days is asked for in practice; a flood of them must not hold memory.
        if (answers.Count >= MostOfOneSnapshot) answers.Clear();
        return answers.GetOrAdd(new(visibleTo, asOf, lostAfterDays, Limits()), q => new(() => BaseNumbers.Reckon(snapshot, q.VisibleTo, q.AsOf, q.LostAfterDays, q.Limits))).Value;
    }

    /// <summary>Anything else that is reckoned from a snapshot, kept as long as it.</summary>
    /// <param name="question">A record that tells it apart from all others: its type, those who may be seen, the day, its settings.</param>
    public T Of<T>(CustomerBaseSnapshot snapshot, object question, Func<T> reckon) where T : class
    {
        var answers = others.GetValue(snapshot, _ => new());
        if (answers.Count >= MostOfOneSnapshot) answers.Clear();
        return (T)answers.GetOrAdd(question, _ => new(() => reckon())).Value;
    }
}
