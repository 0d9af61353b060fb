using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Columns = Patron.ServiceDesk.Contracts.TicketColumns;

namespace Patron.ServiceDesk.ContributeColumns;

/// <summary>All tickets of a customer, in the customer base.</summary>
internal sealed class TicketFacts() : FactColumns(Columns.All, Data.Topics.Service)
{
    protected override FactRows Rows(DbConnection connection) =>
        new(TicketTable.Name, "opened_at", FactRows.Word<TicketKind>("kind"), FactRows.Word<TicketState>("state"), FactRows.Word<Severity>("severity")) { Instants = true, Until = "solved_at", Amount = "goodwill" };
}

/// <summary>Tickets in the language of segments: how many there were, what goodwill they cost, and whether one is open.</summary>
internal sealed class TicketLeaves : ISegmentLeaves
{
    private const string Age = "age";

    private readonly SegmentLeaf[] all;

    public TicketLeaves(Lazy<ICustomerBase> customers)
    {
        var leaves = new FactLeaves(customers, Columns.All, LeafGroup.Service, new FactPart("kind"), new FactPart("state") { OnlyToday = true }, new FactPart("severity") { OnlyToday = true });
        all =
        [
            leaves.Leaf(new("tickets", LeafKind.Count)), leaves.Leaf(new("days_since_ticket", LeafKind.Days, FactMeasure.DaysSinceLast)),
            leaves.Leaf(new("goodwill", LeafKind.Money, FactMeasure.Sum) { Scale = Micros.PerUnit, KnowsPast = false }),
            new(new("open_ticket", LeafKind.Truth) { Conditions = [new(Age, LeafKind.Days)] }, LeafGroup.Service, text => text["servicedesk.leaf.open"], Open)
            {
                KnowsPast = true, MovesWithTime = true, Condition = (_, text) => text["servicedesk.leaf.age"],
                Value = (_, scope, index, text) => OpenSince(null, null).Measure(scope.Snapshot[Columns.All], index, scope.AsOf.DayNumber) is not NumberKey.Missing and var days ? text.Formats.Number(days) : null,
            },
        ];
    }

    public IEnumerable<SegmentLeaf> All() => all;

    private static CustomerQuery Open(SegmentNode.Rule rule, LeafScope scope) => rule.Where is [{ Test: { } test }]
        ? SegmentBinding.AnyOf(SegmentBinding.Ranges(test, 1, scope.AsOf), r => new CustomerQuery.OfFacts(Columns.All, OpenSince(r.Min, r.Max))) : new CustomerQuery.OfFacts(Columns.All, OpenSince(null, null));

    /// <summary>Days for which the oldest open ticket has been open.</summary>
    private static FactTest OpenSince(long? min, long? max) => new(FactMeasure.DaysSinceFirst, min ?? NumberKey.Missing + 1, max ?? long.MaxValue, standing: true);
}
