using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data.Audit;

/// <summary>Why an entry does not hold.</summary>
public enum AuditFault
{
    /// <summary>It is not there, though later ones or the noted end say that it was.</summary>
    Missing = 1,

    /// <summary>It says something else than it did, or stands in another's place, or was never written by the program.</summary>
    Changed = 2,

    /// <summary>The change rows that it covers are not what they were.</summary>
    Rows = 3,

    /// <summary>The values of a change are not what they were.</summary>
    Values = 4,

    /// <summary>The hash noted in the data directory is another: the chain was written anew.</summary>
    Rewritten = 5,
}

/// <param name="At">When it was looked at.</param>
/// <param name="Position">The last entry up to which everything holds.</param>
/// <param name="Hash">That entry's hash; noted elsewhere it proves the chain up to there.</param>
/// <param name="FirstBad">The first entry that does not hold; null when all do.</param>
/// <param name="Erased">Changes whose values are gone, because their customer was erased or their source forgotten; their digests still stand.</param>
public sealed record AuditVerdict(DateTimeOffset At, long Position, string Hash, long? FirstBad, AuditFault? Fault, long Erased)
{
    public const string SettingsKey = "audit-verified";
}

/// <summary>Reckons the whole chain anew, entry by entry, with the change rows and the values that are still there.</summary>
internal sealed class AuditVerification(IDbContextFactory<PatronDb> contexts, AuditChain chain, NotedHeads heads, TimeProvider clock)
{
    private const int AtOnce = 1_000;

    /// <summary>Kind of the entry that names change sets which were forgotten with their source; its subjects are their ids.</summary>
    public const string Forgotten = "change-sets-forgotten";

    /// <summary>Follows first, then verifies, keeps the verdict and notes the end of a sound chain beside the database.</summary>
    public async Task<AuditVerdict> Verify(Action<long, long>? progress, CancellationToken ct)
    {
        await chain.Follow(ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var verdict = await Judge(db, progress, ct);
        // The nightly job and a person may verify at the same time.
        await db.WriteAtOnce(AuditVerdict.SettingsKey, verdict, ct);
        if (verdict.FirstBad is null) heads.Note(verdict);
        return verdict;
    }

    private async Task<AuditVerdict> Judge(PatronDb db, Action<long, long>? progress, CancellationToken ct)
    {
        var head = await db.Set<AuditHead>().AsNoTracking().SingleAsync(h => h.Id == 1, ct);
        var noted = heads.Read();
        var forgotten = await ForgottenSets(db, ct);
        var (position, hash, erased) = (0L, AuditDigests.Beginning, 0L);
        for (var last = long.MinValue; ; last = position)
        {
            var entries = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Position > last).OrderBy(e => e.Position).Take(AtOnce).ToListAsync(ct);
            foreach (var entry in entries)
            {
                if (entry.Position < 1) return Bad(entry.Position, AuditFault.Changed);
                if (entry.Position != position + 1) return Bad(position + 1, AuditFault.Missing);
                if (AuditDigests.OfEntry(hash, entry.Position, entry, entry.Content) != entry.Hash) return Bad(entry.Position, AuditFault.Changed);
                if (noted.TryGetValue(entry.Position, out var was) && was != entry.Hash) return Bad(entry.Position, AuditFault.Rewritten);
                if (entry.ChangeSetId is { } set && !forgotten.Contains(set.Value))
                {
                    var (fault, gone) = await Covered(db, entry, ct);
                    if (fault is { } found) return Bad(entry.Position, found);
                    erased += gone;
                }
                (position, hash) = (entry.Position, entry.Hash);
            }
            progress?.Invoke(position, Math.Max(position, head.Position));
            if (entries.Count < AtOnce) break;
        }
        if (position < head.Position || noted.Keys.Any(p => p > position)) return Bad(position + 1, AuditFault.Missing);
        // The end was read first: the chain may have become longer since.
        if (position == head.Position && hash != head.Hash) return Bad(position, AuditFault.Rewritten);
        return new(clock.GetUtcNow(), position, hash, null, null, erased);

        AuditVerdict Bad(long at, AuditFault fault) => new(clock.GetUtcNow(), position, hash, at, fault, erased);
    }

    private static async Task<(AuditFault? Fault, long Gone)> Covered(PatronDb db, AuditEntry entry, CancellationToken ct)
    {
        if (await AuditChain.ContentOf(db, entry, ct) != entry.Content) return (AuditFault.Rows, 0);
        if (entry.LastSeq == 0) return (null, 0);
        var rows = from r in db.Set<ChangeRow>().AsNoTracking()
                   where r.ChangeSetId == entry.ChangeSetId && r.Seq >= entry.FirstSeq && r.Seq <= entry.LastSeq && r.Digest != null
                   join p in db.Set<ChangePayload>() on new { r.CustomerId, r.ChangeSetId, r.Seq } equals new { p.CustomerId, p.ChangeSetId, p.Seq } into payloads
                   from p in payloads.DefaultIfEmpty()
                   select new { r.Digest, Payload = p };
        var gone = 0L;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (row.Payload is null) gone++;
            else if (row.Payload.Salt is null || AuditDigests.OfValues(row.Payload.Salt, row.Payload.Before, row.Payload.After) != row.Digest) return (AuditFault.Values, gone);
        }
        return (null, gone);
    }

    private static async Task<HashSet<long>> ForgottenSets(PatronDb db, CancellationToken ct)
    {
        var told = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Kind == Forgotten).Select(e => e.Fields).ToListAsync(ct);
        return [.. told.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(id => IdText.TryRead<ChangeSetId>(id, out var set) ? set.Value : 0)];
    }
}

/// <summary>Verifies every night, and when it is asked to.</summary>
internal sealed class VerifyAuditJob(AuditVerification verification) : IJobHandler
{
    public const string JobKind = "audit-verify";
    private const string Phase = "kernel.job.audit";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        await verification.Verify((done, total) => run.Report(Phase, done, total), ct);
        return null;
    }
}
