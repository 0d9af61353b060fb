using Microsoft.AspNetCore.Antiforgery;
using Patron.Kernel;

namespace Patron.Web;

/// <summary>What every answer carries and every change must show.</summary>
internal static class Guards
{
    public const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // At the start of the answer: an error page begins with the headers wiped.
        context.Response.OnStarting(() => { Set(context.Response.Headers); return Task.CompletedTask; });
        return next(context);
    });

    private static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
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
        if (IsSafe(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<NoCookiesAttribute>() is not null)
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

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
