using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.ShowTicket;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ShowDay;

/// <summary>Tickets of My day: one's own by what is due, those of one's teams that nobody has taken on, and answers by e-mail that did not arrive.</summary>
internal sealed class TicketDayItems(TicketReads reads, UnreachedAnswers unreached, ICustomerReads customers) : IDayItems
{
    private const double UnreachedRank = 4;

    public async Task<IReadOnlyList<DayItem>> For(DayScope scope, CancellationToken ct)
    {
        var items = new List<DayItem>();
        foreach (var user in scope.Users) items.AddRange((await reads.List(new(Open: true, Owner: user), TicketAddress.ByDue, 1, user, ct)).Rows.Select(t => Item(t, scope)).OfType<DayItem>());
        foreach (var team in scope.Teams)
            items.AddRange((await reads.List(new(Open: true, Team: team), TicketAddress.ByDue, 1, scope.Users.Count > 0 ? scope.Users[0] : null, ct)).Rows.Where(t => t.Ticket.Owner is null).Select(t => Item(t, scope)).OfType<DayItem>());
        items.AddRange(await Unreached(scope, ct));
        return [.. items.GroupBy(i => i.Group).SelectMany(g => g.OrderByDescending(i => i.Rank).ThenBy(i => i.At).Take(scope.Most))];
    }

    /// <summary>Whoever thinks that the customer has the answer must hear that it is not so, before anything that is due.</summary>
    private async Task<IEnumerable<DayItem>> Unreached(DayScope scope, CancellationToken ct)
    {
        var (answers, text) = (await unreached.Of(scope.Users, scope.Now, scope.Most, ct), scope.Sentences);
        if (answers.Count == 0) return [];
        var cards = await customers.Find([.. answers.Select(a => a.Customer).Distinct()], ct);
        return answers.Select(a =>
        {
            var name = cards.GetValueOrDefault(a.Customer)?.Golden is { } golden ? CustomerName.Shown(golden.Name, golden.Company, golden.Email, golden.Phone) : null;
            var why = text.Get("servicedesk.mail.unreached", new { customer = name ?? text["servicedesk.nameless"], state = a.Failed ? "failed" : "unknown" });
            return new DayItem(DayGroup.Today, a.Customer, "mail-x", a.Title, why, a.At, UnreachedRank, a.Owner, [new(text["servicedesk.day.open"], TicketUrls.One(a.Ticket), false, "o")]);
        });
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
