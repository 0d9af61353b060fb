using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.IdentityResolution.SplitCustomers;

/// <summary>The deeds of the pages about who is one: each ends on the customer's page, which says what was done and offers Undo.</summary>
internal static class SplitRoutes
{
    /// <summary>In the query of the customer's page: the change set that was just made, or <see cref="Back"/>.</summary>
    public const string Done = "decided", Back = "undone";

    public static string Page(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "split");
    public static string ApartPage(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "apart");
    public static string Allow(CustomerId customer) => ApartPage(customer) + "/allow";
    public static string TakeBack(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "decisions/take-back");
    public static string Undo(CustomerId customer, ChangeSetId set) => Urls.CustomerPart(customer.ToString(), $"decisions/{set}/undo");
    public static string Shown(CustomerId customer, ChangeSetId set) => $"{Urls.Customer(customer.ToString())}?{Done}={set}#why";

    public static void MapSplit(this IEndpointRouteBuilder app)
    {
        var deeds = app.MapGroup(Urls.CustomerPart("{id}", "")).RequirePermission(Permissions.JoinRecords);
        deeds.AddEndpointFilter(OnlyOfThoseSeen);
        deeds.MapPost("apart/allow", AllowAgain);
        deeds.MapPost("decisions/take-back", TakeDecisionBack);
        deeds.MapPost("decisions/{set}/undo", UndoSet);
    }

    /// <summary>Is it somebody whom the user may see? What stands in an address is asked of nobody else.</summary>
    public static async ValueTask<bool> Sees(HttpContext http, CustomerId customer) =>
        await http.RequestServices.GetRequiredService<IVisibility>().Sees(customer, http.RequestServices.GetRequiredService<ICurrentUser>().Id, http.RequestAborted);

    private static async ValueTask<object?> OnlyOfThoseSeen(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        IdText.TryRead<CustomerId>(call.HttpContext.Request.RouteValues["id"] as string, out var customer) && await Sees(call.HttpContext, customer) ? await next(call) : TypedResults.NotFound();

    private static async Task<IResult> AllowAgain(string id, [FromForm] string? other, HttpContext http, Apart apart, ICustomers customers, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var one) || !IdText.TryRead<CustomerId>(other, out var two) || !await Sees(http, two)) return TypedResults.NotFound();
        return await Go(one, await apart.Allow(one, two, who.Id, ct), customers, ct);
    }

    private static async Task<IResult> TakeDecisionBack(string id, [FromForm] string? one, [FromForm] string? other, Apart apart, ICustomers customers, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<SourceRecordId>(one, out var first) || !IdText.TryRead<SourceRecordId>(other, out var second)) return TypedResults.NotFound();
        return await Go(customer, await apart.TakeBack(customer, first, second, who.Id, ct), customers, ct);
    }

    private static async Task<IResult> UndoSet(string id, string set, IDecisions decisions, ICustomers customers, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<ChangeSetId>(set, out var change)) return TypedResults.NotFound();
        var undone = await decisions.Undo(change, who.Id, ct);
        if (undone.Refusal is NoDecisions) return TypedResults.NotFound();
        // Asked twice, it is undone once: the page says the same both times.
        return TypedResults.LocalRedirect($"{Urls.Customer((await customers.Resolve(customer, ct) ?? customer).ToString())}?{Done}={Back}#why");
    }

    /// <summary>To the customer who it is now; what holds no longer was taken back by somebody else a moment ago.</summary>
    private static async Task<IResult> Go(CustomerId customer, Result<ChangeSetId> done, ICustomers customers, CancellationToken ct)
    {
        var now = await customers.Resolve(customer, ct) ?? customer;
        return TypedResults.LocalRedirect(done.Refusal is null ? Shown(now, done.Value) : Urls.Customer(now.ToString()) + "#why");
    }
}
