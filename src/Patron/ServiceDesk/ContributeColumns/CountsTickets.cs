using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.ContributeColumns;

/// <summary>Counts each customer's tickets for the customer base.</summary>
internal sealed class CountsTickets(TimeProvider clock) : YearColumns(clock, Data.Topics.Service, TicketColumns.Tickets, TicketColumns.Goodwill)
{
    protected override string Dated => "opened_at";

    protected override string Sql(string since, string which) =>
        $"select customer_id, count(*), cast(sum(goodwill) as bigint) from {TicketTable.Name} where opened_at > {since} {which} group by customer_id order by customer_id";

    // Goodwill of today less what was given later: rows that were imported have no events.
    protected override string SqlThen(string since, string end, string which) => $"""
        select customer_id, count(*), cast(sum(goodwill - coalesce((select sum(e.amount) from {TicketEventTable.Name} e
        where e.customer_id = t.customer_id and e.ticket_id = t.id and e.kind = {(int)TicketEventKind.Goodwill} and e.at >= {end}), 0)) as bigint)
        from {TicketTable.Name} t where opened_at > {since} {which} group by customer_id order by customer_id
        """;
}
