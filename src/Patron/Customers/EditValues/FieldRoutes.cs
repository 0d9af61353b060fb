using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Customers.EditValues;

/// <summary>/customers/{id}/fields/{field}: a value as a form, as it stands, set, and taken back; fragments for htmx, else back to the customer's page.</summary>
internal static class FieldRoutes
{
    public static string Url(CustomerId customer, EditableField field, string? what = null) =>
        $"{Urls.CustomerField(customer.ToString(), field.Name)}{(what is null ? "" : "/" + what)}";

    public static void MapFields(this IEndpointRouteBuilder app)
    {
        var one = app.MapGroup("/customers/{id}/fields/{field}").RequirePermission(Permissions.WriteCustomers);
        one.MapGet("/edit", (string id, string field, CustomerValues values, IVisibility visibility, ICurrentUser who, Sentences text, CancellationToken ct) =>
            Show(id, field, values, visibility, who, text, (customer, found) => new RazorComponentResult<FieldForm>(new { Customer = customer, Of = (object)found.Field, found.Value }), ct));
        one.MapGet("/show", (string id, string field, CustomerValues values, IVisibility visibility, ICurrentUser who, Sentences text, CancellationToken ct) =>
            Show(id, field, values, visibility, who, text, (customer, found) => Row(customer, found, null, null), ct));
        one.MapPost("", Set);
        one.MapPost("/undo/{change}", Undo);
    }

    private static async Task<IResult> Show(string id, string field, CustomerValues values, IVisibility visibility, ICurrentUser who, Sentences text, Func<CustomerId, FoundValue, IResult> show, CancellationToken ct) =>
        await Find(id, field, values, visibility, who, text, ct) is var (customer, found) ? show(customer, found) : TypedResults.NotFound();

    private static async Task<IResult> Set(string id, string field, [FromForm] string? value, HttpContext http, CustomerValues values, IVisibility visibility, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        if (await Find(id, field, values, visibility, who, text, ct) is not var (customer, found)) return TypedResults.NotFound();
        var typed = (value ?? "").Trim();
        // The same again is no change: the value stands as it was.
        if (typed == (found.Value ?? "")) return Answer(http, customer, found, null);
        var done = await values.Set(customer, found.Field, typed, who.Id!.Value, ct);
        if (done.Refusal is { } refusal)
            return new RazorComponentResult<FieldForm>(new { Customer = customer, Of = (object)found.Field, Value = typed, Problem = text.Of(refusal, refusal.Key) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        return Answer(http, customer, await values.Find(customer, field, text, ct) ?? found, done.Value.ToString());
    }

    private static async Task<IResult> Undo(string id, string field, string change, HttpContext http, CustomerValues values, IVisibility visibility, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        if (!IdText.TryRead<ChangeSetId>(change, out var set) || await Find(id, field, values, visibility, who, text, ct) is not var (customer, found)) return TypedResults.NotFound();
        var done = await values.Undo(set, who.Id!.Value, ct);
        var now = await values.Find(customer, field, text, ct) ?? found;
        return done.Refusal is { } refusal ? Row(customer, now, null, text.Of(refusal, refusal.Key)) : Answer(http, customer, now, null);
    }

    private static IResult Answer(HttpContext http, CustomerId customer, FoundValue found, string? change) => http.Request.Headers["HX-Request"] == "true"
        ? Row(customer, found, change, null)
        : TypedResults.LocalRedirect($"{Urls.Customer(customer.ToString())}{(change is null ? "" : $"?edited={change}&field={found.Field.Name}")}#details-t");

    private static RazorComponentResult<FieldRow> Row(CustomerId customer, FoundValue found, string? change, string? problem) =>
        new(new { Customer = customer, Of = (object)found.Field, found.Value, CanWrite = true, Change = change, Problem = problem });

    private static async Task<(CustomerId, FoundValue)?> Find(string id, string field, CustomerValues values, IVisibility visibility, ICurrentUser who, Sentences text, CancellationToken ct) =>
        IdText.TryRead<CustomerId>(id, out var customer) && await visibility.Sees(customer, who.Id, ct) && await values.Find(customer, field, text, ct) is { } found ? (customer, found) : null;
}
