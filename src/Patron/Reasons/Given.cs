using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons;

/// <summary>A reason that a customer, or we, gave.</summary>
internal sealed class Given
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required ReasonId ReasonId { get; init; }
    public required ReasonKind Kind { get; init; }
    public required DateOnly Day { get; init; }
    public required string About { get; init; }
    public required long AboutId { get; init; }
    public UserId? By { get; init; }
}

internal sealed class GivenTable : IEntityTypeConfiguration<Given>
{
    public const string Name = "reasons_given";
    public static readonly string[] Columns = ["customer_id", "id", "reason_id", "kind", "day", "about", "about_id", "\"by\""];

    public void Configure(EntityTypeBuilder<Given> given)
    {
        given.ToTable(Name);
        given.HasKey(g => new { g.CustomerId, g.Id });
        given.Property(g => g.About).HasMaxLength(20);
        given.HasIndex(g => new { g.Kind, g.Day });
        given.HasIndex(g => g.Id);
    }
}
