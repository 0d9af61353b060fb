using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Events.KeepLog;

/// <summary>Something that happened; rows are only ever added. What turns out to be a machine's doing is marked so.</summary>
internal sealed class LoggedEvent
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required string Kind { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Taken once for each customer and kind.</summary>
    public required string Key { get; init; }
    public MessageId? MessageId { get; init; }
    public string? SourceKind { get; init; }
    public long? SourceId { get; init; }
    public string? Arm { get; init; }
    public required bool Machine { get; set; }
    public string? Detail { get; init; }
}

internal sealed class EventTable : IEntityTypeConfiguration<LoggedEvent>
{
    public const string Name = "events_log";

    public void Configure(EntityTypeBuilder<LoggedEvent> happened)
    {
        happened.ToTable(Name);
        happened.HasKey(e => new { e.CustomerId, e.Id });
        happened.Property(e => e.Kind).HasMaxLength(40);
        happened.Property(e => e.Key).HasMaxLength(120);
        happened.Property(e => e.SourceKind).HasMaxLength(20);
        happened.Property(e => e.Arm).HasMaxLength(40);
        happened.Property(e => e.Detail).HasMaxLength(200);
        happened.HasIndex(e => new { e.CustomerId, e.Kind, e.Key });
        happened.HasIndex(e => new { e.SourceKind, e.SourceId, e.Kind, e.Arm });
        happened.HasIndex(e => e.MessageId);
    }
}
