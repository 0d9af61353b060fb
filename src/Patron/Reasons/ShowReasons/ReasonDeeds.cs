using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;

namespace Patron.Reasons.ShowReasons;

internal sealed record ReasonNameNeeded(int Max) : FieldRefusal("reasons.refused.name", "name");

/// <summary>What people do to the trees. What was given under a reason stays, whatever becomes of its name.</summary>
internal sealed class ReasonDeeds(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    /// <param name="parent">A reason of the same kind that it becomes part of; another is passed over.</param>
    public Task<Result<Done>> Add(ReasonKind kind, ReasonId? parent, string? name, UserId? by, CancellationToken ct) => Change(by, name, tree =>
        new([.. tree.All, new(ids.Next<ReasonId>(), kind, tree.All.Any(r => r.Id == parent && r.Kind == kind) ? parent : null, null, name!.Trim())]), ct);

    public Task<Result<Done>> Name(ReasonId id, string? name, UserId? by, CancellationToken ct) => Change(by, name, tree =>
        new([.. tree.All.Select(r => r.Id == id ? r with { Name = name!.Trim() } : r)]), ct);

    public Task<Result<Done>> Retire(ReasonId id, bool retired, UserId? by, CancellationToken ct) => Change(by, "-", tree =>
        new([.. tree.All.Select(r => r.Id == id ? r with { Retired = retired } : r)]), ct);

    private async Task<Result<Done>> Change(UserId? by, string? name, Func<ReasonTree, ReasonTree> change, CancellationToken ct)
    {
        if (name?.Trim() is not { Length: > 0 and <= ReasonTree.LongestName }) return new ReasonNameNeeded(ReasonTree.LongestName);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        // Two who edit at once do so one after the other.
        if (session.IsPostgres) await session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", 0x7061_7472_6f6e_0011));
        await session.Db.WriteAtOnce(ReasonTree.Key, change(await ReasonTree.Read(session.Db, ct)), ct);
        session.Db.Add(new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = "reasons.edit" });
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return default(Done);
    }
}
