using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;

namespace Patron.Insights.KeepResults;

/// <summary>What a job reckoned of all customers as of a day: a fitted model, rules, counts. Never values of one person; the last reckoning of a day stays.</summary>
internal sealed class InsightResult
{
    /// <summary>Which reckoning: lifetime, loyal, ...</summary>
    public required string Kind { get; init; }
    public required DateOnly AsOf { get; init; }

    /// <summary>The way of reckoning (<see cref="IReckonsInsights.Method"/>); 0 for those kept before ways were numbered.</summary>
    public required int Method { get; init; }

    /// <summary>When it was reckoned.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>JSON of the reckoning's own record.</summary>
    public required string Body { get; init; }
}

internal sealed class InsightResultTable : IEntityTypeConfiguration<InsightResult>
{
    public const string Name = "insights_results";
    private const int LongestKind = 40;

    public void Configure(EntityTypeBuilder<InsightResult> result)
    {
        result.ToTable(Name);
        result.HasKey(r => new { r.Kind, r.AsOf });
        result.Property(r => r.Kind).HasMaxLength(LongestKind);
        result.Property(r => r.Method).HasDefaultValue(0);
    }
}
