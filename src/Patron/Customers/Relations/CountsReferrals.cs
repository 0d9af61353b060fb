using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;

namespace Patron.Customers.Relations;

/// <summary>Counts whom each customer recommended us to, for the customer base; whenever it was.</summary>
internal sealed class CountsReferrals(TimeProvider clock) : YearColumns(clock, Data.Topics.Customers, CustomerColumns.Referrals)
{
    // What a person says goes before what sources say: a relation that does not hold is not counted.
    protected override string Sql(string since, string which) => $"""
        select customer_id, count(distinct other_customer_id) from (
        select customer_id, other_customer_id from {RelationTable.Name} r where kind = {(int)RelationKind.Refers} and other_customer_id is not null
        and not exists (select 1 from {HandRelationTable.Name} h where h.customer_id = r.customer_id and h.kind = r.kind and h.other_customer_id = r.other_customer_id and h.state = {(int)HandState.Not})
        union all select customer_id, other_customer_id from {HandRelationTable.Name} where kind = {(int)RelationKind.Refers} and state = {(int)HandState.Holds}) said
        where 1 = 1 {which} group by customer_id order by customer_id
        """;
}
