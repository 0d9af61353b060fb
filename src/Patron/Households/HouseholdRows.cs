using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Households;

/// <summary>What members of a household have in common beside the address.</summary>
internal enum SharedBy { Surname = 1, Phone = 2 }

/// <summary>What a person decided about one member of a household.</summary>
internal enum Verdict
{
    /// <summary>Belongs to it.</summary>
    In = 1,

    /// <summary>Was taken out of it, and is not found for it again.</summary>
    Out = 2,

    /// <summary>The whole is no household: those who were refused together are never found together again.</summary>
    Refused = 3,
}

/// <summary>
/// A customer whom the search for households put into one. Reckoned: the next search makes and takes away such rows, and what a person decided
/// lies in <see cref="DecidedMember"/>. A household is no row of its own: it is those who name it, so that it goes wherever they go.
/// </summary>
internal sealed class FoundMember
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }

    /// <summary>Null: it comes from no record.</summary>
    public SourceRecordId? SourceRecordId { get; init; }
    public required HouseholdId HouseholdId { get; init; }
    public required SharedBy Shared { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What a person decided about a customer and a household; of the same two at most one row holds, the latest.</summary>
internal sealed class DecidedMember
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required HouseholdId HouseholdId { get; init; }
    public required Verdict Verdict { get; init; }

    /// <summary>The household's name, the same with all its members; null where nobody has named it.</summary>
    public string? Name { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
}

internal sealed class FoundTable : IEntityTypeConfiguration<FoundMember>
{
    public const string Name = "households_found";
    public static readonly string[] Columns = ["customer_id", "id", "household_id", "shared", "at"];

    public void Configure(EntityTypeBuilder<FoundMember> member)
    {
        member.ToTable(Name);
        member.HasKey(m => new { m.CustomerId, m.Id });
        member.HasIndex(m => m.HouseholdId);
    }
}

internal sealed class DecidedTable : IEntityTypeConfiguration<DecidedMember>
{
    public const string Name = "households_decided";
    public static readonly HandTable Hand = new(Name, "household.", Topics.Households, ["household_id"], ["verdict", "name"], 36, "households.left.changed");
    public const int LongestName = 100;

    public void Configure(EntityTypeBuilder<DecidedMember> member)
    {
        member.ToTable(Name);
        member.HasKey(m => new { m.CustomerId, m.Id });
        member.Property(m => m.Name).HasMaxLength(LongestName);
        member.HasIndex(m => m.HouseholdId);
        // A deed is taken back by the ids of its rows.
        member.HasIndex(m => m.Id);
    }
}

internal static class HouseholdSets
{
    extension(PatronDb db)
    {
        public DbSet<FoundMember> FoundMembers => db.Set<FoundMember>();
        public DbSet<DecidedMember> DecidedMembers => db.Set<DecidedMember>();
    }
}
