using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.IdentityResolution.ShowSources;

/// <summary>POST /customers/{id}/values: uses another value than the one shown, or the sources' again; a fragment for htmx, else back to the customer's page.</summary>
internal static class ValueRoutes
{
    public static string Url(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "values");

    public static string Undo(CustomerId customer, string change) => $"{Url(customer)}/undo/{change}";

    public static void MapValues(this IEndpointRouteBuilder app)
    {
        var values = app.MapGroup("/customers/{id}/values").RequirePermission(Permissions.WriteCustomers);
        values.AddEndpointFilter(OnlyOfThoseSeen);
        values.MapPost("", Set);
        values.MapPost("/undo/{change}", TakeBack);
    }

    private static async ValueTask<object?> OnlyOfThoseSeen(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var sees = IdText.TryRead<CustomerId>(http.Request.RouteValues["id"] as string, out var customer)
            && await http.RequestServices.GetRequiredService<IVisibility>().Sees(customer, http.RequestServices.GetRequiredService<ICurrentUser>().Id, http.RequestAborted);
        return sees ? await next(call) : TypedResults.NotFound();
    }

    private static async Task<IResult> Set(string id, [FromForm] string? field, [FromForm] string? value, HttpContext http, IHandValues hands, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IsField(field, text)) return TypedResults.NotFound();
        return Answer(http, customer, field!, await hands.Set([new(customer, field!, false, value)], who.Id!.Value, ct), text, undone: false);
    }

    private static async Task<IResult> TakeBack(string id, string change, [FromForm] string? field, HttpContext http, IHandValues hands, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<ChangeSetId>(change, out var set) || !IsField(field, text)) return TypedResults.NotFound();
        return Answer(http, customer, field!, await hands.Undo(set, who.Id!.Value, ct), text, undone: true);
    }

    private static bool IsField(string? field, Sentences text) => field is not null && text.Has($"identity.field.{field}");

    private static IResult Answer(HttpContext http, CustomerId customer, string field, Result<ChangeSetId> result, Sentences text, bool undone)
    {
        var change = undone ? null : result.Value.ToString();
        if (http.Request.Headers["HX-Request"] != "true" && result.Refusal is null)
            return TypedResults.LocalRedirect($"{Urls.Customer(customer.ToString())}{(change is null ? "" : $"?set={change}&field={field}")}#who-t");
        return result.Refusal is { } refusal
            ? new RazorComponentResult<ProvenanceRow>(new { Customer = customer, Field = field, CanWrite = true, Problem = text.Of(refusal, refusal.Key) }) { StatusCode = refusal.Status }
            : new RazorComponentResult<ProvenanceRow>(new { Customer = customer, Field = field, CanWrite = true, Change = change });
    }
}
