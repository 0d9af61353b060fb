using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Tasks.ShareCalendar;

/// <summary>GET /calendar/SECRET.ics, for calendars that cannot sign in: whoever has the address reads it, so it can be revoked.</summary>
internal static class CalendarRoutes
{
    public const string Page = "/tasks/calendar", Address = "/calendar/", Team = "-team";

    public static void MapCalendar(this IEndpointRouteBuilder app)
    {
        app.MapGet(Address + "{file}", [NoCookies] async (string file, HttpContext http, CalendarFeed feed, Texts texts, IDbContextFactory<PatronDb> contexts, CancellationToken ct) =>
        {
            if (!file.EndsWith(".ics", StringComparison.OrdinalIgnoreCase)) return Results.NotFound();
            // What the request calls this host is what whoever fetches says; links go where the organisation says it is reached.
            string? known;
            await using (var db = await contexts.CreateDbContextAsync(ct)) known = (await db.Read<PublicAddress>(SettingsKeys.PublicAddress, ct))?.Url.TrimEnd('/');
            var site = string.IsNullOrEmpty(known) ? $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}" : known;
            // The team's calendar has the same secret, with a word behind it.
            var (name, team) = (file[..^4], file.EndsWith(Team + ".ics", StringComparison.OrdinalIgnoreCase));
            var calendar = await feed.Read(team ? name[..^Team.Length] : name, team, (customer, task) => site + TaskUrls.One(customer, task), texts, ct);
            http.Response.Headers.CacheControl = "private, no-cache";
            return calendar is null ? Results.NotFound() : Results.Text(calendar, "text/calendar; charset=utf-8");
        }).AllowAnonymousRoute();
        var own = app.MapGroup(Page).RequirePermission(Permissions.ReadCustomers);
        own.MapPost("/revoke", async (CalendarFeed feed, ICurrentUser who, CancellationToken ct) =>
        {
            await feed.Revoke(who.Id!.Value, ct);
            return TypedResults.LocalRedirect(Page);
        });
        own.MapPost("/mail", async ([FromForm] bool? mail, CalendarFeed feed, ICurrentUser who, CancellationToken ct) =>
        {
            await feed.SetMail(who.Id!.Value, mail ?? false, ct);
            return TypedResults.LocalRedirect(Page);
        });
    }
}
