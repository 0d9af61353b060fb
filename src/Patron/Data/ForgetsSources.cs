using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>What is taken out again.</summary>
/// <param name="ChangeSets">Those of the sources' imports.</param>
public sealed record ForgottenSources(IReadOnlyList<SourceInfo> Sources, IReadOnlyList<ChangeSetId> ChangeSets)
{
    public IEnumerable<long> SourceIds => Sources.Select(s => s.Id.Value);
}

/// <summary>
/// A room that can take out everything that came from some sources, as if they had never sent a file. Rooms are asked in <see cref="Order"/>:
/// what hangs on something else goes first; the change sets are there until Imports is asked, the sources until IdentityResolution is.
/// </summary>
public interface IForgetsSources
{
    /// <summary>Purchases 10, Customers 20, Imports 30, IdentityResolution 40.</summary>
    int Order { get; }

    /// <summary>In the session's transaction. Asked again after an interruption it finds what is left, or nothing.</summary>
    Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct);
}

internal static class ForgottenChangeSets
{
    /// <summary>These change sets and all that they tell of.</summary>
    public static async Task ForgetChangeSets(this BulkSession session, IReadOnlyCollection<ChangeSetId> sets, CancellationToken ct)
    {
        if (sets.Count > 0) session.Db.Audit.Event(Audit.AuditVerification.Forgotten, by: null, fields: sets.Select(s => s.ToString()));
        await session.Db.Set<ChangePayload>().Where(p => sets.Contains(p.ChangeSetId)).ExecuteDeleteAsync(ct);
        await session.Db.Set<ChangeRow>().Where(r => sets.Contains(r.ChangeSetId)).ExecuteDeleteAsync(ct);
        await session.Db.Set<ChangeRange>().Where(r => sets.Contains(r.ChangeSetId)).ExecuteDeleteAsync(ct);
        await session.Db.Set<ChangeSet>().Where(s => sets.Contains(s.Id)).ExecuteDeleteAsync(ct);
    }
}
