using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.KeepMessages;

/// <summary>One message to one customer, from the moment it was planned; kept for good. Its id, as text, is its Message-ID and its idempotency key.</summary>
internal sealed class Message
{
    public required CustomerId CustomerId { get; init; }
    public required MessageId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required long SendingId { get; init; }
    public required string Step { get; init; }
    public required int Occurrence { get; init; }
    public required string Channel { get; init; }
    public required TemplateId TemplateId { get; init; }

    /// <summary>The version that was handed off; 0 before.</summary>
    public int TemplateVersion { get; set; }
    public required string Arm { get; init; }
    public required string Purpose { get; init; }
    public string? Topic { get; init; }

    /// <summary>Expected profit in micros of the organisation's currency.</summary>
    public required long Worth { get; init; }
    public required MessageState State { get; set; }

    /// <summary>Why it was suppressed, failed or is unknown: one word, never what a server said.</summary>
    public string? Reason { get; set; }
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>When it came into its state.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>The printing of letters or the list of calls that it is part of.</summary>
    public long? RunId { get; set; }
}

internal sealed class MessageTable : IEntityTypeConfiguration<Message>
{
    public const string Name = "messaging_messages";
    public const int LongestWord = 40;

    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.ToTable(Name);
        message.HasKey(m => new { m.CustomerId, m.Id });
        message.Property(m => m.Step).HasMaxLength(LongestWord);
        message.Property(m => m.Channel).HasMaxLength(20);
        message.Property(m => m.Arm).HasMaxLength(LongestWord);
        message.Property(m => m.Purpose).HasMaxLength(LongestWord);
        message.Property(m => m.Topic).HasMaxLength(LongestWord);
        message.Property(m => m.Reason).HasMaxLength(LongestWord);
        // A message that is on its way may move to another customer meanwhile: its state is written by its id.
        message.HasIndex(m => m.Id);
        message.HasIndex(m => new { m.SendingId, m.Arm, m.State, m.Reason });
        message.HasIndex(m => new { m.State, m.At });
        message.HasIndex(m => m.RunId);
    }
}

/// <summary>A message that waits, or that a worker holds; gone once its fate is known.</summary>
internal sealed class QueuedMessage
{
    public required CustomerId CustomerId { get; init; }
    public required MessageId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required long SendingId { get; init; }
    public required string Channel { get; init; }
    public required DateTimeOffset Due { get; set; }

    /// <summary>The claim of a worker's batch; 0: nobody holds it.</summary>
    public long Claim { get; set; }

    /// <summary>A claim lapses then.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>Given to the channel: never tried again by itself once the claim has lapsed.</summary>
    public bool HandedOff { get; set; }

    /// <summary>The contact policy has counted it, at an attempt that certainly sent nothing.</summary>
    public bool Counted { get; set; }
    public int Attempts { get; set; }
}

internal sealed class QueueTable : IEntityTypeConfiguration<QueuedMessage>
{
    public const string Name = "messaging_queue";

    public void Configure(EntityTypeBuilder<QueuedMessage> waiting)
    {
        waiting.ToTable(Name);
        waiting.HasKey(q => new { q.CustomerId, q.Id });
        waiting.Property(q => q.Channel).HasMaxLength(20);
        waiting.HasIndex(q => q.Id);
        waiting.HasIndex(q => new { q.SendingId, q.Channel, q.Claim, q.Due });
        waiting.HasIndex(q => q.LeasedUntil);
    }
}

internal enum SendingState { Runs = 0, Paused = 1, Stopped = 2 }

/// <summary>What a campaign or journey has put in the queue, as a whole.</summary>
internal sealed class Sending
{
    public required long Id { get; init; }
    public required string SourceKind { get; init; }
    public required long SourceId { get; init; }
    public required SendingState State { get; set; }
}

internal sealed class SendingTable : IEntityTypeConfiguration<Sending>
{
    public const string Name = "messaging_sendings";

    public void Configure(EntityTypeBuilder<Sending> sending)
    {
        sending.ToTable(Name);
        sending.HasKey(s => s.Id);
        sending.Property(s => s.SourceKind).HasMaxLength(20);
        sending.HasIndex(s => new { s.SourceKind, s.SourceId }).IsUnique();
    }
}

internal static class MessageSets
{
    extension(PatronDb db)
    {
        public DbSet<Message> Messages => db.Set<Message>();
        public DbSet<QueuedMessage> MessageQueue => db.Set<QueuedMessage>();
        public DbSet<Sending> Sendings => db.Set<Sending>();
    }
}
