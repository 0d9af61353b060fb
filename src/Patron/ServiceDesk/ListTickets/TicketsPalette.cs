using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ShowTicket;
using Patron.Web.Contracts;

namespace Patron.ServiceDesk.ListTickets;

/// <summary>Tickets by number or title, in the palette.</summary>
internal sealed class TicketsPalette(TicketReads reads, ICurrentUser who) : IPaletteSource
{
    private const int Most = 5, Shortest = 3;

    public int Order => 30;

    public async ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = text.Trim();
        if (words.Length < Shortest || words.Length > 200 || !who.Can(Permissions.ReadCustomers)) return [];
        var found = await reads.List(new(Words: words), "-" + TicketAddress.ByOpened, 1, who.Id, ct);
        return [.. found.Rows.Take(Most).Select(r => new PaletteHit(r.Ticket.Title, TicketUrls.One(r.Ticket.Id), TicketWords.Icon(r.Ticket.Kind), r.Name))];
    }
}
