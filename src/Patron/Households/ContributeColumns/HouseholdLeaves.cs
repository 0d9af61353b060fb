using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;

namespace Patron.Households.ContributeColumns;

/// <summary>Households in the language of segments: whether one is known, and how many of our customers live in it.</summary>
internal sealed class HouseholdLeaves : ISegmentLeaves
{
    private readonly SegmentLeaf[] all;
    private volatile Known? known;

    private sealed record Known(CustomerBaseSnapshot Snapshot, IReadOnlyDictionary<long, int> Sizes);

    public HouseholdLeaves() => all =
    [
        ColumnLeaves.Category("household_found", LeafGroup.Person, HouseholdColumns.State, () => [HouseholdColumns.Confirmed, HouseholdColumns.Suggested],
            text => text["customerbase.leaf.household_found"], (word, text) => text.Has($"households.state.{word}") ? text[$"households.state.{word}"] : word),
        new(new("household_size", LeafKind.Number), LeafGroup.Person, text => text["customerbase.leaf.household_size"], (rule, scope) =>
        {
            var ranges = SegmentBinding.Ranges(rule.Test, 1, scope.AsOf);
            return new CustomerQuery.Where(i => Size(scope.Snapshot, i) is var size && ranges.Any(r => (r.Min is null || size >= r.Min) && (r.Max is null || size <= r.Max)));
        })
        {
            // It changes with those who join it, of whom alone the feed tells.
            Relative = true, Value = (_, scope, index, text) => text.Formats.Number((long)Size(scope.Snapshot, index)),
        },
    ];

    public IEnumerable<SegmentLeaf> All() => all;

    /// <summary>Whose household is not known lives alone as far as we know.</summary>
    private int Size(CustomerBaseSnapshot snapshot, int index)
    {
        var households = snapshot[HouseholdColumns.Household];
        if (known is not { } kept || kept.Snapshot != snapshot)
        {
            var sizes = new Dictionary<long, int>();
            foreach (var i in snapshot.Known.Indexes())
                if (households[i] is not NumberKey.Missing and var house) sizes[house] = sizes.GetValueOrDefault(house) + 1;
            known = kept = new(snapshot, sizes);
        }
        return households[index] is not NumberKey.Missing and var of ? kept.Sizes.GetValueOrDefault(of, 1) : 1;
    }
}
