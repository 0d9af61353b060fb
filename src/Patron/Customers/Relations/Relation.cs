using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>What a source record says of a customer's relation to another customer or to a user.</summary>
internal sealed class Relation
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public required SourceRecordId SourceRecordId { get; init; }

    /// <summary>A number that is said is one of this source.</summary>
    public required SourceId SourceId { get; init; }
    public required RelationKind Kind { get; init; }
    public required string Said { get; init; }

    /// <summary><see cref="Said"/> as it is looked up: whoever it names may come later.</summary>
    public required string SaidKey { get; init; }

    /// <summary>Null as long as nobody is known by what was said. May have become part of another customer since.</summary>
    public CustomerId? OtherCustomerId { get; init; }
    public UserId? UserId { get; init; }
    public required DateTimeOffset At { get; init; }

    public static string KeyOf(string said) => said.Trim().ToLowerInvariant();
}

internal sealed class RelationTable : IEntityTypeConfiguration<Relation>
{
    public const string Name = "customers_relations";

    public void Configure(EntityTypeBuilder<Relation> relation)
    {
        relation.ToTable(Name);
        relation.HasKey(r => new { r.CustomerId, r.Id });
        relation.Property(r => r.Said).HasMaxLength(200);
        relation.Property(r => r.SaidKey).HasMaxLength(200);
        // An import is taken back by the ranges of its ids.
        relation.HasIndex(r => r.Id);
        relation.HasIndex(r => r.SaidKey);
        relation.HasIndex(r => r.OtherCustomerId);
    }
}

internal static class RelationSets
{
    extension(PatronDb db)
    {
        public DbSet<Relation> Relations => db.Set<Relation>();
    }
}
