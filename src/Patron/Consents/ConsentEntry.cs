using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Consents;

/// <summary>One entry of the consent ledger: only ever added, never changed. The latest by <see cref="At"/> counts for its purpose and channel; at equal times the stricter.</summary>
internal sealed class ConsentEntry
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>What for, e.g. "marketing".</summary>
    public required string Purpose { get; init; }

    /// <summary>email, phone, letter, sms.</summary>
    public required string Channel { get; init; }
    public required bool Given { get; init; }

    /// <summary>When the person said so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where it was said: form, call, file; or, of an entry that the program made, the key of the sentence that says why.</summary>
    public string? Evidence { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The <see cref="ConsentText"/> that was agreed to; null where none is known.</summary>
    public long? TextId { get; init; }

    /// <summary>Who of us entered it; null: the person, or a file.</summary>
    public UserId? By { get; init; }

    [return: NotNullIfNotNull(nameof(evidence))]
    public static string? ShownEvidence(string? evidence, Sentences text) => evidence is not null && text.Has(evidence) ? text[evidence] : evidence;
}

internal sealed class ConsentTable : IEntityTypeConfiguration<ConsentEntry>
{
    public void Configure(EntityTypeBuilder<ConsentEntry> entry)
    {
        entry.ToTable("consents_ledger");
        entry.HasKey(e => new { e.CustomerId, e.Id });
        // What a change set created is taken back by the ids of its rows.
        entry.HasIndex(e => e.Id);
        entry.Property(e => e.Purpose).HasMaxLength(40);
        entry.Property(e => e.Channel).HasMaxLength(20);
        entry.Property(e => e.Evidence).HasMaxLength(200);
    }
}

internal static class ConsentSets
{
    extension(PatronDb db)
    {
        public DbSet<ConsentEntry> ConsentLedger => db.Set<ConsentEntry>();
    }
}
