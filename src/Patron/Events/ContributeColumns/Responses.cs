using System.Data.Common;
using Microsoft.Data.Sqlite;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Events.KeepLog;

namespace Patron.Events.ContributeColumns;

/// <summary>What customers did because of messages, in the customer base.</summary>
internal sealed class ResponseFacts() : FactColumns(ResponseColumns.Responses, Data.Topics.Events)
{
    protected override FactRows Rows(DbConnection connection) => new(EventTable.Name, "at", "kind", SourceNames.Word("source_kind", "source_id"), "arm")
    {
        Instants = true, Where = connection is SqliteConnection ? "machine = 0" : "not machine",
    };
}

/// <summary>The same in the language of segments.</summary>
internal sealed class ResponseLeaves : ISegmentLeaves
{
    private const string Kind = "response_kind";

    private static readonly string[] Answers = [EventKinds.Replied, EventKinds.Ordered, EventKinds.CallWanted, EventKinds.Redeemed];

    private readonly SegmentLeaf[] all;

    public ResponseLeaves(Lazy<ICustomerBase> customers, SourceNames names)
    {
        var leaves = new FactLeaves(customers, ResponseColumns.Responses, LeafGroup.Response, new FactPart(Kind), new FactPart("campaign") { Spoken = names.Of }, new FactPart("arm"));
        all =
        [
            Of("opened", EventKinds.Opened), Of("clicked", EventKinds.Clicked), Of("responded", Answers), Of("declined", EventKinds.Declined), Of("bounced", EventKinds.Bounced),
            Of("complained", EventKinds.Complained), Of("unsubscribed", EventKinds.Unsubscribed),
            leaves.Leaf(new("days_since_response", LeafKind.Days, FactMeasure.DaysSinceLast) { Only = (Kind, [.. Answers, EventKinds.Clicked]) }),
        ];

        SegmentLeaf Of(string name, params string[] kinds) => leaves.Leaf(new(name, LeafKind.Count) { Only = (Kind, kinds) });
    }

    public IEnumerable<SegmentLeaf> All() => all;
}
