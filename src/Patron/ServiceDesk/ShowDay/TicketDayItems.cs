using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.ShowTicket;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ShowDay;

/// <summary>Tickets of My day: one's own by what is due, and those of one's teams that nobody has taken on.</summary>
internal sealed class TicketDayItems(TicketReads reads) : IDayItems
{
    public async Task<IReadOnlyList<DayItem>> For(DayScope scope, CancellationToken ct)
    {
        var items = new List<DayItem>();
        foreach (var user in scope.Users) items.AddRange((await reads.List(new(Open: true, Owner: user), TicketAddress.ByDue, 1, user, ct)).Rows.Select(t => Item(t, scope)).OfType<DayItem>());
        foreach (var team in scope.Teams)
            items.AddRange((await reads.List(new(Open: true, Team: team), TicketAddress.ByDue, 1, scope.Users.Count > 0 ? scope.Users[0] : null, ct)).Rows.Where(t => t.Ticket.Owner is null).Select(t => Item(t, scope)).OfType<DayItem>());
        return [.. items.GroupBy(i => i.Group).SelectMany(g => g.OrderByDescending(i => i.Rank).ThenBy(i => i.At).Take(scope.Most))];
    }

    public async Task<int> Count(IReadOnlyList<UserId> users, DateTimeOffset until, CancellationToken ct)
    {
        var n = 0;
        foreach (var user in users) n += await reads.Count(new(Owner: user, DueBefore: until), user, ct);
        return n;
    }

    /// <summary>Null for what is promised for another day: it stays in the list.</summary>
    private static DayItem? Item(ListedTicket listed, DayScope scope)
    {
        var (ticket, text) = (listed.Ticket, scope.Sentences);
        var group = ticket.NextDue is { } due && due < scope.Now ? DayGroup.Overdue
            : ticket.Owner is null ? DayGroup.New
            : ticket.NextDue is { } soon && soon < scope.EndOfDay ? DayGroup.Today
            : ticket.State == TicketState.New ? DayGroup.New : ticket.NextDue is null ? (DayGroup?)null : DayGroup.Promised;
        if (group is not { } place) return null;
        var why = text.Get("servicedesk.day.why", new { state = TicketAddress.WordOf(ticket.State), customer = listed.Name ?? text["servicedesk.nameless"], severity = TicketAddress.WordOf(ticket.Severity) });
        DayDeed open = new(text["servicedesk.day.open"], TicketUrls.One(ticket.Id), false, "o");
        return new(place, ticket.Customer, TicketWords.Icon(ticket.Kind), ticket.Title, why, ticket.NextDue, 3 - (int)ticket.Severity, ticket.Owner,
            ticket.Owner is null ? [new(text["servicedesk.take"], TicketRoutes.Take(ticket.Id), true, "t"), open] : [open]);
    }
}
