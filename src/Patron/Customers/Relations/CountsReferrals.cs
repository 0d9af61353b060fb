using System.Data.Common;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;

namespace Patron.Customers.Relations;

/// <summary>Counts whom each customer recommended us to, for the customer base; whenever it was.</summary>
internal sealed class CountsReferrals(TimeProvider clock) : YearColumns(clock, Data.Topics.Customers, CustomerColumns.Referrals)
{
    protected override string Sql(string since, string which) => $"select customer_id, count(*) from {Recommendations.Each} where 1 = 1 {which} group by customer_id order by customer_id";
}

/// <summary>The same one by one, each with its day.</summary>
internal sealed class Recommendations() : FactColumns(CustomerColumns.Recommended)
{
    /// <summary>A row for each other customer, however many say it. What a person says goes before what sources say: a relation that does not hold is not among them.</summary>
    public static readonly string Each = $"""
        (select customer_id, other_customer_id, min(at) at from (
        select customer_id, other_customer_id, at from {RelationTable.Name} r where kind = {(int)RelationKind.Refers} and other_customer_id is not null
        and not exists (select 1 from {HandRelationTable.Name} h where h.customer_id = r.customer_id and h.kind = r.kind and h.other_customer_id = r.other_customer_id and h.state = {(int)HandState.Not})
        union all select customer_id, other_customer_id, at from {HandRelationTable.Name} where kind = {(int)RelationKind.Refers} and state = {(int)HandState.Holds}) said
        group by customer_id, other_customer_id) recommended
        """;

    protected override FactRows Rows(DbConnection connection) => new(Each, "at", "''") { Amount = "other_customer_id", Instants = true };
}
