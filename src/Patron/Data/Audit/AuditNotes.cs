using System.Data.Common;
using Patron.Kernel;

namespace Patron.Data.Audit;

/// <summary>
/// What one transaction did that the audit must tell: one entry for each change set touched, and one for each <see cref="Event"/>. Written as the last
/// thing before the commit, into a table that nobody waits for; the chain is built behind it (<see cref="AuditChain"/>).
/// </summary>
public sealed class AuditNotes
{
    private readonly Dictionary<ChangeSetId, SetNote> sets = [];
    private readonly List<EventNote> events = [];

    internal bool IsEmpty => sets.Count == 0 && events.Count == 0;

    /// <summary>Something that changes no rows of a change set.</summary>
    /// <param name="kind">What was done; at most 60 letters.</param>
    /// <param name="table">Which table's rows it tells of; null for none.</param>
    /// <param name="fields">Names of what was shown or taken away, never values.</param>
    public void Event(string kind, UserId? by, string? table = null, IEnumerable<long>? ids = null, IEnumerable<string>? fields = null)
    {
        var subjects = new AuditSubjects();
        if (table is not null)
            foreach (var id in ids ?? []) subjects.Add(table, id);
        events.Add(new(kind, by, subjects.ToString(), string.Join(',', fields ?? [])));
    }

    /// <summary>A change set was begun.</summary>
    public void Begin(ChangeSet set) => Of(set);

    /// <summary>Rows were created in bulk.</summary>
    public void Range(ChangeSet set, string table, long first, long last) => Of(set).Subjects.Add(table, first, last);

    /// <summary>One row was created, changed or deleted, told by the change row <paramref name="seq"/>.</summary>
    public void Row(ChangeSet set, int seq, string table, long id, IEnumerable<string> fields)
    {
        var note = Of(set);
        note.Subjects.Add(table, id);
        note.FirstSeq = note.FirstSeq == 0 ? seq : Math.Min(note.FirstSeq, seq);
        note.LastSeq = Math.Max(note.LastSeq, seq);
        note.Fields.UnionWith(fields);
    }

    internal async Task Write(DbConnection connection, DbTransaction transaction, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (id, note) in sets)
            await Insert(connection, transaction, now, note.Set.Kind, note.Set.By, id, note.FirstSeq, note.LastSeq, note.Subjects.ToString(), string.Join(',', note.Fields), ct);
        foreach (var note in events)
            await Insert(connection, transaction, now, note.Kind, note.By, null, 0, 0, note.Subjects, note.Fields, ct);
        Clear();
    }

    internal void Clear()
    {
        sets.Clear();
        events.Clear();
    }

    private static async Task Insert(
        DbConnection connection, DbTransaction transaction, DateTimeOffset now, string kind, UserId? by, ChangeSetId? set, int first, int last, string subjects, string fields, CancellationToken ct)
    {
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"""
            insert into {AuditTables.Waiting} (id, at, "by", kind, change_set_id, first_seq, last_seq, subjects, fields)
            values (@id, @at, @by, @kind, @set, @first, @last, @subjects, @fields)
            """;
        insert.Add("@id", Guid.CreateVersion7(now).ToString("N"));
        insert.AddInstant("@at", now);
        insert.Add("@by", by?.Value);
        insert.Add("@kind", kind);
        insert.Add("@set", set?.Value);
        insert.Add("@first", first);
        insert.Add("@last", last);
        insert.Add("@subjects", subjects);
        insert.Add("@fields", fields);
        await insert.ExecuteNonQueryAsync(ct);
    }

    private SetNote Of(ChangeSet set) => sets.TryGetValue(set.Id, out var known) ? known : sets[set.Id] = new(set);

    private sealed class SetNote(ChangeSet set)
    {
        public ChangeSet Set => set;
        public AuditSubjects Subjects { get; } = new();
        public SortedSet<string> Fields { get; } = new(StringComparer.Ordinal);
        public int FirstSeq { get; set; }
        public int LastSeq { get; set; }
    }

    private sealed record EventNote(string Kind, UserId? By, string Subjects, string Fields);
}
