using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data.Audit;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// One set of changes with its author and reason. What it created lies in <see cref="ChangeRange"/>s of ids, what it changed or deleted in
/// <see cref="ChangeRow"/>s; values stand apart in <see cref="ChangePayload"/>s keyed by customer, so that erasing a person erases them here too.
/// </summary>
public sealed class ChangeSet
{
    public required ChangeSetId Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; null is the program itself.</summary>
    public UserId? By { get; init; }

    /// <summary>What was done, e.g. "import", "note.edit".</summary>
    public required string Kind { get; init; }

    /// <summary>The change set that this one undoes.</summary>
    public ChangeSetId? Undoes { get; init; }

    /// <summary>The change set by which this one was undone.</summary>
    public ChangeSetId? UndoneBy { get; set; }
}

/// <summary>Rows created in bulk: ids first to last of a table.</summary>
public sealed class ChangeRange
{
    public required ChangeSetId ChangeSetId { get; init; }
    public required int Seq { get; init; }
    public required string Entity { get; init; }
    public required long FirstId { get; init; }
    public required long LastId { get; init; }
}

public enum ChangeOperation { Created = 1, Changed = 2, Deleted = 3 }

/// <summary>One row that was created singly, changed or deleted: field names only.</summary>
public sealed class ChangeRow
{
    public required ChangeSetId ChangeSetId { get; init; }
    public required int Seq { get; init; }
    public required string Entity { get; init; }
    public required long EntityId { get; init; }

    /// <summary>0 where the row is no customer's.</summary>
    public required CustomerId CustomerId { get; init; }
    public required ChangeOperation Operation { get; init; }
    public required string Fields { get; init; }

    /// <summary>Salted digest of the values, for the audit: it outlives them. See <see cref="Audit.AuditDigests"/>.</summary>
    public string? Digest { get; init; }
}

/// <summary>The values before and after, as JSON objects of the fields that changed.</summary>
public sealed class ChangePayload
{
    public required CustomerId CustomerId { get; init; }
    public required ChangeSetId ChangeSetId { get; init; }
    public required int Seq { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }

    /// <summary>Of the digest in the change row; goes with the values.</summary>
    public string? Salt { get; init; }
}

internal sealed class ChangeSetTable : IEntityTypeConfiguration<ChangeSet>
{
    public void Configure(EntityTypeBuilder<ChangeSet> set)
    {
        set.ToTable("kernel_change_sets");
        set.Property(s => s.Kind).HasMaxLength(40);
    }
}

internal sealed class ChangeRangeTable : IEntityTypeConfiguration<ChangeRange>
{
    public void Configure(EntityTypeBuilder<ChangeRange> range)
    {
        range.ToTable("kernel_change_ranges");
        range.HasKey(r => new { r.ChangeSetId, r.Seq });
        range.Property(r => r.Entity).HasMaxLength(60);
    }
}

internal sealed class ChangeRowTable : IEntityTypeConfiguration<ChangeRow>
{
    public void Configure(EntityTypeBuilder<ChangeRow> row)
    {
        row.ToTable("kernel_changes");
        row.HasKey(r => new { r.ChangeSetId, r.Seq });
        row.Property(r => r.Entity).HasMaxLength(60);
        row.Property(r => r.Digest).HasMaxLength(44);
        row.HasIndex(r => new { r.Entity, r.EntityId });
    }
}

internal sealed class ChangePayloadTable : IEntityTypeConfiguration<ChangePayload>
{
    public const string Name = "kernel_change_payloads";

    public void Configure(EntityTypeBuilder<ChangePayload> payload)
    {
        payload.ToTable(Name);
        payload.HasKey(p => new { p.CustomerId, p.ChangeSetId, p.Seq });
        payload.Property(p => p.Salt).HasMaxLength(24);
    }
}

/// <summary>Collects the rows of one change set within a context; saved with the context's next SaveChangesAsync.</summary>
public sealed class ChangeRecorder(PatronDb db, ChangeSet set)
{
    private int seq;
    private bool added;

