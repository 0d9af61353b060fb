using Microsoft.AspNetCore.Routing;

namespace Patron.Tests.Architecture;

/// <summary>The routes of the program itself: whoever adds one without a permission must put it on this list.</summary>
public sealed class RealRouteTests
{
    private static readonly HashSet<string> Anonymous =
    [
        "GET /sign-in", "POST /sign-in", "GET /setup", "POST /setup",
        "GET /error/{status:int}", "POST /error/{status:int}", "GET /not-found", "POST /not-found",
        "POST /language",
        // A calendar cannot sign in: its secret is in the address.
        "GET /calendar/{file}",
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
}
