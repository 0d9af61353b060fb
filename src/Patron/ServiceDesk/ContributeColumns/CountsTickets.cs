using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.ContributeColumns;

/// <summary>Counts each customer's tickets for the customer base.</summary>
internal sealed class CountsTickets(TimeProvider clock) : YearColumns(clock, Data.Topics.Service, TicketColumns.Tickets, TicketColumns.Solved, TicketColumns.Goodwill)
{
    protected override string Dated => "opened_at";

    protected override string Sql(string since, string which) =>
        $"select customer_id, count(*), count(solved_at), cast(sum(goodwill) as bigint) from {TicketTable.Name} where opened_at > {since} {which} group by customer_id order by customer_id";
}