    public ChangeSet Set => set;

    /// <summary>The number of the last row or range recorded; 0 before the first.</summary>
    public int Last => seq;

    public void Range(string entity, long first, long last)
    {
        Begin();
        db.Add(new ChangeRange { ChangeSetId = set.Id, Seq = ++seq, Entity = entity, FirstId = first, LastId = last });
        db.Audit.Range(set, entity, first, last);
    }

    /// <param name="before">Field names and values as they were; null for a row that was created.</param>
    /// <param name="after">As they are; null for a row that was deleted.</param>
    public void Row(string entity, long id, CustomerId customer, IReadOnlyDictionary<string, object?>? before, IReadOnlyDictionary<string, object?>? after)
    {
        Begin();
        var (row, salt) = (RowChange.Told(id, customer, before, after), AuditDigests.NewSalt());
        db.Add(new ChangeRow
        {
            ChangeSetId = set.Id, Seq = ++seq, Entity = entity, EntityId = id, CustomerId = customer, Operation = row.Operation,
            Fields = row.Fields, Digest = AuditDigests.OfValues(salt, row.Before, row.After),
        });
        db.Add(new ChangePayload { CustomerId = customer, ChangeSetId = set.Id, Seq = seq, Before = row.Before, After = row.After, Salt = salt });
        db.Audit.Row(set, seq, entity, id, row.Fields.Split(','));
    }

    /// <summary>Many rows of an entity that were created, changed or deleted, written at once in the session's transaction, with the set where it is not in the database yet.</summary>
    public void Write(BulkSession session, string entity, IReadOnlyList<RowChange> rows)
    {
        if (rows.Count == 0) return;
        if (!added) Begin(session);
        var first = seq;
        var salts = new string[rows.Count];
        using (var changes = session.Sink("kernel_changes", "change_set_id", "seq", "entity", "entity_id", "customer_id", "operation", "fields", "digest"))
        {
            foreach (var (at, row) in rows.Index())
            {
                salts[at] = AuditDigests.NewSalt();
                changes.Begin();
                changes.Long(set.Id.Value);
                changes.Int(++seq);
                changes.Text(entity);
                changes.Long(row.Id);
                changes.Long(row.Customer);
                changes.Int((int)row.Operation);
                changes.Text(row.Fields);
                changes.Text(AuditDigests.OfValues(salts[at], row.Before, row.After));
                session.Db.Audit.Row(set, seq, entity, row.Id, row.Fields.Split(','));
                changes.End();
            }
            changes.Complete();
        }
        using var payloads = session.Sink(ChangePayloadTable.Name, "customer_id", "change_set_id", "seq", "before", "after", "salt");
        foreach (var (at, row) in rows.Index())
        {
            payloads.Begin();
            payloads.Long(row.Customer);
            payloads.Long(set.Id.Value);
            payloads.Int(++first);
            payloads.Text(row.Before);
            payloads.Text(row.After);
            payloads.Text(salts[at]);
            payloads.End();
        }
        payloads.Complete();
    }

    /// <summary>Goes on behind what an earlier chunk of the same set wrote.</summary>
    public void ContinueAfter(int last)
    {
        seq = last;
        added = true;
    }

    private void Begin(BulkSession session)
    {
        added = true;
        using var sets = session.Sink("kernel_change_sets", "id", "at", "\"by\"", "kind", "undoes");
        sets.Begin();
        sets.Long(set.Id.Value);
        sets.Instant(Instants.ToMicroseconds(set.At));
        sets.Long(set.By?.Value);
        sets.Text(set.Kind);
        sets.Long(set.Undoes?.Value);
        sets.End();
        sets.Complete();
        db.Audit.Begin(set);
    }

    private void Begin()
    {
        if (added) return;
        added = true;
        db.Add(set);
        db.Audit.Begin(set);
    }
}
