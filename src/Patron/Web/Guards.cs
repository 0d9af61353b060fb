using Microsoft.AspNetCore.Antiforgery;
using Patron.Kernel;

namespace Patron.Web;


/// <summary>Marks routes whose body is read as a stream, so that they check the token themselves: <see cref="Guards.IsStreamValid"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class ChecksTokenItselfAttribute : Attribute;

/// <summary>A route whose answer is shown in a frame of our own pages and not written by us alone: a mail as a program for mail shows it. Its policy must forbid scripts.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContentPolicyAttribute(string policy) : Attribute
{
    public string Policy => policy;
}

/// <summary>What every answer carries and every change must show.</summary>
internal static class Guards
{
    public const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer: an error page begins with the headers wiped.
        context.Response.OnStarting(() => { Set(context.Response.Headers, context.GetEndpoint()?.Metadata.GetMetadata<ContentPolicyAttribute>()); return Task.CompletedTask; });
        return next(context);
    });

    private static void Set(IHeaderDictionary headers, ContentPolicyAttribute? own)
    {
        headers.ContentSecurityPolicy = own?.Policy ?? Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = own is null ? "DENY" : "SAMEORIGIN";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>
    /// Every unsafe method needs the token, in the form or in the header that htmx sends: the framework's own check passes over DELETE and over routes that bind no form.
    /// Stands after UseAntiforgery, and after authentication, since a token belongs to a user.
    /// </summary>
    public static void UseAntiforgeryEverywhere(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsSafe(context.Request.Method) || context.GetEndpoint()?.Metadata is { } route
            && (route.GetMetadata<NoCookiesAttribute>() is not null || route.GetMetadata<ChecksTokenItselfAttribute>() is not null))
        {
            await next(context);
            return;
        }
        // Where the framework has already judged, asking again would throw while it reads the form.
        var valid = context.Features.Get<IAntiforgeryValidationFeature>() is { } judged
            ? judged.IsValid
            : await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        if (valid) await next(context);
        else context.Response.StatusCode = StatusCodes.Status400BadRequest;
    });

    /// <summary>The check for a form that is read part after part: with the token of its first field, or of the header when <paramref name="token"/> is null.</summary>
    public static Task<bool> IsStreamValid(HttpContext context, IAntiforgery antiforgery, string? token)
    {
        // A token in the header keeps the framework from reading the whole form for it.
        if (token is not null) context.Request.Headers[antiforgery.GetTokens(context).HeaderName!] = token;
        return context.Request.Headers.ContainsKey(antiforgery.GetTokens(context).HeaderName!) ? antiforgery.IsRequestValidAsync(context) : Task.FromResult(false);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
