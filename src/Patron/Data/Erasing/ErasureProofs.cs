using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data.Erasing;

/// <param name="Json">As it was kept: its digest is reckoned over it.</param>
public sealed record KeptProof(ErasureDocument Document, string Json, string Digest);

/// <summary>Where a person may stand beside the database.</summary>
/// <param name="Waiting">Files that were sent and not taken yet; they are looked through.</param>
/// <param name="Watched">Folders of others from which files are taken; nobody looks into them.</param>
public sealed record KeptBeside(int Waiting, IReadOnlyList<string> Watched);

/// <summary>Erases customers as a job and shows the proofs, for the rooms that have pages and commands for it.</summary>
public interface IErasures
{
    /// <summary>What would go, by table; no rows: there is nobody by this id.</summary>
    Task<IReadOnlyList<ErasedTable>> Preview(CustomerId customer, CancellationToken ct);

    Task<KeptBeside> Beside(CancellationToken ct);

    /// <summary>As a job in the background; the proof stands under its id.</summary>
    Task<JobId> Start(CustomerId customer, ErasureReason reason, UserId? by, CancellationToken ct);

    /// <summary>Here and now; null where there is nobody by this id.</summary>
    Task<KeptProof?> Run(CustomerId customer, ErasureReason reason, UserId? by, CancellationToken ct);

    Task<KeptProof?> Find(JobId id, CancellationToken ct);

    /// <summary>The latest first.</summary>
    Task<IReadOnlyList<KeptProof>> Latest(int most, CancellationToken ct);
}

internal sealed class ErasureProofs(Erasure erasure, IEnumerable<IKeepsFiles> keepers, IJobs jobs, IDbContextFactory<PatronDb> contexts) : IErasures
{
    public static ErasureDocument Of(ErasureProofRow row) => JsonSerializer.Deserialize<ErasureDocument>(row.Document, ErasureJob.Json)!;

    public async Task<IReadOnlyList<ErasedTable>> Preview(CustomerId customer, CancellationToken ct) => (await erasure.Preview(customer, ct)).Rows;

    public async Task<KeptBeside> Beside(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (waiting, watched) = (0, new List<string>());
        foreach (var room in keepers)
        {
            waiting += await room.Waiting(db, ct);
            watched.AddRange(await room.Watched(db, ct));
        }
        return new(waiting, watched);
    }

    public Task<JobId> Start(CustomerId customer, ErasureReason reason, UserId? by, CancellationToken ct) =>
        jobs.Start(ErasureJob.JobKind, new ErasureArguments(customer.ToString(), reason).ToString(), by, null, ct);

    public async Task<KeptProof?> Run(CustomerId customer, ErasureReason reason, UserId? by, CancellationToken ct)
    {
        var run = await jobs.RunNow(ErasureJob.JobKind, new ErasureArguments(customer.ToString(), reason).ToString(), by, null, ct);
        return await Find(run.Id, ct);
    }

    public async Task<KeptProof?> Find(JobId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ErasureProofRow>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id.Value, ct) is { } row ? Kept(row) : null;
    }

    public async Task<IReadOnlyList<KeptProof>> Latest(int most, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return [.. (await db.Set<ErasureProofRow>().AsNoTracking().OrderByDescending(p => p.At).ThenByDescending(p => p.Id).Take(most).ToListAsync(ct)).Select(Kept)];
    }

    private static KeptProof Kept(ErasureProofRow row) => new(Of(row), row.Document, row.Digest);
}
