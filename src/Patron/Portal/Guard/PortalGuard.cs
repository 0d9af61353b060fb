using System.Globalization;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Portal.Guard;

/// <summary>The customers' own pages are open to anybody who has an address: how often is limited, nothing is kept by caches, found by search engines, or told to other sites.</summary>
internal sealed class PortalGuard(TimeProvider clock)
{
    private readonly Buckets visits = new(clock, 120, TimeSpan.FromMinutes(2));

    /// <summary>Mail that somebody has sent to an address.</summary>
    private readonly Buckets mails = new(clock, 5, TimeSpan.FromHours(1));

    public async Task Handle(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(Urls.Portal))
        {
            await next(http);
            return;
        }
        if (visits.Take(Buckets.Of(http.Connection.RemoteIpAddress)) is { } wait)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return;
        }
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["X-Robots-Tag"] = "noindex";
            // The address is the key: no other site is told of it.
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        });
        await next(http);
    }

    /// <summary>May this caller have one more mail sent, and this address get one?</summary>
    public bool MayMail(HttpContext http, string address) =>
        mails.Take("from " + Buckets.Of(http.Connection.RemoteIpAddress)) is null && mails.Take("to " + address.Trim().ToLowerInvariant()) is null;
}
