using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;

namespace Patron.Reports.StoreIndicators;

/// <summary>An indicator of a month as it was when it was last reckoned: what happened later, or was corrected since, changes the report but not this.</summary>
internal sealed class StoredIndicator
{
    /// <summary>Year times a hundred and month.</summary>
    public required int Month { get; init; }
    public required string Key { get; init; }
    public long? Value { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class StoredIndicatorTable : IEntityTypeConfiguration<StoredIndicator>
{
    public const string Name = "reports_indicators";

    public void Configure(EntityTypeBuilder<StoredIndicator> indicator)
    {
        indicator.ToTable(Name);
        indicator.HasKey(i => new { i.Month, i.Key });
        indicator.Property(i => i.Key).HasMaxLength(60);
    }
}

internal static class IndicatorSets
{
    extension(PatronDb db)
    {
        public DbSet<StoredIndicator> Indicators => db.Set<StoredIndicator>();
    }
}
