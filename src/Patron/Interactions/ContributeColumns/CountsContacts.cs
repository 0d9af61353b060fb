using Patron.CustomerBase.Contracts;
using Patron.Interactions.Contracts;

namespace Patron.Interactions.ContributeColumns;

/// <summary>Counts each customer's contacts for the customer base.</summary>
internal sealed class CountsContacts(TimeProvider clock) : YearColumns(clock, Data.Topics.Interactions, ContactColumns.Contacts)
{
    protected override string Dated => "at";

    protected override string Sql(string since, string which) =>
        $"select customer_id, count(*) from interactions where at > {since} and kind <> '{InteractionKinds.Note}' {which} group by customer_id order by customer_id";
}
