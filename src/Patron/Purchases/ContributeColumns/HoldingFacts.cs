using System.Data.Common;
using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases.ContributeColumns;

/// <summary>What customers have with us, in the customer base, from the day on which it was opened to the one on which it was closed. A balance counts where it is in the organisation's currency.</summary>
internal sealed class HoldingFacts() : FactColumns(Holdings, Data.Topics.Holdings)
{
    /// <summary>Word: the kind.</summary>
    public static readonly FactKey Holdings = new("holdings");

    protected override FactRows Rows(DbConnection connection) =>
        new("purchases_holdings", "opened", "kind") { Until = "closed", Amount = $"case when currency = '{connection.Organisation().Currency}' then balance end" };
}

/// <summary>The same in the language of segments.</summary>
internal sealed class HoldingLeaves : ISegmentLeaves
{
    private readonly SegmentLeaf[] all;

    public HoldingLeaves(Lazy<ICustomerBase> customers)
    {
        var leaves = new FactLeaves(customers, HoldingFacts.Holdings, LeafGroup.Buying, new FactPart("kind"));
        all =
        [
            leaves.Leaf(new("holdings", LeafKind.Count) { Standing = true }),
            leaves.Leaf(new("balance", LeafKind.Money, FactMeasure.Sum) { Standing = true, Scale = Micros.PerUnit, KnowsPast = false }),
        ];
    }

    public IEnumerable<SegmentLeaf> All() => all;
}
