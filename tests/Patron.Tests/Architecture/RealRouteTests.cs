using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Patron.Tests.Architecture;

/// <summary>The routes of the program itself: whoever adds one without a permission must put it on this list.</summary>
public sealed partial class RealRouteTests
{
    private static readonly HashSet<string> Anonymous =
    [
        "GET /sign-in", "POST /sign-in", "GET /setup", "POST /setup",
        "GET /error/{status:int}", "POST /error/{status:int}", "GET /not-found", "POST /not-found",
        "POST /language",
        // A calendar cannot sign in: its secret is in the address.
        "GET /calendar/{file}",
        // Whoever has a message may answer it: its links are signed.
        "GET /t/{token}", "HEAD /t/{token}", "GET /u/{token}", "POST /u/{token}", "GET /r/{token}", "POST /r/{token}",
        // The customers' own pages: the address holds a signed token.
        "GET /my/{Token}", "POST /my/{Token}", "GET /my/{Token}/data", "POST /my/{Token}/data", "GET /my/ended", "POST /my/ended", "GET /my/forms/{Key}", "POST /my/forms/{Key}",
        "GET /my/confirm", "POST /my/confirm", "GET /my/confirm/{Token}", "POST /my/confirm/{Token}",
        "POST /my/{token}/wishes", "POST /my/{token}/stop", "POST /my/{token}/correct", "POST /my/{token}/erase", "GET /my/{token}/data.json", "GET /my/{token}/data.html",
        "POST /my/forms/{key}/sign-up", "POST /my/confirm/{token}/yes", "POST /my/link",
        // What programs can ask for; a key is needed to ask.
        "GET /openapi/{documentName}.json",
        // What the framework maps for its own files.
        "GET /_framework/opaque-redirect", "GET /{**path:file}", "HEAD /{**path:file}",
    ];

    [Fact]
    public async Task Every_route_requires_a_permission_or_is_listed_as_anonymous()
    {
        await using var app = await PatronApp.Start();

        Assert.Empty(Routes.Unguarded(app.Get<EndpointDataSource>().Endpoints, Anonymous));
    }

    [Fact]
    public async Task No_two_routes_answer_the_same_request()
    {
        await using var app = await PatronApp.Start();

        // A page takes POST as well, so a deed at a page's own address would be ambiguous only when somebody clicks. Files below lib are told apart by their encoding,
        // and a route that binds a form is taken before one that takes anything.
        var twice = from route in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => !e.RoutePattern.RawText!.TrimStart('/').StartsWith("lib/", StringComparison.Ordinal))
                    from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
                    group route by (method, Binds: route.Metadata.GetMetadata<IAcceptsMetadata>() is not null, Pattern: Names().Replace(route.RoutePattern.RawText!.TrimStart('/').ToLowerInvariant(), "{}")) into same
                    where same.Count() > 1
                    select $"{same.Key.method} /{same.Key.Pattern}";
        Assert.Empty(twice);
    }

    // Parameters with a constraint are told apart by it.
    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Names();
}
