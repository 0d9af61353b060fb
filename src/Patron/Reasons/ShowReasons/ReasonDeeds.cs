using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons.ShowReasons;

internal sealed record ReasonNameNeeded(int Max) : FieldRefusal("reasons.refused.name", "name");

internal sealed record ReasonGone() : Refusal("reasons.refused.gone");

/// <summary>A reason cannot be a part of itself, nor of one of its parts.</summary>
internal sealed record PartOfItself() : Refusal("reasons.refused.below");

/// <summary>What people do to the trees; each deed can be taken back. What was given under a reason stays, whatever becomes of its name.</summary>
internal sealed class ReasonDeeds(SettingDeeds settings, IdMaker ids)
{
    public const string Kinds = "reasons.";

    /// <param name="parent">A reason of the same kind that it becomes part of; another is passed over.</param>
    public Task<Result<ChangeSetId?>> Add(ReasonKind kind, ReasonId? parent, string? name, UserId? by, CancellationToken ct) => Change("add", by, tree => Named(name) is not { } called ? new ReasonNameNeeded(ReasonInfo.LongestName)
        : new ReasonTree([.. tree.All, new(ids.Next<ReasonId>(), kind, tree.All.Any(r => r.Id == parent && r.Kind == kind) ? parent : null, null, called)]), ct);

    /// <summary>Another name, another place in the tree.</summary>
    /// <param name="parent">As with <see cref="Add"/>.</param>
    public Task<Result<ChangeSetId?>> Edit(ReasonId id, string? name, ReasonId? parent, string? readyMade, UserId? by, CancellationToken ct) => Change("edit", by, tree =>
    {
        if (Named(name) is not { } called) return new ReasonNameNeeded(ReasonInfo.LongestName);
        if (tree.All.FirstOrDefault(r => r.Id == id) is not { } reason) return new ReasonGone();
        var above = tree.All.Any(r => r.Id == parent && r.Kind == reason.Kind) ? parent : null;
        if (above is { } wider && tree.IsWithin(wider, id)) return new PartOfItself();
        // A ready-made name that was left as it is goes on to follow the reader's language.
        return Put(tree, reason with { Name = reason.Name is null && called == readyMade ? null : called, Parent = above });
    }, ct);

    /// <summary>A tree to begin with, where there is none: each name with its parts.</summary>
    public Task<Result<ChangeSetId?>> Begin(ReasonKind kind, IReadOnlyList<(string Name, IReadOnlyList<string> Parts)> names, UserId? by, CancellationToken ct) => Change("begin", by, tree =>
    {
        if (tree.Of(kind).Any()) return tree;
        var fresh = new List<ReasonInfo>();
        foreach (var (name, parts) in names)
        {
            var top = new ReasonInfo(ids.Next<ReasonId>(), kind, null, null, name);
            fresh.Add(top);
            fresh.AddRange(parts.Select(part => new ReasonInfo(ids.Next<ReasonId>(), kind, top.Id, null, part)));
        }
        return new ReasonTree([.. tree.All, .. fresh]);
    }, ct);

    /// <summary>Adds what the paths name and the tree has not; a name is the same in any letters. Null where there is nothing new.</summary>
    /// <param name="called">How a reason is shown, for ready-made ones have no name of their own.</param>
    public Task<Result<ChangeSetId?>> AddPaths(ReasonKind kind, IReadOnlyList<string[]> paths, Func<ReasonInfo, string> called, UserId? by, CancellationToken ct) => Change("import", by, tree =>
    {
        var all = tree.All.ToList();
        var known = new Dictionary<(ReasonId?, string), ReasonId>();
        foreach (var reason in tree.Of(kind)) known.TryAdd((reason.Parent, called(reason).ToUpperInvariant()), reason.Id);
        foreach (var path in paths)
        {
            ReasonId? above = null;
            foreach (var name in path)
            {
                if (!known.TryGetValue((above, name.ToUpperInvariant()), out var id))
                {
                    known[(above, name.ToUpperInvariant())] = id = ids.Next<ReasonId>();
                    all.Add(new(id, kind, above, null, name));
                }
                above = id;
            }
        }
        return all.Count == tree.All.Count ? tree : new ReasonTree(all);
    }, ct);

    public Task<Result<ChangeSetId?>> Retire(ReasonId id, bool retired, UserId? by, CancellationToken ct) => Change("retire", by, tree =>
        tree.All.FirstOrDefault(r => r.Id == id) is { } reason ? Put(tree, reason with { Retired = retired }) : new ReasonGone(), ct);

    private static ReasonTree Put(ReasonTree tree, ReasonInfo changed) => new([.. tree.All.Select(r => r.Id == changed.Id ? changed : r)]);

    private Task<Result<ChangeSetId?>> Change(string kind, UserId? by, Func<ReasonTree, Result<ReasonTree>> change, CancellationToken ct) =>
        settings.Change(ReasonTree.Key, Kinds + kind, ReasonTree.Default, stored => change(stored.Whole()), by, ct);

    private static string? Named(string? name) => name?.Trim() is { Length: > 0 and <= ReasonInfo.LongestName } called ? called : null;
}
