using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.ContributeColumns;

/// <summary>The messages that customers were sent, in the customer base.</summary>
internal sealed class SentFacts() : FactColumns(MessageColumns.Sent, Data.Topics.Messages)
{
    protected override FactRows Rows(DbConnection connection) =>
        new($"{MessageTable.Name} m join {SendingTable.Name} s on s.id = m.sending_id", "m.at", "m.channel", SourceNames.Word("s.source_kind", "s.source_id"), "m.topic")
        {
            Customer = "m.customer_id", Instants = true, Where = $"m.state = {(int)MessageState.Sent}",
        };
}

/// <summary>The same in the language of segments.</summary>
internal sealed class SentLeaves : ISegmentLeaves
{
    private readonly SegmentLeaf[] all;

    public SentLeaves(Lazy<ICustomerBase> customers, SourceNames names)
    {
        var leaves = new FactLeaves(customers, MessageColumns.Sent, LeafGroup.Response, new FactPart("channel"), new FactPart("campaign") { Spoken = names.Of }, new FactPart("topic"));
        all = [leaves.Leaf(new("mailed", LeafKind.Count)), leaves.Leaf(new("days_since_mailed", LeafKind.Days, FactMeasure.DaysSinceLast))];
    }

    public IEnumerable<SegmentLeaf> All() => all;
}
