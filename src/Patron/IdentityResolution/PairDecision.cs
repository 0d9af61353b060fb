using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>
/// What a person or the model decided about two source records. Never changed: another decision of the same pair ends it, and so does taking it back;
/// what has ended stays as history. It belongs to no customer, but to the two records, wherever they go, and it holds again for a record that
/// went with an undone import and comes with another: so it names them by source and own id as well, as a digest that shows neither.
/// </summary>
internal sealed class PairDecision
{
    public required long Id { get; init; }

    /// <summary>As of <see cref="TakeRecords.Party.Key"/>; of the two the one that sorts first.</summary>
    public required string FirstKey { get; init; }
    public required string SecondKey { get; init; }

    /// <summary>The record of <see cref="FirstKey"/> that is there, or was there last.</summary>
    public required SourceRecordId FirstRecord { get; init; }
    public required SourceRecordId SecondRecord { get; init; }
    public required Verdict Verdict { get; init; }

    /// <summary>In millionths; null where a person decided.</summary>
    public int? Probability { get; init; }

    /// <summary>What spoke for and against it when it was made (JSON, see <see cref="FieldEvidence"/>): names of fields and levels, and weights, no values.</summary>
    public string? Evidence { get; init; }

    /// <summary>Who; null is the program itself.</summary>
    public UserId? By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The change set; 0 for a decision that came with an archive, of whose import it is no part that could be undone alone.</summary>
    public required ChangeSetId MadeIn { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The change set by which it was taken back or replaced; null while it holds.</summary>
    public ChangeSetId? EndedIn { get; init; }
}

internal sealed class PairDecisionTable : IEntityTypeConfiguration<PairDecision>
{
    public void Configure(EntityTypeBuilder<PairDecision> decision)
    {
        decision.ToTable(IdentityTables.Decisions);
        decision.Property(d => d.FirstKey).HasMaxLength(32);
        decision.Property(d => d.SecondKey).HasMaxLength(32);
        decision.HasIndex(d => new { d.FirstKey, d.SecondKey });
        decision.HasIndex(d => d.SecondKey);
        // An undo knows its change set.
        decision.HasIndex(d => d.MadeIn);
        decision.HasIndex(d => d.EndedIn);
    }
}
