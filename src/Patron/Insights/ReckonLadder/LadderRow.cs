using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Analytics.Ladder;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Insights.ReckonLadder;

/// <summary>The step on which a customer stood at the end of a month; only where it is another than at the end of the month before.</summary>
internal sealed class LadderRow
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>12 x year + month - 1.</summary>
    public required int Month { get; init; }
    public required LadderStep Step { get; init; }
}

internal sealed class LadderRowTable : IEntityTypeConfiguration<LadderRow>
{
    public const string Name = "insights_ladder";
    public static readonly string[] Columns = ["customer_id", "id", "source_record_id", "month", "step"];

    public void Configure(EntityTypeBuilder<LadderRow> row)
    {
        row.ToTable(Name);
        row.HasKey(r => new { r.CustomerId, r.Id });
        row.Property(r => r.Step).HasConversion<int>();
    }
}
