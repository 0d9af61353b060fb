using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Interactions.Contracts;

namespace Patron.Interactions.ContributeColumns;

/// <summary>Contacts in the language of segments.</summary>
internal sealed class ContactLeaves : ISegmentLeaves
{
    public IEnumerable<SegmentLeaf> All() => [ColumnLeaves.Number("contacts", LeafKind.Count, LeafGroup.Contact, ContactColumns.Contacts, 1, text => text["interactions.leaf.contacts"])];
}
