using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>A value that a person set. Never changed: another value is another row, so that undo can tell whether it is still the one it knows.</summary>
internal sealed record HandRow
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }

    /// <summary>Always null: it came from no source.</summary>
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>As imports call it, or the key of a custom field.</summary>
    public required string Field { get; init; }
    public required bool Custom { get; init; }

    /// <summary>Empty: known to be none.</summary>
    public required string Value { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who; null is the program itself.</summary>
    public UserId? By { get; init; }
}

internal sealed class HandTable : IEntityTypeConfiguration<HandRow>
{
    public void Configure(EntityTypeBuilder<HandRow> row)
    {
        row.ToTable("identity_hand_values");
        row.HasKey(r => new { r.CustomerId, r.Id });
        row.Property(r => r.Field).HasMaxLength(60);
        // Undo knows the row, not whose it has become by merges.
        row.HasIndex(r => r.Id);
    }
}

internal static class HandSets
{
    extension(PatronDb db)
    {
        public DbSet<HandRow> HandValues => db.Set<HandRow>();
    }
}
