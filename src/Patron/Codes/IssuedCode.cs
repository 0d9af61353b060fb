using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Codes;

/// <summary>A personal code and what became of it. That no two are alike is claimed under <see cref="Scope"/>.</summary>
internal sealed class IssuedCode
{
    public const string Scope = "code";

    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required string Code { get; init; }
    public required string SourceKind { get; init; }
    public required long SourceId { get; init; }
    public string? Arm { get; init; }
    public MessageId? MessageId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public DateTimeOffset? Until { get; init; }
    public DateTimeOffset? RedeemedAt { get; set; }
    public UserId? RedeemedBy { get; set; }
    public string? Place { get; set; }
}

internal sealed class IssuedCodeTable : IEntityTypeConfiguration<IssuedCode>
{
    public const string Name = "codes_codes";
    public static readonly string[] Columns = ["customer_id", "id", "code", "source_kind", "source_id", "arm", "message_id", "issued_at", "until"];

    public void Configure(EntityTypeBuilder<IssuedCode> code)
    {
        code.ToTable(Name);
        code.HasKey(c => new { c.CustomerId, c.Id });
        // What a change set created is taken back by the ids of its rows.
        code.HasIndex(c => c.Id);
        code.Property(c => c.Code).HasMaxLength(12);
        code.Property(c => c.SourceKind).HasMaxLength(40);
        code.Property(c => c.Arm).HasMaxLength(60);
        code.Property(c => c.Place).HasMaxLength(60);
        code.HasIndex(c => c.RedeemedAt).HasFilter("redeemed_at is not null");
    }
}
