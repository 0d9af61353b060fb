using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents;

/// <summary>The words that people agreed to, in one version: never changed; a new wording is a new version.</summary>
internal sealed class ConsentText
{
    public required long Id { get; init; }
    public required string Purpose { get; init; }

    /// <summary>Tag of the language.</summary>
    public required string Language { get; init; }

    /// <summary>From 1, by purpose and language.</summary>
    public required int Version { get; init; }
    public required string Words { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
}

internal sealed class ConsentTextTable : IEntityTypeConfiguration<ConsentText>
{
    public void Configure(EntityTypeBuilder<ConsentText> text)
    {
        text.ToTable("consents_texts");
        text.Property(t => t.Purpose).HasMaxLength(40);
        text.Property(t => t.Language).HasMaxLength(10);
        text.Property(t => t.Words).HasMaxLength(4_000);
        text.HasIndex(t => new { t.Purpose, t.Language, t.Version }).IsUnique();
    }
}

internal static class ConsentTextSets
{
    extension(PatronDb db)
    {
        public DbSet<ConsentText> ConsentTexts => db.Set<ConsentText>();
    }
}
