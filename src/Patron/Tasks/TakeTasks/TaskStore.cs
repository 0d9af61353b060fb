using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tasks.TakeTasks;

/// <summary>A task as one file knows it.</summary>
/// <param name="Stored">Its values in the database; null while it is not there.</param>
internal sealed record BookedTask(string Number, TaskRow Row, object?[]? Stored);

/// <summary>Reads and writes the tasks of a file in bulk, within a session.</summary>
internal static class TaskStore
{
    private static readonly string[] Keys = ["customer_id", "id"];
    private static readonly string[] Names = [.. TaskTable.Recorded.Select(c => c.Name)];

    public static async Task<IReadOnlyList<TaskRow>> Read(BulkSession session, IReadOnlyCollection<TaskId> ids, CancellationToken ct)
    {
        var read = new List<TaskRow>(ids.Count);
        foreach (var some in ids.Chunk(5_000)) read.AddRange(await session.Db.Tasks.AsNoTracking().Where(t => some.Contains(t.Id)).ToListAsync(ct));
        return read;
    }

    public static async Task Write(BulkSession session, Intake intake, IReadOnlyCollection<BookedTask> tasks, CancellationToken ct)
    {
        if (tasks.Count == 0) return;
        BookedTask[] made = [.. tasks.Where(t => t.Stored is null)], changed = [.. tasks.Where(t => t.Stored is not null)];
        Insert(session, intake.Source.Id, made);
        intake.Changes(session)?.Write(session, TaskTable.Name,
            [.. changed.Select(t => RowChange.Of(t.Row.Id.Value, t.Row.CustomerId.Value, Names, t.Stored!, t.Row.Values)).OfType<RowChange>()]);
        // Whoever has one open in a form must not write over the new values.
        await session.Update(TaskTable.Name, [.. Names, "version"], Keys, [.. changed.Select(t => (object?[])[.. InColumns(t.Row), t.Row.Version + 1, t.Row.CustomerId.Value, t.Row.Id.Value])], ct);
        session.Tell(Topics.Tasks, tasks.Select(t => t.Row.CustomerId.Value));
    }

    private static void Insert(BulkSession session, SourceId source, BookedTask[] made)
    {
        if (made.Length == 0) return;
        using (var sink = session.Sink(TaskTable.Name, ["customer_id", "id", "source_record_id", "kind", "first_due", "created_by", "created_at", "version", .. Names]))
        {
            foreach (var (_, row, _) in made)
            {
                sink.Begin();
                sink.Long(row.CustomerId.Value);
                sink.Long(row.Id.Value);
                sink.Long(row.SourceRecordId?.Value);
                sink.Int((int)row.Kind);
                sink.Instant(Instants.ToMicroseconds(row.FirstDue));
                sink.Long(row.CreatedBy?.Value);
                sink.Instant(Instants.ToMicroseconds(row.CreatedAt));
                sink.Int(row.Version);
                foreach (var (at, value) in row.Values.Index()) Put(sink, TaskTable.Recorded[at], value);
                sink.End();
            }
            sink.Complete();
        }
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var (number, row, _) in made) ClaimedKeys.Write(claims, ClaimScopes.Task(source), number, row.Id.Value, row.CustomerId.Value);
        claims.Complete();
    }

    private static void Put(IRowSink sink, RecordedColumn column, object? value)
    {
        if (column.IsInstant) sink.Instant((long?)value);
        else if (value is string or null && column.Name is "title" or "details" or "promised_to" or "proof_kind" or "reason" or "custom") sink.Text((string?)value);
        else if (column.Name is "state" or "priority" or "minutes") sink.Int((int?)(long?)value);
        else sink.Long((long?)value);
    }

    /// <summary>As the columns hold them: instants are none of numbers there.</summary>
    private static IEnumerable<object?> InColumns(TaskRow row) =>
        row.Values.Select((value, at) => TaskTable.Recorded[at].IsInstant && value is long micros ? Instants.FromMicroseconds(micros) : value);
}
