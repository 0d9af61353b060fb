using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.Web;

namespace Patron.ServiceDesk.ShowTicket;

/// <summary>Deeds that lists and the undo post; those of the page itself are its forms.</summary>
internal static class TicketRoutes
{
    /// <summary>In the query of the page gone back to: the change set that was just made; the key of what was refused.</summary>
    public const string Done = "done", Refused = "refused";

    public static string Take(TicketId ticket) => TicketUrls.One(ticket) + "/take";

    public static string Files(TicketId ticket) => TicketUrls.One(ticket) + "/files";

    public static string Undo(TicketId ticket, ChangeSetId set) => $"{TicketUrls.One(ticket)}/undo/{set}";

    /// <summary>Sends an answer once more.</summary>
    public static string Again(TicketId ticket, TicketEventId of) => $"{TicketUrls.One(ticket)}/mails/{of}/again";

    public static void MapTickets(this IEndpointRouteBuilder app)
    {
        var write = app.MapGroup(TicketUrls.List + "/{id}").RequirePermission(Permissions.WriteCustomers);
        write.MapPost("take", TakeOn);
        write.MapPost("undo/{set}", TakeBack);
        write.MapPost("files", Attach);
        write.MapPost("mails/{of}/again", SendAgain);
    }

    /// <summary>Whoever takes a ticket on owns it; its team stays.</summary>
    private static async Task<IResult> TakeOn(string id, [FromForm] string? back, TicketDetails tickets, TicketBook book, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<TicketId>(id, out var ticket) || await tickets.Find(ticket, who.Id, ct) is not { Ticket: var seen }) return TypedResults.NotFound();
        var taken = await book.Assign(ticket, seen.Version, who.Id, seen.Team, who.Id, ct);
        var to = back is null ? TicketUrls.One(ticket) : Urls.Local(back);
        return TypedResults.LocalRedirect(With(to, taken.Refusal is { } refusal ? (Refused, refusal.Key) : (Done, taken.Value!.ChangeSet?.ToString() ?? "")));
    }

    private static async Task<IResult> Attach(string id, IFormFile file, TicketDetails tickets, TicketBook book, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<TicketId>(id, out var ticket) || await tickets.Find(ticket, who.Id, ct) is null) return TypedResults.NotFound();
        var kept = await book.Attach(ticket, new(file.FileName, file.Length, file.OpenReadStream), who.Id, ct);
        return TypedResults.LocalRedirect(With(TicketUrls.One(ticket), kept.Refusal is { } refusal ? (Refused, refusal.Key) : (Done, kept.Value!.ChangeSet.ToString()!)));
    }

    private static async Task<IResult> SendAgain(string id, string of, TicketDetails tickets, MailAgain mails, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<TicketId>(id, out var ticket) || !IdText.TryRead<TicketEventId>(of, out var said) || await tickets.Find(ticket, who.Id, ct) is null) return TypedResults.NotFound();
        var sent = await mails.Send(ticket, said, ct);
        return TypedResults.LocalRedirect(sent.Refusal is { } refusal ? With(TicketUrls.One(ticket), (Refused, refusal.Key)) : TicketUrls.One(ticket) + "#history-t");
    }

    private static async Task<IResult> TakeBack(string id, string set, TicketDetails tickets, DeedUndo undo, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<TicketId>(id, out var ticket) || !IdText.TryRead<ChangeSetId>(set, out var change) || await tickets.Find(ticket, who.Id, ct) is null) return TypedResults.NotFound();
        var undone = await undo.Undo(change, who.Id, ct);
        if (undone.Refusal is { } refusal) return TypedResults.LocalRedirect(With(TicketUrls.One(ticket), (Refused, refusal.Key)));
        // Of one that was just opened nothing is left.
        return TypedResults.LocalRedirect(await tickets.Find(ticket, who.Id, ct) is null ? TicketUrls.List : TicketUrls.One(ticket));
    }

    private static string With(string url, (string Name, string Value) part) => $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{part.Name}={Uri.EscapeDataString(part.Value)}";
}
