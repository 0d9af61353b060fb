using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Api;

/// <summary>A key of the HTTP API. Its secret is shown once and kept nowhere: a secret of 192 random bits needs no slow hash.</summary>
internal sealed class ApiKey
{
    public required ApiKeyId Id { get; init; }
    public required string Name { get; init; }

    /// <summary>The beginning of the secret, by which people tell keys apart.</summary>
    public required string Start { get; init; }

    /// <summary>SHA-256 of the secret, hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>Parted by blanks; see <see cref="KeepKeys.ApiScopes"/>.</summary>
    public required string Scopes { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public UserId? MadeBy { get; init; }

    /// <summary>To within a minute.</summary>
    public DateTimeOffset? UsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
    public UserId? RevokedBy { get; set; }
}

/// <summary>What was answered to a request with an Idempotency-Key: the same request again gets the same answer and does nothing.</summary>
internal sealed class ApiAnswer
{
    public required ApiKeyId KeyId { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, address and body, hexadecimal: another request under the same key is a mistake.</summary>
    public required string Request { get; init; }

    /// <summary>0 while the first one is at work.</summary>
    public int Status { get; set; }
    public string? ContentType { get; set; }
    public string? Body { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.Property(k => k.Name).HasMaxLength(100);
        key.Property(k => k.Start).HasMaxLength(12);
        key.Property(k => k.Digest).HasMaxLength(64);
        key.Property(k => k.Scopes).HasMaxLength(500);
        key.HasIndex(k => k.Digest).IsUnique();
    }
}

internal sealed class ApiAnswerTable : IEntityTypeConfiguration<ApiAnswer>
{
    public const string Name = "api_answers";

    public void Configure(EntityTypeBuilder<ApiAnswer> answer)
    {
        answer.ToTable(Name);
        answer.HasKey(a => new { a.KeyId, a.Key });
        answer.Property(a => a.Key).HasMaxLength(100);
        answer.Property(a => a.Request).HasMaxLength(64);
        answer.Property(a => a.ContentType).HasMaxLength(100);
        answer.HasIndex(a => a.At);
    }
}
