using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents;

/// <summary>A customer on the suppression list. Whoever is taken off it stays as a row that has ended, with the reason.</summary>
internal sealed class Suppression
{
    public required CustomerId CustomerId { get; init; }
    public required SuppressionId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>Null: every channel.</summary>
    public string? Channel { get; init; }
    public required SuppressionReason Reason { get; init; }

    /// <summary>Where it came from: a page, a file's name, a campaign.</summary>
    public required string Source { get; init; }
    public required DateTimeOffset Since { get; init; }
    public UserId? By { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public UserId? EndedBy { get; set; }
    public string? EndedWhy { get; set; }
}

/// <summary>An address on the suppression list: only its keyed digest, so that the list outlives the customer without holding a personal value.</summary>
internal sealed class SuppressedAddress
{
    public required SuppressionId Id { get; init; }

    /// <summary>email, phone or sms.</summary>
    public required string Channel { get; init; }

    /// <summary>See <see cref="Suppress.AddressDigests"/>.</summary>
    public required string Digest { get; init; }
    public required SuppressionReason Reason { get; init; }
    public required string Source { get; init; }
    public required DateTimeOffset Since { get; init; }
    public UserId? By { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public UserId? EndedBy { get; set; }
    public string? EndedWhy { get; set; }
}

internal sealed class SuppressionTable : IEntityTypeConfiguration<Suppression>
{
    public const string Name = "consents_suppressions";

    public void Configure(EntityTypeBuilder<Suppression> row)
    {
        row.ToTable(Name);
        row.HasKey(r => new { r.CustomerId, r.Id });
        row.Property(r => r.Channel).HasMaxLength(20);
        row.Property(r => r.Source).HasMaxLength(100);
        row.Property(r => r.EndedWhy).HasMaxLength(300);
    }
}

internal sealed class SuppressedAddressTable : IEntityTypeConfiguration<SuppressedAddress>
{
    public const string Name = "consents_addresses";

    public void Configure(EntityTypeBuilder<SuppressedAddress> row)
    {
        row.ToTable(Name);
        row.Property(r => r.Channel).HasMaxLength(20);
        row.Property(r => r.Digest).HasMaxLength(44);
        row.Property(r => r.Source).HasMaxLength(100);
        row.Property(r => r.EndedWhy).HasMaxLength(300);
        row.HasIndex(r => r.Digest);
    }
}

internal static class SuppressionSets
{
    extension(PatronDb db)
    {
        public DbSet<Suppression> Suppressions => db.Set<Suppression>();
        public DbSet<SuppressedAddress> SuppressedAddresses => db.Set<SuppressedAddress>();
    }
}
