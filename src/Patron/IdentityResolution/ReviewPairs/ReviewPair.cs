using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.ReviewPairs;

internal readonly record struct ReviewPairId(long Value) : IId<ReviewPairId>
{
    public static string Prefix => "mat";
    public static ReviewPairId From(long value) => new(value);
    public override string ToString() => IdText.Write(this);
}

/// <summary>
/// Two source records that may be one, for people to decide: the best pair of two customers. Ids and weights, no values. Answered ones stay as history;
/// what was decided lies in the decision.
/// </summary>
internal sealed class ReviewPair
{
    public required long Id { get; init; }
    public required CustomerKind Kind { get; init; }

    /// <summary>The older record.</summary>
    public required SourceRecordId FirstRecord { get; init; }
    public required SourceRecordId SecondRecord { get; init; }
    public required SourceId FirstSource { get; init; }
    public required SourceId SecondSource { get; init; }

    /// <summary>In millionths.</summary>
    public required int Probability { get; init; }

    /// <summary>The version of the model that says so.</summary>
    public required int Version { get; init; }

    /// <summary>See <see cref="Weighed"/> (JSON).</summary>
    public required string Evidence { get; init; }

    /// <summary>What a wrong answer may cost: what both have spent, in micros, times the doubt. The dearest is asked first.</summary>
    public required long Cost { get; init; }

    /// <summary>When it came to the list.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who looks at it, and until when nobody else is shown it.</summary>
    public UserId? TakenBy { get; init; }
    public DateTimeOffset? TakenUntil { get; init; }

    /// <summary>When somebody put it off: it comes again after all others.</summary>
    public DateTimeOffset? LaterAt { get; init; }
    public UserId? LaterBy { get; init; }

    /// <summary><see cref="Verdict.Same"/>, <see cref="Verdict.Never"/>; null while it waits.</summary>
    public Verdict? Answer { get; init; }
    public UserId? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>By which the answer is taken back.</summary>
    public ChangeSetId? AnsweredIn { get; init; }
}

internal sealed class ReviewPairTable : IEntityTypeConfiguration<ReviewPair>
{
    public void Configure(EntityTypeBuilder<ReviewPair> pair)
    {
        pair.ToTable(IdentityTables.ReviewPairs);
        pair.HasIndex(p => new { p.FirstRecord, p.SecondRecord }).IsUnique();
        pair.HasIndex(p => p.Cost);
        pair.HasIndex(p => p.AnsweredAt);
    }
}

internal static class ReviewPairSets
{
    extension(PatronDb db)
    {
        public DbSet<ReviewPair> ReviewPairs => db.Set<ReviewPair>();
    }
}

/// <summary>How a pair weighs, as it is kept.</summary>
/// <param name="Prior">Bits before looking.</param>
/// <param name="Bits">Bits in the end, of which the probability is made.</param>
internal sealed record Weighed(double Prior, double Bits, IReadOnlyList<FieldEvidence> Fields);
