using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Api.Guard;

/// <summary>
/// A change with an Idempotency-Key is done once: the same request again, or at the same time, gets the first one's answer or is told to wait. Answers are kept for a day.
/// One of which nobody knows how it ended, because the program stopped meanwhile, is not done again: its key stays taken for that day.
/// </summary>
internal sealed class IdempotentAnswers(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    public const string Header = "Idempotency-Key", Replayed = "Idempotency-Replayed";
    private const int LongestKey = 100;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task Handle(HttpContext http, ApiKeyId caller, RequestDelegate next)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var given))
        {
            await next(http);
            return;
        }
        var key = given.ToString();
        if (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
        {
            await ApiGuard.Problem(http, StatusCodes.Status400BadRequest, $"An Idempotency-Key has 1 to {LongestKey} visible ASCII letters.", "bad-idempotency-key");
            return;
        }
        http.Request.EnableBuffering();
        var request = await Fingerprint(http);
        if (await Claim(caller, key, request, http.RequestAborted)) await First(http, caller, key, next);
        else await Again(http, caller, key, request);
    }

    private async Task<bool> Claim(ApiKeyId caller, string key, string request, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var old = now - Kept;
        await db.Set<ApiAnswer>().Where(a => a.At < old).ExecuteDeleteAsync(ct);
        await using var command = (await BulkCommand(db, ct));
        command.CommandText = $"insert into {ApiAnswerTable.Name} (key_id, key, request, status, at) values (@caller, @key, @request, 0, @at) on conflict (key_id, key) do nothing";
        command.Add("@caller", caller.Value);
        command.Add("@key", key);
        command.Add("@request", request);
        command.AddInstant("@at", now);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task<System.Data.Common.DbCommand> BulkCommand(PatronDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        return db.Database.GetDbConnection().CreateCommand();
    }

    /// <summary>Does it, keeps the answer, and gives it.</summary>
    private async Task First(HttpContext http, ApiKeyId caller, string key, RequestDelegate next)
    {
        var (outer, inner) = (http.Response.Body, new MemoryStream());
        http.Response.Body = inner;
        var answered = false;
        try
        {
            await next(http);
            answered = http.Response.StatusCode < StatusCodes.Status500InternalServerError;
        }
        finally
        {
            http.Response.Body = outer;
            // What failed was rolled back: it may be tried again under the same key. The caller may be gone by now.
            if (!answered) await Forget(caller, key);
        }
        if (answered) await Keep(caller, key, http.Response.StatusCode, http.Response.ContentType, Encoding.UTF8.GetString(inner.ToArray()));
        inner.Position = 0;
        if (inner.Length > 0) await inner.CopyToAsync(outer, http.RequestAborted);
    }

    private async Task Again(HttpContext http, ApiKeyId caller, string key, string request)
    {
        await using var db = await contexts.CreateDbContextAsync(http.RequestAborted);
        var known = await db.Set<ApiAnswer>().AsNoTracking().FirstOrDefaultAsync(a => a.KeyId == caller && a.Key == key, http.RequestAborted);
        if (known is not null && known.Request != request)
        {
            await ApiGuard.Problem(http, StatusCodes.Status422UnprocessableEntity, "Another request came with this Idempotency-Key before.", "idempotency-key-reused");
            return;
        }
        if (known is null or { Status: 0 })
        {
            http.Response.Headers.RetryAfter = "1";
            await ApiGuard.Problem(http, StatusCodes.Status409Conflict, "The first request with this Idempotency-Key is at work, or nobody knows how it ended.", "at-work");
            return;
        }
        http.Response.StatusCode = known.Status;
        http.Response.ContentType = known.ContentType;
        http.Response.Headers[Replayed] = "true";
        if (known.Body is { Length: > 0 } body) await http.Response.WriteAsync(body, http.RequestAborted);
    }

    private async Task Keep(ApiKeyId caller, string key, int status, string? type, string body)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db.Set<ApiAnswer>().Where(a => a.KeyId == caller && a.Key == key)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.Status, status).SetProperty(x => x.ContentType, type).SetProperty(x => x.Body, body), CancellationToken.None);
    }

    private async Task Forget(ApiKeyId caller, string key)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        await db.Set<ApiAnswer>().Where(a => a.KeyId == caller && a.Key == key).ExecuteDeleteAsync(CancellationToken.None);
    }

    private static async Task<string> Fingerprint(HttpContext http)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        var part = new byte[16_384];
        int read;
        while ((read = await http.Request.Body.ReadAsync(part, http.RequestAborted)) > 0) hash.AppendData(part, 0, read);
        http.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
