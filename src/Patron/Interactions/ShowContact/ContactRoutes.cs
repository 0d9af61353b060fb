using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.KeepContacts;
using Patron.Interactions.KeepFiles;
using Patron.Interactions.LogContact;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Interactions.ShowContact;

/// <summary>What is done with one contact beside its form, and its files.</summary>
internal static class ContactRoutes
{
    public static void MapContacts(this IEndpointRouteBuilder app)
    {
        var one = app.MapGroup("/customers/{id}/contacts/{contact}");
        one.AddEndpointFilter(OnlyOfThoseSeen);
        one.MapPost("/delete", Delete).RequirePermission(Permissions.WriteCustomers);
        one.MapPost("/restore", Restore).RequirePermission(Permissions.WriteCustomers);
        one.MapPost("/files", Attach).RequirePermission(Permissions.WriteCustomers);
        one.MapGet("/files/{file}", Download).RequirePermission(Permissions.ReadCustomers);
    }

    private static async ValueTask<object?> OnlyOfThoseSeen(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        return IdText.TryRead<CustomerId>(http.Request.RouteValues["id"] as string, out var customer)
            && await http.RequestServices.GetRequiredService<IVisibility>().Sees(customer, http.RequestServices.GetRequiredService<ICurrentUser>().Id, http.RequestAborted) ? await next(call) : TypedResults.NotFound();
    }

    private static async Task<IResult> Delete(string id, string contact, [FromForm] int version, ContactBook book, ICurrentUser who, CancellationToken ct)
    {
        if (!Read(id, contact, out var customer, out var which)) return TypedResults.NotFound();
        return Answer(await book.Delete(customer, which, version, who.Id, ct), Urls.Customer(id), ContactUrls.One(customer, which));
    }

    /// <summary>Whoever may write takes out of the bin what anybody put there.</summary>
    private static async Task<IResult> Restore(string id, string contact, [FromForm] string? set, ContactReads reads, DeedUndo undo, CancellationToken ct)
    {
        if (!Read(id, contact, out var customer, out var which) || (await reads.Deleted(customer, ct)).FirstOrDefault(d => d.Id == which.Value && d.Set.ToString() == set) is not { } gone) return TypedResults.NotFound();
        var back = await undo.Undo(gone.Set, gone.By, ct);
        return back.Refusal is { } refusal ? TypedResults.LocalRedirect(DeedUrls.With(ContactUrls.Bin(customer), DeedUrls.Failed, refusal.Key)) : TypedResults.LocalRedirect(DeedUrls.With(ContactUrls.One(customer, which), DeedUrls.Undone, "1"));
    }

    private static async Task<IResult> Attach(string id, string contact, IFormFile file, ContactBook book, ICurrentUser who, CancellationToken ct)
    {
        if (!Read(id, contact, out var customer, out var which)) return TypedResults.NotFound();
        var page = ContactUrls.One(customer, which);
        return Answer(await book.Attach(customer, which, new(file.FileName, file.Length, file.OpenReadStream), who.Id, ct), page, page);
    }

    /// <summary>Always as a download, of a type that nobody guesses: what a stranger sent is not shown as a page of this site.</summary>
    private static async Task<IResult> Download(string id, string contact, string file, HttpContext http, ContactReads reads, FileKeeper keeper, CancellationToken ct)
    {
        if (!Read(id, contact, out var customer, out var which) || !IdText.TryRead<InteractionId>(file, out var wanted)) return TypedResults.NotFound();
        if ((await reads.Files(customer, which, ct)).FirstOrDefault(f => f.Id == wanted.Value) is not { } found || keeper.PathOf(found.ChangeSetId) is var path && !File.Exists(path)) return TypedResults.NotFound();
        http.Response.Headers[HeaderNames.CacheControl] = "private, no-store";
        return TypedResults.PhysicalFile(path, FileKeeper.TypeOf(found.Name), found.Name);
    }

    private static bool Read(string id, string contact, out CustomerId customer, out InteractionId which)
    {
        which = default;
        return IdText.TryRead(id, out customer) && IdText.TryRead(contact, out which);
    }

    private static IResult Answer(Result<ContactChanged> done, string good, string bad) => done.Refusal switch
    {
        ContactGone => TypedResults.NotFound(),
        { } refusal => TypedResults.LocalRedirect(DeedUrls.With(bad, DeedUrls.Failed, refusal.Key)),
        null => TypedResults.LocalRedirect(DeedUrls.Done(good, done.Value!.ChangeSet)),
    };
}
