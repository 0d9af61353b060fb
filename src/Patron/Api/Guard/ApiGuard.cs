using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Patron.Api.Contracts;
using Patron.Api.KeepKeys;
using Patron.Kernel;

namespace Patron.Api.Guard;

/// <summary>
/// Before a route of the API is called: a key whose scope opens it, within the limits. Whatever goes wrong is answered as problem details, never as a page.
/// </summary>
internal sealed class ApiGuard(ApiKeys keys, IdempotentAnswers answers, TimeProvider clock)
{
    public const string Root = "/api/v1";
    public const long LongestBody = 1 << 20;
    private const string Bearer = "Bearer ";

    /// <summary>Calls of one key: ten a second, six hundred at once.</summary>
    private readonly Buckets calls = new(clock, 600, TimeSpan.FromMinutes(1));

    /// <summary>Wrong keys from one address.</summary>
    private readonly Buckets wrong = new(clock, 30, TimeSpan.FromMinutes(5));

    public async Task Handle(HttpContext http, RequestDelegate next)
    {
        if (FailedBefore(http) is { } status)
        {
            await Problem(http, status, status == StatusCodes.Status500InternalServerError ? "Something failed here; nothing was changed by this request, or its answer was lost." : "There is no such thing here.", "failed");
            return;
        }
        if (!http.Request.Path.StartsWithSegments(Root))
        {
            await next(http);
            return;
        }
        http.Response.Headers.CacheControl = "no-store";
        if (http.GetEndpoint()?.Metadata.GetMetadata<ApiAreaAttribute>() is not { } route)
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }) await Problem(http, http.Response.StatusCode, "There is no such address, or not by this method.", "no-such-address");
            return;
        }
        if (await Enter(http, route) is not { } key) return;
        http.Items[typeof(ApiCaller)] = new ApiCaller(key.Id, key.Name);
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LongestBody;
        await answers.Handle(http, key.Id, next);
        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }) await Problem(http, http.Response.StatusCode, "The request cannot be read: its address, a parameter or its body is not what this route takes.", "unreadable");
    }

    /// <summary>The key, or null where the answer has been given.</summary>
    private async Task<ApiKey?> Enter(HttpContext http, ApiAreaAttribute route)
    {
        var given = http.Request.Headers.Authorization.ToString();
        var from = Buckets.Of(http.Connection.RemoteIpAddress);
        var key = given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await keys.Find(given[Bearer.Length..].Trim(), http.RequestAborted) : null;
        if (key is null)
        {
            if (given.Length > 0 && wrong.Take(from) is { } pause) return await TooMany(http, pause);
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem(http, StatusCodes.Status401Unauthorized, "This needs a key: Authorization: Bearer SECRET.", "no-key");
            return null;
        }
        if (calls.Take(key.Id.ToString()) is { } wait) return await TooMany(http, wait);
        var reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (ApiScopes.Opens(key.Scopes, route.Area, reads)) return key;
        await Problem(http, StatusCodes.Status403Forbidden, $"The key's scope does not open {route.Area}{(reads ? "" : " for changes")}.", "scope");
        return null;
    }

    private static async Task<ApiKey?> TooMany(HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await Problem(http, StatusCodes.Status429TooManyRequests, "Too many requests: wait as long as Retry-After says.", "too-many");
        return null;
    }

    public static Task Problem(HttpContext http, int status, string detail, string type) => ApiAnswers.Problem(status, detail, type).ExecuteAsync(http);

    /// <summary>The page of an error is asked for in place of a request to the API that failed.</summary>
    private static int? FailedBefore(HttpContext http) =>
        http.Features.Get<IExceptionHandlerPathFeature>()?.Path.StartsWith(Root, StringComparison.OrdinalIgnoreCase) == true ? StatusCodes.Status500InternalServerError
        : http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath.StartsWith(Root, StringComparison.OrdinalIgnoreCase) == true ? http.Features.Get<IStatusCodeReExecuteFeature>()!.OriginalStatusCode
        : null;
}
