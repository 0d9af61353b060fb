using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Api.Contracts;

/// <summary>
/// A room's part of the HTTP API. Registered as a singleton. Its routes lie below /api/v1/AREA; a key's scope decides who may call them, Idempotency-Key and the limits are seen to
/// before they are, and OpenAPI tells of them what their types and <c>WithSummary</c> say.
/// </summary>
public interface IApiPart
{
    /// <summary>One word in small letters: the beginning of its paths, and the scope that opens them ("segments"; "segments:read" for GET alone).</summary>
    string Area { get; }

    /// <param name="api">The group of /api/v1/AREA. Handlers take <see cref="ApiCaller"/> where they need to know who calls, and answer refusals by <see cref="ApiAnswers.Refused"/>.</param>
    void Map(RouteGroupBuilder api);
}

/// <summary>Who calls: a key. It sees all customers, for an administrator made it.</summary>
public sealed record ApiCaller(ApiKeyId Key, string Name)
{
    public static ValueTask<ApiCaller> BindAsync(HttpContext http) => new((ApiCaller)http.Items[typeof(ApiCaller)]!);
}

/// <summary>On every route of the API: what a key must be for. Whoever is signed in by a cookie gets no further by it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiAreaAttribute(string area) : Attribute, IAllowAnonymous, IPermissionMetadata
{
    public string Area => area;
    public string Permission => "api:" + area;
}

/// <summary>A part of a list.</summary>
/// <param name="Next">To be given back as the parameter "after" for the next part; null: this was the last.</param>
public sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Lists go by a cursor on what never changes (an id, rising), so that rows that come or go meanwhile move no others.</summary>
public static class ApiPaging
{
    public const int Usual = 100, Most = 1_000;

    /// <param name="rows">One more than <paramref name="limit"/> was asked for, where there are so many.</param>
    /// <param name="id">By which the rows rise.</param>
    public static ApiPage<T> Of<TRow, T>(IReadOnlyList<TRow> rows, int limit, Func<TRow, long> id, Func<TRow, T> shown) =>
        new([.. rows.Take(limit).Select(shown)], rows.Count > limit ? Cursor(id(rows[limit - 1])) : null);

    public static string Cursor(long id) => Convert.ToHexStringLower(BitConverter.GetBytes(id));

    /// <summary>Where to go on: 0 without a cursor; null where it is none of ours.</summary>
    public static long? After(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return 0;
        Span<byte> bytes = stackalloc byte[8];
        return cursor.Length == 16 && Convert.FromHexString(cursor, bytes, out _, out var written) is System.Buffers.OperationStatus.Done && written == 8 ? BitConverter.ToInt64(bytes) : null;
    }

    public static int Limit(int? asked) => Math.Clamp(asked ?? Usual, 1, Most);
}

/// <summary>Answers of the API that are no values: problem details (RFC 9457).</summary>
public static class ApiAnswers
{
    /// <summary>A refusal in English, with its key as the type by which a program knows it: urn:patron:KEY.</summary>
    public static IResult Refused(Refusal refusal, Texts texts) =>
        Problem(refusal.Status, texts.For(Language.English).Of(refusal, refusal.Key), refusal.Key, (refusal as FieldRefusal)?.Field);

    public static IResult NotFound() => Problem(StatusCodes.Status404NotFound, "There is no such thing.", "not-found");

    public static IResult BadCursor() => Problem(StatusCodes.Status400BadRequest, "The cursor is none that this list gave.", "bad-cursor", "after");

    /// <param name="field">What it is about in the request; null: no single field.</param>
    public static IResult Problem(int status, string detail, string type, string? field = null) => TypedResults.Problem(
        detail, statusCode: status, type: "urn:patron:" + type, extensions: field is null ? null : [new("field", field)]);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
