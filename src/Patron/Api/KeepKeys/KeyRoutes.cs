using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Kernel;

namespace Patron.Api.KeepKeys;

internal static class KeyRoutes
{
    public const string Page = Web.Urls.ApiKeys;

    public static string Revoke(ApiKeyId key) => $"{Page}/{key}/revoke";

    public static void MapKeys(this IEndpointRouteBuilder app) => app.MapPost(Page + "/{id}/revoke", RevokeKey).RequirePermission(Permissions.ManageUsers);

    private static async Task<IResult> RevokeKey(string id, [FromServices] ICurrentUser who, HttpContext http, CancellationToken ct) =>
        IdText.TryRead<ApiKeyId>(id, out var key) && await http.RequestServices.GetRequiredService<ApiKeys>().Revoke(key, who.Id, ct) ? TypedResults.LocalRedirect(Page) : TypedResults.NotFound();
}
