using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web.Deeds;

namespace Patron.Portal.HandleRequests;

internal static class RequestRoutes
{
    public static string Decide(CustomerId customer, long id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PortalUrls.Requests}/{customer}/{id}");

    public static void MapRequests(this IEndpointRouteBuilder app) => app.MapPost(PortalUrls.Requests + "/{customer}/{id:long}", DecideOne).RequirePermission(Permissions.EraseCustomers);

    private static async Task<IResult> DecideOne(string customer, long id, [FromForm] bool done, [FromForm] string? why, HttpContext http, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(customer, out var whose)) return TypedResults.NotFound();
        var decided = await http.RequestServices.GetRequiredService<RequestBook>().Decide(whose, id, done, why, who.Id, ct);
        return TypedResults.LocalRedirect(decided.Refusal is { } refusal ? DeedUrls.With(PortalUrls.Requests, DeedUrls.Failed, refusal.Key) : PortalUrls.Requests);
    }
}
