using System.Data.Common;
using Microsoft.Data.Sqlite;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;

namespace Patron.Interactions.ContributeColumns;

/// <summary>All contacts with a customer, in the customer base; notes are none.</summary>
internal sealed class ContactFacts() : FactColumns(ContactColumns.All, Data.Topics.Interactions)
{
    private const int LongestOutcome = 40;

    // What came of it may be a sentence: then it is no word to ask for.
    protected override FactRows Rows(DbConnection connection)
    {
        var outcome = connection is SqliteConnection ? "json_extract(payload, '$.outcome')" : "payload::json->>'outcome'";
        return new("interactions", "at", "kind", "channel", FactRows.Word<Direction>("direction"), $"case when length({outcome}) <= {LongestOutcome} then {outcome} end")
        {
            Instants = true, Where = $"kind <> '{InteractionKinds.Note}'",
        };
    }
}

/// <summary>Contacts in the language of segments.</summary>
internal sealed class ContactLeaves : ISegmentLeaves
{
    private readonly SegmentLeaf[] all;

    public ContactLeaves(Lazy<ICustomerBase> customers)
    {
        var leaves = new FactLeaves(customers, ContactColumns.All, LeafGroup.Service, new FactPart("kind"), new FactPart("channel"), new FactPart("direction"), new FactPart("outcome"));
        all = [leaves.Leaf(new("contacts", LeafKind.Count)), leaves.Leaf(new("days_since_contact", LeafKind.Days, FactMeasure.DaysSinceLast))];
    }

    public IEnumerable<SegmentLeaf> All() => all;
}
