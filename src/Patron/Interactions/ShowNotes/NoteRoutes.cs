using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Interactions.ShowNotes;

internal static class NoteUrls
{
    public static string All(CustomerId customer) => Urls.CustomerPart(customer.ToString(), "notes");

    public static string One(Note note, string? what = null) => $"{All(note.Customer)}/{note.Id}{(what is null ? "" : "/" + what)}";

    public static string Undo(CustomerId customer, string change) => $"{All(customer)}/undo/{change}";
}

/// <summary>What is done with notes: a fragment for htmx, else back to the customer's page.</summary>
internal static class NoteRoutes
{
    public static void MapNotes(this IEndpointRouteBuilder app)
    {
        var notes = app.MapGroup("/customers/{id}/notes").RequirePermission(Permissions.WriteCustomers);
        notes.AddEndpointFilter(OnlyOfThoseSeen);
        notes.MapPost("", Add);
        notes.MapPost("/{note}", Edit);
        notes.MapPost("/{note}/delete", Delete);
        notes.MapPost("/{note}/never", Mark);
        notes.MapPost("/undo/{change}", Undo);
        notes.MapGet("/{note}/edit", (string id, string note, INotes all, CancellationToken ct) => Show(id, note, all, found => new RazorComponentResult<NoteForm>(new { Note = found }), ct));
        notes.MapGet("/{note}/show", (string id, string note, INotes all, CancellationToken ct) => Show(id, note, all, found => new RazorComponentResult<NoteItem>(new { Note = found, CanWrite = true }), ct));
    }

    private static async ValueTask<object?> OnlyOfThoseSeen(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var sees = IdText.TryRead<CustomerId>(http.Request.RouteValues["id"] as string, out var customer)
            && await http.RequestServices.GetRequiredService<IVisibility>().Sees(customer, http.RequestServices.GetRequiredService<ICurrentUser>().Id, http.RequestAborted);
        return sees ? await next(call) : TypedResults.NotFound();
    }

    private static async Task<IResult> Show(string id, string note, INotes notes, Func<Note, IResult> show, CancellationToken ct) =>
        IdText.TryRead<CustomerId>(id, out var customer) && IdText.TryRead<InteractionId>(note, out var which) && await notes.Find(customer, which, ct) is { } found ? show(found) : TypedResults.NotFound();

    private static async Task<IResult> Add(string id, [FromForm] string? text, HttpContext http, INotes notes, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer)) return TypedResults.NotFound();
        return Answer(http, customer, await notes.Add(customer, text ?? "", who.Id!.Value, ct), sentences);
    }

    private static async Task<IResult> Edit(string id, string note, [FromForm] string? text, [FromForm] int version, HttpContext http, INotes notes, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<InteractionId>(note, out var which)) return TypedResults.NotFound();
        var done = await notes.Edit(customer, which, version, text ?? "", who.Id!.Value, ct);
        // What was written is not thrown away: the form comes back with it, and with what somebody else wrote; saving again is then a choice.
        if (done.Refusal is { } refusal && await notes.Find(customer, which, ct) is { } now)
        {
            var theirs = now.Version == version ? null : now.Text;
            return new RazorComponentResult<NoteForm>(new { Note = now, Written = text, Problem = sentences.Of(refusal, refusal.Key), Theirs = theirs }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
        return Answer(http, customer, done, sentences);
    }

    private static async Task<IResult> Delete(string id, string note, [FromForm] int version, HttpContext http, INotes notes, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<InteractionId>(note, out var which)) return TypedResults.NotFound();
        return Answer(http, customer, await notes.Delete(customer, which, version, who.Id!.Value, ct), sentences);
    }

    private static async Task<IResult> Mark(string id, string note, [FromForm] int version, [FromForm] bool never, HttpContext http, INotes notes, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<InteractionId>(note, out var which)) return TypedResults.NotFound();
        return Answer(http, customer, await notes.Mark(customer, which, version, never, who.Id!.Value, ct), sentences);
    }

    private static async Task<IResult> Undo(string id, string change, HttpContext http, INotes notes, ICurrentUser who, Sentences sentences, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(id, out var customer) || !IdText.TryRead<ChangeSetId>(change, out var which)) return TypedResults.NotFound();
        return Answer(http, customer, await notes.Undo(which, who.Id!.Value, ct), sentences);
    }

    private static IResult Answer(HttpContext http, CustomerId customer, Result<NoteChanged> result, Sentences sentences)
    {
        if (result.Refusal is { } refusal)
            return new RazorComponentResult<NoteProblem>(new { Problem = sentences.Of(refusal, refusal.Key) }) { StatusCode = refusal.Status };
        var done = result.Value!;
        var change = done.ChangeSet.ToString();
        if (http.Request.Headers["HX-Request"] != "true") return TypedResults.LocalRedirect($"{Urls.Customer(customer.ToString())}?done={change}#notes-t");
        return done.Note is { } note
            ? new RazorComponentResult<NoteItem>(new { Note = note, CanWrite = true, Change = change })
            : new RazorComponentResult<NoteGoneItem>(new { Customer = customer, Change = change });
    }
}
