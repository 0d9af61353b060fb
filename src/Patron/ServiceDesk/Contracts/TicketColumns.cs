using Patron.Analytics.Base;

namespace Patron.ServiceDesk.Contracts;

/// <summary>What the customer base holds of tickets of the last year.</summary>
public static class TicketColumns
{
    public static readonly NumberKey Tickets = new("tickets-year");

    /// <summary>Each ticket, whenever it was opened, until it was solved; the amount is its goodwill in micros. Words: kind, state, severity.</summary>
    public static readonly FactKey All = new("tickets");

    /// <summary>Micros of goodwill given because of them.</summary>
    public static readonly NumberKey Goodwill = new("goodwill-year");
}
