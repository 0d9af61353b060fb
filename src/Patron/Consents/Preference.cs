using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents;

/// <summary>What a customer wishes beside the consents. One row a customer; after a merge there may be two, and the stricter of each wish counts.</summary>
internal sealed class Preference
{
    /// <summary>The days within which <see cref="Most"/> counts.</summary>
    public const int Days = 30;

    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>No messages until then; null: no pause.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>At most so many messages in thirty days; null: as the policy says.</summary>
    public int? Most { get; set; }

    /// <summary>Keys of topics that are not wanted, parted by blanks.</summary>
    public required string Refused { get; set; }

    /// <summary>Links to the customer's own pages that were made before are good for nothing; null: all are good until they end.</summary>
    public DateTimeOffset? LinksFrom { get; set; }
    public required DateTimeOffset At { get; set; }

    public IEnumerable<string> RefusedTopics => Refused.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A contact that was made, for the caps. Counted whichever room made it.</summary>
internal sealed class ContactMade
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>Place in <see cref="Contracts.ContactChannels.All"/>.</summary>
    public required int Channel { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class PreferenceTable : IEntityTypeConfiguration<Preference>
{
    public const string Name = "consents_preferences";

    public void Configure(EntityTypeBuilder<Preference> row)
    {
        row.ToTable(Name);
        row.HasKey(r => new { r.CustomerId, r.Id });
        row.Property(r => r.Refused).HasMaxLength(1_000);
    }
}

internal sealed class ContactTable : IEntityTypeConfiguration<ContactMade>
{
    public const string Name = "consents_contacts";

    public void Configure(EntityTypeBuilder<ContactMade> row)
    {
        row.ToTable(Name);
        row.HasKey(r => new { r.CustomerId, r.Id });
        // Holds all that the caps of an audience are reckoned from.
        row.HasIndex(r => new { r.At, r.CustomerId, r.Channel });
    }
}

internal static class PreferenceSets
{
    extension(PatronDb db)
    {
        public DbSet<Preference> Preferences => db.Set<Preference>();
    }
}
