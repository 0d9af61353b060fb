using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Customers.Relations;

/// <summary>A customer's relations to other customers, in the customer base; one that sources say and a person denies is none.</summary>
internal sealed class RelationFacts() : FactColumns(Relations)
{
    /// <summary>Word: the kind.</summary>
    public static readonly FactKey Relations = new("relations");

    protected override FactRows Rows(DbConnection connection) => new($"""
        (select customer_id, kind, other_customer_id from {RelationTable.Name} r where kind between {(int)RelationKind.DaughterOf} and {(int)RelationKind.Association} and other_customer_id is not null
        and not exists (select 1 from {HandRelationTable.Name} h where h.customer_id = r.customer_id and h.kind = r.kind and h.other_customer_id = r.other_customer_id and h.state = {(int)HandState.Not})
        union select customer_id, kind, other_customer_id from {HandRelationTable.Name} where state = {(int)HandState.Holds}) said
        """, null, FactRows.Word<RelationKind>("kind"));
}

/// <summary>The same in the language of segments.</summary>
internal sealed class RelationLeaves(Lazy<ICustomerBase> customers) : ISegmentLeaves
{
    private readonly SegmentLeaf[] all = [new FactLeaves(customers, RelationFacts.Relations, LeafGroup.Person, new FactPart("kind")).Leaf(new("relations", LeafKind.Count) { Standing = true, KnowsPast = false })];

    public IEnumerable<SegmentLeaf> All() => all;
}
