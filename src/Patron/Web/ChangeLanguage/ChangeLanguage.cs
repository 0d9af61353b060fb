using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Kernel.Texts;

namespace Patron.Web.ChangeLanguage;

/// <summary>POST /language: keeps the reader's language in a cookie for a year and goes back.</summary>
internal static class ChangeLanguage
{
    public const string Cookie = "patron.language";

    public static RouteHandlerBuilder MapChangeLanguage(this IEndpointRouteBuilder app) => app.MapPost(Urls.Language, Change);

    /// <summary>From the next request on this browser speaks the language.</summary>
    public static void Keep(HttpContext http, Language language) => http.Response.Cookies.Append(Cookie, language.Tag,
        new() { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps });

    private static RedirectHttpResult Change([FromForm] string language, [FromForm] string? returnTo, HttpContext http)
    {
        if (Language.Find(language) is { } chosen) Keep(http, chosen);
        return TypedResults.LocalRedirect(Urls.Local(returnTo));
    }
}
