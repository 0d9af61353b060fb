using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

internal enum HandState
{
    Holds = 1,

    /// <summary>What sources say of these two does not hold.</summary>
    Not = 2,
}

/// <summary>What a person says of two customers: it goes before what sources say. Of the same two and kind there is at most one row, but after merges.</summary>
internal sealed class HandRelation
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }

    /// <summary>Null: it comes from no record.</summary>
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>One between customers, see <see cref="RelationKinds"/>.</summary>
    public required RelationKind Kind { get; init; }

    /// <summary>May have become part of another customer since.</summary>
    public required CustomerId OtherCustomerId { get; init; }

    /// <summary>What a contact does there, or what kind of relative somebody is; null where nobody has said.</summary>
    public string? Role { get; init; }

    /// <summary>A contact's part in buying; null where nobody has said.</summary>
    public BuyingRole? Buying { get; init; }
    public required HandState State { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
}

internal sealed class HandRelationTable : IEntityTypeConfiguration<HandRelation>
{
    public const string Name = "customers_hand_relations";
    public const int LongestRole = 100;
    public static readonly HandTable Hand = new(Name, "relation.", Topics.Customers, ["kind", "other_customer_id"], ["role", "state", "buying"], 34, "customers.relation.refused.changed");

    public void Configure(EntityTypeBuilder<HandRelation> relation)
    {
        relation.ToTable(Name);
        relation.HasKey(r => new { r.CustomerId, r.Id });
        relation.Property(r => r.Role).HasMaxLength(LongestRole);
        relation.HasIndex(r => r.OtherCustomerId);
        // A deed is taken back by the ids of its rows.
        relation.HasIndex(r => r.Id);
    }
}
