using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution;

/// <summary>A system that sends records: web shop, loyalty cards ...</summary>
internal sealed class Source
{
    public required SourceId Id { get; init; }

    /// <summary>0 to 62, unique: the bit of this source in a customer's mask.</summary>
    public required int Number { get; init; }
    public required string Name { get; set; }

    /// <summary>Shown where space is short; unique as far as the names allow.</summary>
    public required string Letter { get; set; }

    /// <summary>An order whose number begins so is a return; null where the source has no such habit.</summary>
    public string? CancellationPrefix { get; set; }

    /// <summary>ISO 4217, for rows that name none.</summary>
    public string? Currency { get; set; }

    /// <summary>IANA name, for times without an offset.</summary>
    public string? TimeZone { get; set; }

    /// <summary>ISO 3166 alpha-2, for phone numbers without a calling code.</summary>
    public string? Country { get; set; }
    public bool Demo { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastImportAt { get; set; }
}

internal sealed class SourceTable : IEntityTypeConfiguration<Source>
{
    public void Configure(EntityTypeBuilder<Source> source)
    {
        source.ToTable("identity_sources");
        source.Property(s => s.Name).HasMaxLength(100);
        source.Property(s => s.Letter).HasMaxLength(4);
        source.Property(s => s.Country).HasMaxLength(2);
        source.HasIndex(s => s.Name).IsUnique();
        source.HasIndex(s => s.Number).IsUnique();
    }
}

internal static class SourceSets
{
    extension(PatronDb db)
    {
        public DbSet<Source> Sources => db.Set<Source>();
    }
}
