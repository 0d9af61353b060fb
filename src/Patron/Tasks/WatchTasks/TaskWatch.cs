using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tasks.WatchTasks;

/// <summary>Marks what is overdue for a leader, and hands out reminders: each once, whichever server comes first.</summary>
internal sealed class TaskWatch(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    private const int AtOnce = 5_000;

    /// <summary>Returns how many were escalated and how many reminders were handed out.</summary>
    public async Task<(int Escalated, int Reminded)> Look(CancellationToken ct)
    {
        // Mostly there is nothing: then nobody who writes has to wait.
        var now = clock.GetUtcNow();
        bool late, soon;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            (late, soon) = (await db.Tasks.AnyAsync(t => t.EscalateAt <= now, ct), await db.Tasks.AnyAsync(t => t.RemindAt <= now, ct));
        return (late ? await Escalate(ct) : 0, soon ? await Remind(ct) : 0);
    }

    private async Task<int> Escalate(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var due = await Due(session, "escalate_at", ct);
        if (due.Count == 0) return 0;
        var (now, changes) = (clock.GetUtcNow(), new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), Kind = "task.escalate" }));
        await session.Update(TaskTable.Name, ["escalated_at", "escalate_at"], ["customer_id", "id"], [.. due.Select(d => (object?[])[now, null, d.Customer, d.Id])], ct);
        changes.Write(session, TaskTable.Name, [.. due.Select(d => RowChange.Of(d.Id, d.Customer, ["escalated_at", "escalate_at"], [null, d.At], [Instants.ToMicroseconds(now), null])!.Value)]);
        session.Tell(Topics.Tasks, due.Select(d => d.Customer));
        await session.Commit(ct);
        return due.Count;
    }

    private async Task<int> Remind(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var due = await Due(session, "remind_at", ct);
        if (due.Count == 0) return 0;
        var now = clock.GetUtcNow();
        await session.Update(TaskTable.Name, ["reminded_at", "remind_at"], ["customer_id", "id"], [.. due.Select(d => (object?[])[now, null, d.Customer, d.Id])], ct);
        foreach (var one in due) session.Db.Send(ids, clock, ReminderMail.TopicName, string.Create(CultureInfo.InvariantCulture, $"{one.Customer}:{one.Id}"));
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return due.Count;
    }

    private async Task<List<(long Customer, long Id, long At)>> Due(BulkSession session, string column, CancellationToken ct)
    {
        var due = new List<(long, long, long)>();
        await using var command = session.Command($"select customer_id, id, {column} from {TaskTable.Name} where {column} <= @now order by {column} limit {AtOnce}{(session.IsPostgres ? " for update skip locked" : "")}");
        command.AddInstant("@now", clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) due.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInstant(2)));
        return due;
    }
}

internal sealed class TaskWatcher(TaskWatch watch, TimeProvider clock, ILogger<TaskWatcher> logger) : Watcher(clock, logger)
{
    protected override Task Look(CancellationToken ct) => watch.Look(ct);
}
