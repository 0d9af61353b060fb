using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Customers.ShowCustomer;

/// <summary>
/// Whatever is below a customer's address, page or deed of any room, is not there for whoever may not see that customer. Lists and searches ask for themselves.
/// Stands behind the guard of permissions, for which there is a user.
/// </summary>
internal static class SightGuard
{
    public static void UseSight(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var id = http.Request.RouteValues.TryGetValue("id", out var value) ? value as string : null;
        if (id is null || !http.Request.Path.StartsWithSegments(Urls.Customers) || !IdText.TryRead<CustomerId>(id, out var customer)
            || await Seen(http.RequestServices, customer, http.RequestAborted)) await next(http);
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    });

    private static async ValueTask<bool> Seen(IServiceProvider services, CustomerId customer, CancellationToken ct)
    {
        var (who, visibility) = (services.GetRequiredService<ICurrentUser>().Id, services.GetRequiredService<IVisibility>());
        if (visibility.For(who) == Visibility.Everyone) return true;
        // Whoever was merged away is where they are now.
        var owner = await services.GetRequiredService<ICustomers>().Resolve(customer, ct) ?? customer;
        return await visibility.Sees(owner, who, ct) || await visibility.Sees(owner, who, ct, inBin: true);
    }
}
