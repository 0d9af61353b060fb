using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>Settings that people edit, each edit a change set that its author may take back through <see cref="DeedUndo"/>. Their kinds are registered as <see cref="DeedKind"/>.</summary>
public sealed class SettingDeeds(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    internal const string Entity = "kernel_settings";
    private const long Lock = 0x7061_7472_6f6e_0012;

    /// <param name="kind">Of the change set.</param>
    /// <param name="missing">What holds where nothing was set.</param>
    /// <param name="change">The setting as it becomes, or why not. It sees what is there now: two who edit at once do so one after the other.</param>
    /// <param name="also">Written in the same transaction: what must be there with the setting, or not at all. Left out where nothing changes.</param>
    /// <returns>The change set; null where nothing changed.</returns>
    public async Task<Result<ChangeSetId?>> Change<T>(string key, string kind, T missing, Func<T, Result<T>> change, UserId? by, CancellationToken ct, Func<BulkSession, Task>? also = null) where T : class
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await Alone(session, ct);
        var before = await session.Db.Set<SettingRow>().AsNoTracking().Where(s => s.Key == key).Select(s => s.Value).FirstOrDefaultAsync(ct);
        var changed = change(before is null ? missing : JsonSerializer.Deserialize<T>(before)!);
        if (changed.Refusal is { } refusal) return refusal;
        var after = JsonSerializer.Serialize(changed.Value);
        if (after == (before ?? JsonSerializer.Serialize(missing))) return (ChangeSetId?)null;
        var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind };
        new ChangeRecorder(session.Db, set).Row(Entity, 0, default, new Dictionary<string, object?> { [key] = before }, new Dictionary<string, object?> { [key] = after });
        await session.Db.WriteAtOnce(key, changed.Value!, ct);
        if (also is not null) await also(session);
        session.Tell(Topics.Settings);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return set.Id;
    }

    /// <summary>On SQLite one session at a time writes anyhow.</summary>
    internal static Task Alone(BulkSession session, CancellationToken ct) =>
        session.IsPostgres ? session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", Lock)) : Task.CompletedTask;
}

/// <summary>Brings settings back to what they were; one that somebody has changed since stays.</summary>
internal sealed class UndoesSettings : IUndoesChanges
{
    private const int Most = 100;

    public int Order => 90;

    public async Task<long?> Undo(BulkSession session, Undoing what, long from, CancellationToken ct)
    {
        await SettingDeeds.Alone(session, ct);
        foreach (var change in await RecordedChange.Read(session, what.Set.Id, SettingDeeds.Entity, int.MaxValue, Most, ct))
        {
            foreach (var (key, was, became) in change.Before.EnumerateObject().Select(p => (p.Name, p.Value.GetString(), change.After.GetProperty(p.Name).GetString())))
            {
                var row = await session.Db.Set<SettingRow>().FirstOrDefaultAsync(s => s.Key == key, ct);
                if (row?.Value != became)
                {
                    what.Leave(new(SettingDeeds.Entity, key, null, null, null, "kernel.deed.changed"));
                    continue;
                }
                if (was is null) session.Db.Remove(row!); else row!.Value = was;
                what.Changes?.Row(SettingDeeds.Entity, 0, default, new Dictionary<string, object?> { [key] = became }, new Dictionary<string, object?> { [key] = was });
                what.Count(0, 1);
            }
        }
        session.Tell(Topics.Settings);
        await session.Db.SaveChangesAsync(ct);
        return null;
    }
}
