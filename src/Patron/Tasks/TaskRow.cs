using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Tasks;

/// <summary>A task of a customer as it is stored; see <see cref="CustomerTask"/>.</summary>
internal sealed class TaskRow : IVersioned
{
    public required CustomerId CustomerId { get; init; }
    public required TaskId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required TaskKind Kind { get; init; }
    public required TaskState State { get; set; }
    public required TaskPriority Priority { get; set; }
    public required string Title { get; set; }
    public string? Details { get; set; }
    public required DateTimeOffset Due { get; set; }

    /// <summary>What was due at first: a promise that was put off is not kept by that.</summary>
    public required DateTimeOffset FirstDue { get; init; }
    public int? Minutes { get; set; }
    public UserId? OwnerId { get; set; }
    public TeamId? TeamId { get; set; }
    public TeamId? FromTeamId { get; set; }
    public string? PromisedTo { get; set; }
    public string? ReferenceKind { get; init; }
    public long? ReferenceId { get; init; }
    public UserId? CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public UserId? DoneBy { get; set; }
    public string? ProofKind { get; set; }
    public long? ProofId { get; set; }
    public string? Reason { get; set; }

    /// <summary>When a leader is to be told, and when one was; null: not to be told, not told.</summary>
    public DateTimeOffset? EscalateAt { get; set; }
    public DateTimeOffset? EscalatedAt { get; set; }

    /// <summary>When the owner is to be reminded, and when that was done.</summary>
    public DateTimeOffset? RemindAt { get; set; }
    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>The organisation's own fields, as RowValues writes them; null for none.</summary>
    public string? Custom { get; set; }
    public int Version { get; set; }

    public bool IsOpen => State is not (TaskState.Done or TaskState.Cancelled);

    public CustomerTask Shown => new(
        CustomerId, Id, Kind, State, Priority, Title, Details, Due, Minutes, OwnerId, TeamId, FromTeamId, PromisedTo, Thing(ReferenceKind, ReferenceId), CreatedBy, CreatedAt,
        AcceptedAt, DoneAt, DoneBy, Thing(ProofKind, ProofId), Reason, EscalatedAt, Version) { Custom = Custom };

    /// <summary>What may change, in the order of <see cref="TaskTable.Recorded"/>: numbers, texts, null; instants are microseconds.</summary>
    public object?[] Values =>
    [
        (long)State, (long)Priority, Title, Details, Micros(Due), (long?)Minutes, OwnerId?.Value, TeamId?.Value, FromTeamId?.Value, PromisedTo, Micros(AcceptedAt), Micros(DoneAt), DoneBy?.Value,
        ProofKind, ProofId, Reason, Micros(EscalateAt), Micros(EscalatedAt), Micros(RemindAt), Micros(RemindedAt), Custom,
    ];

    private static Reference? Thing(string? kind, long? id) => kind is not null && id is { } number ? new(kind, number) : null;

    private static long? Micros(DateTimeOffset? at) => at is { } instant ? Instants.ToMicroseconds(instant) : null;
}

internal sealed class TaskTable : IEntityTypeConfiguration<TaskRow>
{
    public const string Name = "tasks_tasks";
    public const int LongestTitle = 200, LongestDetails = 4_000, LongestName = 100, LongestReason = 500, LongestKind = 40;

    /// <summary>The columns that a change set keeps.</summary>
    public static readonly RecordedColumn[] Recorded =
    [
        new("state"), new("priority"), new("title"), new("details"), new("due", IsInstant: true), new("minutes"), new("owner_id"), new("team_id"), new("from_team_id"), new("promised_to"),
        new("accepted_at", IsInstant: true), new("done_at", IsInstant: true), new("done_by"), new("proof_kind"), new("proof_id"), new("reason"),
        new("escalate_at", IsInstant: true), new("escalated_at", IsInstant: true), new("remind_at", IsInstant: true), new("reminded_at", IsInstant: true), new("custom"),
    ];

    public void Configure(EntityTypeBuilder<TaskRow> task)
    {
        task.ToTable(Name);
        task.HasKey(t => new { t.CustomerId, t.Id });
        task.Property(t => t.Title).HasMaxLength(LongestTitle);
        task.Property(t => t.Details).HasMaxLength(LongestDetails);
        task.Property(t => t.PromisedTo).HasMaxLength(LongestName);
        task.Property(t => t.ReferenceKind).HasMaxLength(LongestKind);
        task.Property(t => t.ProofKind).HasMaxLength(LongestKind);
        task.Property(t => t.Reason).HasMaxLength(LongestReason);
        task.Property(t => t.Version).IsConcurrencyToken();
        // My day reads by owner or team what is open and due; the board of hand-overs by state; the jobs by what is to be told next.
        task.HasIndex(t => new { t.OwnerId, t.State, t.Due });
        task.HasIndex(t => new { t.TeamId, t.State, t.Due });
        task.HasIndex(t => new { t.Kind, t.State, t.Due });
        task.HasIndex(t => t.EscalateAt);
        task.HasIndex(t => t.RemindAt);
        // A deed is taken back by the ids of its rows.
        task.HasIndex(t => t.Id);
    }
}

internal static class TaskSets
{
    extension(PatronDb db)
    {
        public DbSet<TaskRow> Tasks => db.Set<TaskRow>();
    }
}
