using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Api.KeepKeys;

internal sealed record KeyNameNeeded(int Max) : FieldRefusal("api.refused.name", "name");

internal sealed record KeyScopeUnknown(string Scope, string Known) : FieldRefusal("api.refused.scope", "scope");

/// <param name="Secret">Shown once.</param>
internal sealed record MadeKey(ApiKeyId Id, string Secret);

/// <summary>Makes, finds and revokes keys.</summary>
internal sealed class ApiKeys(IDbContextFactory<PatronDb> contexts, ApiScopes scopes, IdMaker ids, TimeProvider clock)
{
    public const int LongestName = 100;
    private const string Prefix = "patron_";
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    public async Task<Result<MadeKey>> Make(string? name, IReadOnlyCollection<string> wanted, UserId? by, CancellationToken ct)
    {
        if (name?.Trim() is not { Length: > 0 and <= LongestName } called) return new KeyNameNeeded(LongestName);
        if (wanted.Count == 0) return new KeyScopeUnknown("", string.Join(", ", scopes.All));
        if (wanted.FirstOrDefault(w => !scopes.All.Contains(w)) is { } unknown) return new KeyScopeUnknown(unknown, string.Join(", ", scopes.All));
        var secret = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = new ApiKey
        {
            Id = ids.Next<ApiKeyId>(), Name = called, Start = secret[..12], Digest = DigestOf(secret), Scopes = string.Join(' ', wanted.Distinct().Order(StringComparer.Ordinal)), MadeAt = clock.GetUtcNow(), MadeBy = by,
        };
        db.Add(key);
        db.Audit.Event("api-key", by, "api_keys", [key.Id.Value]);
        await db.SaveChangesAsync(ct);
        return new MadeKey(key.Id, secret);
    }

    public async Task<IReadOnlyList<ApiKey>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ApiKey>().AsNoTracking().OrderBy(k => k.RevokedAt != null).ThenByDescending(k => k.Id).ToListAsync(ct);
    }

    /// <summary>False where there is no such key; one that is revoked already stays as it is.</summary>
    public async Task<bool> Revoke(ApiKeyId id, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ApiKey>().FirstOrDefaultAsync(k => k.Id == id, ct) is not { } key) return false;
        if (key.RevokedAt is not null) return true;
        (key.RevokedAt, key.RevokedBy) = (clock.GetUtcNow(), by);
        db.Audit.Event("api-key-revoked", by, "api_keys", [id.Value]);
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>The key of this secret, unless it was revoked; that it was used is noted.</summary>
    public async Task<ApiKey?> Find(string secret, CancellationToken ct)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Length > 200) return null;
        var digest = DigestOf(secret);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var key = await db.Set<ApiKey>().AsNoTracking().FirstOrDefaultAsync(k => k.Digest == digest && k.RevokedAt == null, ct);
        var now = clock.GetUtcNow();
        if (key is not null && !(now - key.UsedAt < Noted)) await db.Set<ApiKey>().Where(k => k.Id == key.Id).ExecuteUpdateAsync(k => k.SetProperty(x => x.UsedAt, now), ct);
        return key;
    }

    private static string DigestOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
