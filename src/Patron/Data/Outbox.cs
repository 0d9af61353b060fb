using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Patron.Data;

/// <summary>
/// What must happen after a change, written in the change's own transaction. It is handed out under a lease, at least once:
/// handlers are idempotent by its id. After <see cref="OutboxDelivery.MaxAttempts"/> failures it is a dead letter: kept, shown, never lost.
/// </summary>
public sealed class OutboxMessage
{
    public required long Id { get; init; }
    public required string Topic { get; init; }
    public required string Payload { get; init; }
    public required DateTimeOffset Due { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public DateTimeOffset? DeadAt { get; set; }

    /// <summary>The type of the last failure, never its message: that may hold personal values.</summary>
    public string? Error { get; set; }
}

internal sealed class OutboxTable : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.ToTable("kernel_outbox");
        message.Property(m => m.Topic).HasMaxLength(60);
        message.Property(m => m.Error).HasMaxLength(200);
        message.HasIndex(m => new { m.DeadAt, m.Due });
    }
}
