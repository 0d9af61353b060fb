using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.KeepRules;

/// <summary>What people set about how insights are reckoned: a few records, each kept as one setting, each change of which can be taken back.</summary>
internal sealed class RuleBook(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    /// <summary>Begins the kinds of its change sets.</summary>
    public const string Kinds = "insights.";

    /// <summary>The name by which change sets tell of rules.</summary>
    public const string Entity = "insights_rules", Value = "value";

    /// <summary>A page asks many times; another process may change it.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> known = [];

    private sealed record Known(string? Json, object Value, DateTimeOffset Until);

    /// <summary>Keys of the settings; their places number them in change sets, so new ones come last.</summary>
    public static IReadOnlyList<string> All { get; } = [ReckonProfit.ProfitSetting.Key, ReckonLadder.LadderSetting.Key, ReckonBought.BoughtSetting.Key, SegmentBy.ClassSetting.Key, ReckonClusters.ClusterSetting.Key, ComputeFields.FieldSetting.Key,
        ShowLoyal.LoyalRule.Key, FitLifetimes.LifetimeSettings.Key];

    /// <summary>As it was a moment ago at most; the same object as long as nobody changes it. What cannot be read any more counts as not set.</summary>
    public T Read<T>(string key, T usual) where T : class
    {
        var now = clock.GetUtcNow();
        if (known.TryGetValue(key, out var kept) && now < kept.Until) return (T)kept.Value;
        using var db = contexts.CreateDbContext();
        var json = db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefault();
        var value = kept is not null && kept.Json == json ? (T)kept.Value : Parsed(json, usual);
        known[key] = new(json, value, now + Fresh);
        return value;
    }

    /// <summary>Somebody has set it; otherwise the usual rule holds.</summary>
    public bool IsSet(string key)
    {
        using var db = contexts.CreateDbContext();
        return db.Set<SettingRow>().Any(s => s.Key == key);
    }

    /// <summary>The change set takes it back; null where it said that already.</summary>
    public async Task<ChangeSetId?> Save<T>(string key, T value, UserId? by, CancellationToken ct) where T : class
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var (db, after) = (session.Db, JsonSerializer.Serialize(value));
        var before = await db.Set<SettingRow>().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefaultAsync(ct);
        if (before == after) return null;
        await db.Write(key, value, ct);
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + "rules" };
        new ChangeRecorder(db, set).Row(Entity, NumberOf(key), default, Told(before), Told(after));
        if (key == ReckonProfit.ProfitSetting.Key && !ReckonProfit.ProfitSetting.SameHoldings(before, after)) session.Tell(Topics.Everything);
        await db.SaveChangesAsync(ct);
        await session.Commit(ct);
        known.TryRemove(key, out _);
        return set.Id;
    }

    /// <summary>What was read before no longer holds.</summary>
    public void Forget() => known.Clear();

    public static long NumberOf(string key) => All.ToList().IndexOf(key) + 1;

    public static Dictionary<string, object?> Told(string? json) => new() { [Value] = json };

    private static T Parsed<T>(string? json, T usual) where T : class
    {
        if (json is null) return usual;
        try
        {
            return JsonSerializer.Deserialize<T>(json) ?? usual;
        }
        catch (JsonException)
        {
            return usual;
        }
    }
}
