using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>What one system said about a person or organisation; never changed by a merge.</summary>
internal sealed record SourceRecord
{
    public required CustomerId CustomerId { get; init; }
    public required SourceRecordId Id { get; init; }

    /// <summary>The record itself: rows of customers tell where they came from, and a record came from itself.</summary>
    public required SourceRecordId SourceRecordId { get; init; }
    public required SourceId SourceId { get; init; }
    public required string ExternalId { get; init; }
    public required CustomerKind Kind { get; init; }

    /// <summary>Only named by an order or another row: nothing else is known yet.</summary>
    public bool Stub { get; init; }
    public string? Title { get; init; }
    public string? Name { get; init; }
    public string? GivenName { get; init; }
    public string? FamilyName { get; init; }
    public string? Company { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Street { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
    public string? Postal { get; init; }
    public string? Country { get; init; }
    public DateOnly? Birth { get; init; }
    public Sex? Sex { get; init; }
    public string? Language { get; init; }
    public string? TimeZone { get; init; }
    public string? Acquired { get; init; }
    public DateOnly? Since { get; init; }

    /// <summary>Custom fields: a JSON object of texts by key, in the order of the keys.</summary>
    public string? Custom { get; init; }

    /// <summary>What it said about being contacted (JSON); the ledger has every statement, this only the latest.</summary>
    public string? Consents { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

internal sealed class SourceRecordTable : IEntityTypeConfiguration<SourceRecord>
{
    public void Configure(EntityTypeBuilder<SourceRecord> record)
    {
        record.ToTable("identity_source_records");
        record.HasKey(r => new { r.CustomerId, r.Id });
        record.Property(r => r.ExternalId).HasMaxLength(200);
        // Undo knows the record, not whose it has become by merges.
        record.HasIndex(r => r.Id);
    }
}

internal enum IdentifierKind { Email = 1, Phone = 2 }

/// <summary>A normalised key that points at a person, as one source record gave it.</summary>
internal sealed class Identifier
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public required SourceRecordId SourceRecordId { get; init; }
    public required IdentifierKind Kind { get; init; }
    public required string Value { get; init; }
}

internal sealed class IdentifierTable : IEntityTypeConfiguration<Identifier>
{
    public void Configure(EntityTypeBuilder<Identifier> identifier)
    {
        identifier.ToTable("identity_identifiers");
        identifier.HasKey(i => new { i.CustomerId, i.Id });
        identifier.Property(i => i.Value).HasMaxLength(320);
        identifier.HasIndex(i => new { i.Kind, i.Value });
    }
}

/// <summary>An accepted pair of source records of one customer, and why.</summary>
internal sealed class Link
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }

    /// <summary>The younger record of the pair: the link moves with it.</summary>
    public required SourceRecordId SourceRecordId { get; init; }
    public required SourceRecordId OtherRecordId { get; init; }

    /// <summary>Resource key of the reason.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class LinkTable : IEntityTypeConfiguration<Link>
{
    public void Configure(EntityTypeBuilder<Link> link)
    {
        link.ToTable("identity_links");
        link.HasKey(l => new { l.CustomerId, l.Id });
        link.Property(l => l.Reason).HasMaxLength(60);
    }
}

internal static class SourceRecordSets
{
    extension(PatronDb db)
    {
        public DbSet<SourceRecord> SourceRecords => db.Set<SourceRecord>();
        public DbSet<Identifier> Identifiers => db.Set<Identifier>();
        public DbSet<Link> Links => db.Set<Link>();
    }
}
