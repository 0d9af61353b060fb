using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Insights.KeepResults;

internal static class ReckonRoute
{
    /// <summary>The button "Reckon again".</summary>
    public static void MapReckon(this IEndpointRouteBuilder app) => app.MapPost(InsightsUrls.Reckon,
        async ([FromForm] string? returnTo, InsightReckonings reckonings, ICurrentUser who, CancellationToken ct) =>
        {
            await reckonings.Soon(who.Id, ct);
            return Results.LocalRedirect(Urls.Local(returnTo));
        }).RequirePermission(Permissions.ImportData);
}
