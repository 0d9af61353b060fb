using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons.ShowReasons;

internal sealed record ReasonNameNeeded(int Max) : FieldRefusal("reasons.refused.name", "name");

internal sealed record ReasonGone() : Refusal("reasons.refused.gone");

/// <summary>What people do to the trees; each deed can be taken back. What was given under a reason stays, whatever becomes of its name.</summary>
internal sealed class ReasonDeeds(SettingDeeds settings, IdMaker ids)
{
    public const string Kinds = "reasons.";

    /// <param name="parent">A reason of the same kind that it becomes part of; another is passed over.</param>
    public Task<Result<ChangeSetId?>> Add(ReasonKind kind, ReasonId? parent, string? name, UserId? by, CancellationToken ct) => Change("add", by, tree => Named(name) is not { } called ? new ReasonNameNeeded(ReasonTree.LongestName)
        : new ReasonTree([.. tree.All, new(ids.Next<ReasonId>(), kind, tree.All.Any(r => r.Id == parent && r.Kind == kind) ? parent : null, null, called)]), ct);

    public Task<Result<ChangeSetId?>> Name(ReasonId id, string? name, UserId? by, CancellationToken ct) =>
        Named(name) is { } called ? One(id, "name", by, r => r with { Name = called }, ct) : Task.FromResult<Result<ChangeSetId?>>(new ReasonNameNeeded(ReasonTree.LongestName));

    public Task<Result<ChangeSetId?>> Retire(ReasonId id, bool retired, UserId? by, CancellationToken ct) => One(id, "retire", by, r => r with { Retired = retired }, ct);

    private Task<Result<ChangeSetId?>> One(ReasonId id, string kind, UserId? by, Func<ReasonInfo, ReasonInfo> change, CancellationToken ct) => Change(kind, by, tree =>
        tree.All.Any(r => r.Id == id) ? new ReasonTree([.. tree.All.Select(r => r.Id == id ? change(r) : r)]) : new ReasonGone(), ct);

    private Task<Result<ChangeSetId?>> Change(string kind, UserId? by, Func<ReasonTree, Result<ReasonTree>> change, CancellationToken ct) => settings.Change(ReasonTree.Key, Kinds + kind, ReasonTree.Default, change, by, ct);

    private static string? Named(string? name) => name?.Trim() is { Length: > 0 and <= ReasonTree.LongestName } called ? called : null;
}
