using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Patron.Access.Contracts;
using Patron.Access.SetUp;
using Patron.Access.SignIn;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Access.Sessions;

/// <summary>
/// Who may pass: each route names a permission or is on the list of anonymous ones; a route that does neither is a bug and throws.
/// Stands after authentication and before the token's check.
/// </summary>
internal static class AccessGuard
{
    public static void UseAccessGuard(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var endpoint = http.GetEndpoint();
        var isAnonymous = endpoint?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var page = endpoint?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
        if (!isAnonymous || page == typeof(SetUpPage) || page == typeof(SignInPage))
        {
            var isSetUp = await http.RequestServices.GetRequiredService<SessionCache>().AnyUser(http.RequestAborted);
            if (isSetUp && page == typeof(SetUpPage))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            if (!isSetUp && page != typeof(SetUpPage))
            {
                SendTo(http, Urls.Setup);
                return;
            }
        }
        if (endpoint is null || isAnonymous)
        {
            await next(http);
            return;
        }
        var permission = endpoint.Metadata.GetMetadata<IPermissionMetadata>()?.Permission
            ?? throw new InvalidOperationException($"The route {endpoint.DisplayName} neither names a permission nor is on the list of anonymous routes.");
        var user = http.RequestServices.GetRequiredService<ICurrentUser>();
        if (user.Can(permission)) await next(http);
        else if (user.Id is not null) http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else SendTo(http, SignInFor(http));
    });

    /// <summary>A page goes there; a fragment tells htmx to go there; anything else is told that nobody is signed in.</summary>
    private static void SendTo(HttpContext http, string url)
    {
        if (IsFragment(http))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers["HX-Redirect"] = url;
        }
        else if (http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)) http.Response.Redirect(url);
        else http.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    /// <summary>Back to the page that was asked for; a fragment's page is the one it lies in, and what was posted is not posted again.</summary>
    private static string SignInFor(HttpContext http)
    {
        var page = IsFragment(http) ? Uri.TryCreate(http.Request.Headers["HX-Current-URL"], UriKind.Absolute, out var current) ? current.PathAndQuery : Urls.Home
            : HttpMethods.IsGet(http.Request.Method) ? http.Request.PathBase + http.Request.Path + http.Request.QueryString
            : Urls.Home;
        return page == Urls.Home ? Urls.SignIn : Urls.SignInThen(Urls.Local(page));
    }

    private static bool IsFragment(HttpContext http) => http.Request.Headers["HX-Request"] == "true";
}
