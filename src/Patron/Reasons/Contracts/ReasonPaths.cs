using Patron.Kernel;

namespace Patron.Reasons.Contracts;

/// <param name="Path">With the names above it: "Delivery / Too late".</param>
public sealed record PathReason(ReasonId Id, ReasonId? Parent, string Name, string Path, bool Retired);

/// <summary>The tree of one kind in its order, each reason before what is below it. One that hangs on a reason that is not there hangs at the top.</summary>
public sealed class ReasonPaths
{
    private readonly Dictionary<ReasonId, PathReason> byId;

    /// <param name="reasons">Of one kind. A ready-made one without a name goes by its key.</param>
    public ReasonPaths(IEnumerable<ReasonInfo> reasons)
    {
        var all = reasons.ToList();
        var known = all.Select(r => r.Id).ToHashSet();
        var below = all.ToLookup(r => r.Parent is { } parent && known.Contains(parent) ? parent : default);
        var ordered = new List<PathReason>(all.Count);
        Add(default, "");
        All = ordered;
        byId = ordered.ToDictionary(r => r.Id);

        void Add(ReasonId of, string above)
        {
            foreach (var one in below[of])
            {
                var name = one.Name ?? one.Key!;
                ordered.Add(new(one.Id, one.Parent, name, above + name, one.Retired));
                Add(one.Id, above + name + " / ");
            }
        }
    }

    public IReadOnlyList<PathReason> All { get; }

    /// <summary>Its path; null where it is gone.</summary>
    public string? Called(ReasonId id) => byId.GetValueOrDefault(id)?.Path;

    /// <summary>A reason and all below it.</summary>
    public IReadOnlyList<ReasonId> WithBelow(ReasonId id) => [id, .. All.Where(r => r.Parent == id).SelectMany(r => WithBelow(r.Id))];
}
