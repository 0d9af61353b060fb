using Patron.Data;
using Patron.Kernel;

namespace Patron.Tasks.KeepTasks;

/// <summary>Takes back what was done to tasks, by a person or an import; what was changed since stays.</summary>
internal sealed class UndoesTasks() : UndoesRows(TaskTable.Name, Topics.Tasks, TaskTable.Recorded)
{
    public override int Order => 15;

    protected override string ClaimedIn => "task:";

    protected override string ChangedSince => "tasks.refused.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(rows.ToDictionary(r => r.Id, r => new TaskId(r.Id).ToString()));

    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        // Whoever has a task open in a form must not write over what it is now.
        await using var count = session.Command();
        if (rows.Count == 0) return;
        count.CommandText = $"update {TaskTable.Name} as t set version = t.version + 1 from {count.InPairs(rows.Select(r => (r.Customer, r.Id)).ToArray())} where t.customer_id = w.c and t.id = w.i";
        await count.ExecuteNonQueryAsync(ct);
    }
}
