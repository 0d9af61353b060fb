using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Patron.Tests.Architecture;

public sealed class RouteTests
{
    private static readonly HashSet<string> Anonymous = ["GET /sign-in", "POST /sign-in"];

    [Fact]
    public void A_route_without_a_permission_that_is_not_listed_is_found() =>
        Assert.Equal(
            ["ANY /anything requires no permission", "DELETE /customers/{id} requires no permission", "GET /blank requires no permission"],
            Unguarded(routes =>
            {
                Sound(routes);
                routes.MapDelete("/customers/{id}", (int id) => id);
                routes.MapGet("/blank", () => "").WithMetadata(new Permission(""));
                routes.Map("/anything", (HttpContext _) => Task.CompletedTask);
            }));

    [Fact]
    public void An_entry_of_the_list_without_its_route_is_found() =>
        Assert.Equal(["POST /sign-in is listed as anonymous, but there is no such route without a permission"], Unguarded(routes => routes.MapGet("/sign-in", () => "")));

    [Fact]
    public void Nothing_is_found_where_each_route_is_listed_or_guarded() => Assert.Empty(Unguarded(Sound));

    private static void Sound(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("sign-in", ["GET", "POST"], () => "");
        routes.MapGroup("/customers").WithMetadata(new Permission("customers.read")).MapGet("/", () => "");
    }

    private static IEnumerable<string> Unguarded(Action<IEndpointRouteBuilder> map)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        map(app);
        return Routes.Unguarded(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints), Anonymous, typeof(ISamplePermission).FullName!);
    }

    private interface ISamplePermission
    {
        string Permission { get; }
    }

    private sealed record Permission(string Name) : ISamplePermission
    {
        string ISamplePermission.Permission => Name;
    }
}
