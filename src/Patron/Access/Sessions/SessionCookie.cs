using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Patron.Kernel;

namespace Patron.Access.Sessions;

/// <summary>The cookie carries the user's id and stamp and nothing else; who that is, is read for each request.</summary>
internal static class SessionCookie
{
    public const string Scheme = "patron";
    public const string Name = "patron.session";
    private const string StampClaim = "stamp";
    private static readonly TimeSpan Length = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.IsEssential = true;
        options.CookieManager = new HostCookies();
        options.ExpireTimeSpan = Length;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = Validate;
    }

    /// <summary>Begins a session of this user in place of the one there is.</summary>
    public static Task Begin(HttpContext http, User user) => http.SignInAsync(Scheme, new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, user.Id.ToString()), new(StampClaim, user.Stamp)], Scheme)));

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionCache>();
        if (IdText.TryRead<UserId>(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            && await sessions.Find(id, context.HttpContext.RequestAborted) is { } session && session.Stamp == context.Principal?.FindFirstValue(StampClaim))
        {
            context.ReplacePrincipal(new(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, id.ToString()), new(StampClaim, session.Stamp), new(ClaimTypes.Name, session.Name), new(ClaimTypes.Role, session.Role)], Scheme)));
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    /// <summary>Over https the name begins with __Host-: no other host and no unsafe page can set it.</summary>
    private sealed class HostCookies : ICookieManager
    {
        private readonly ChunkingCookieManager inner = new();

        public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, NameFor(context, key));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => inner.AppendResponseCookie(context, NameFor(context, key), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => inner.DeleteCookie(context, NameFor(context, key), options);

        private static string NameFor(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
    }
}
