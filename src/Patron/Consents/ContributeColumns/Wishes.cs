using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;

namespace Patron.Consents.ContributeColumns;

/// <summary>What customers wish beside the consents, in the customer base: topics they refuse, and a pause until it ends.</summary>
internal sealed class WishFacts() : FactColumns(Wishes, Data.Topics.Consents)
{
    public const string Refused = "refused", Pause = "pause";

    /// <summary>Words: refused or pause; the topics, parted by blanks.</summary>
    public static readonly FactKey Wishes = new("wishes");

    protected override FactRows Rows(DbConnection connection)
    {
        var postgres = connection is Npgsql.NpgsqlConnection;
        return new($"""
            (select customer_id, '{Refused}' as wish, refused, {(postgres ? "cast(null as timestamptz)" : "null")} as ends from {PreferenceTable.Name} where refused <> ''
            union all select customer_id, '{Pause}', '', paused_until from {PreferenceTable.Name} where paused_until is not null) wishes
            """, null, "wish", "refused") { Until = "ends", Instants = true };
    }
}

/// <summary>The same in the language of segments.</summary>
internal sealed class WishLeaves : ISegmentLeaves
{
    private const string Wish = "wish";

    private readonly SegmentLeaf[] all;

    public WishLeaves(Lazy<ICustomerBase> customers)
    {
        var leaves = new FactLeaves(customers, WishFacts.Wishes, LeafGroup.Contact, new FactPart(Wish), new FactPart("topic") { Several = true });
        all =
        [
            leaves.Leaf(new("refuses", LeafKind.Truth) { Only = (Wish, [WishFacts.Refused]), Standing = true, KnowsPast = false }),
            leaves.Leaf(new("paused", LeafKind.Truth) { Only = (Wish, [WishFacts.Pause]), Standing = true, KnowsPast = false }),
        ];
    }

    public IEnumerable<SegmentLeaf> All() => all;
}
