using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.UndoImport;

/// <summary>What an undo is about to do, in numbers.</summary>
/// <param name="Created">Rows that go, by table, the most first.</param>
/// <param name="Changed">Rows that become what they were, by table.</param>
internal sealed record UndoOutlook(IReadOnlyList<(string Table, long Rows)> Created, IReadOnlyList<(string Table, long Rows)> Changed);

/// <summary>Starts undos, and says why one cannot be.</summary>
internal sealed class ImportUndo(IDbContextFactory<PatronDb> contexts, ImportPreparation preparation, IJobs jobs) : IUndoImports
{
    public async Task<Result<JobId>> Start(ImportId id, string language, UserId? by, CancellationToken ct)
    {
        var allowed = await Arguments(id, language, ct);
        if (allowed.Value is not { } arguments) return allowed.Refusal!;
        var job = await jobs.Start(UndoJob.JobKind, Json.Write(arguments), by, null, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == id).ExecuteUpdateAsync(row => row.SetProperty(i => i.UndoJobId, job), ct);
        return job;
    }

    public async Task<Result<UndoOutcome>> Run(ImportId id, string language, UserId? by, Action<JobProgress>? progress, CancellationToken ct)
    {
        var allowed = await Arguments(id, language, ct);
        if (allowed.Value is not { } arguments) return allowed.Refusal!;
        var job = await jobs.RunNow(UndoJob.JobKind, Json.Write(arguments), by, progress, ct);
        ct.ThrowIfCancellationRequested();
        if (job is not { State: JobState.Done } || UndoReport.Read(job.Result) is not { } report) return new UndoStopped(job.Error ?? "imports.undo.stopped");
        return new UndoOutcome(id, job.Id, report.Set, report.Gone, report.Restored, report.Left, report.Seconds,
            report.HasLeftFile ? Path.Combine(preparation.FolderOf(id), UndoJob.LeftName) : null);
    }

    public async Task<ImportId?> Find(ChangeSetId set, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Imports.Where(i => i.ChangeSetId == set).Select(i => (ImportId?)i.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>Null where it can be undone.</summary>
    public async Task<Refusal?> Refuse(Import import, CancellationToken ct)
    {
        if (import.ChangeSetId is not { } id) return new NothingToUndo();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, ct) is not { } set) return new NothingToUndo();
        if (set.UndoneBy is not null) return new UndoneAlready();
        if (await IsUnderWay(import.ApplyJobId, ct)) return new ImportUnderWay();
        return await IsUnderWay(import.UndoJobId, ct) ? new UndoUnderWay() : null;
    }

    public async Task<UndoOutlook> Outlook(ChangeSetId set, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var created = await db.Set<ChangeRange>().Where(r => r.ChangeSetId == set).GroupBy(r => r.Entity)
            .Select(g => new { g.Key, Rows = g.Sum(r => r.LastId - r.FirstId + 1) }).ToListAsync(ct);
        var changed = await db.Set<ChangeRow>().Where(r => r.ChangeSetId == set && r.Operation == ChangeOperation.Changed).GroupBy(r => r.Entity)
            .Select(g => new { g.Key, Rows = (long)g.Select(r => r.EntityId).Distinct().Count() }).ToListAsync(ct);
        return new([.. created.OrderByDescending(c => c.Rows).Select(c => (c.Key, c.Rows))], [.. changed.OrderByDescending(c => c.Rows).Select(c => (c.Key, c.Rows))]);
    }

    /// <summary>An undo that was cancelled half-way is taken up where it stood.</summary>
    private async Task<Result<UndoArguments>> Arguments(ImportId id, string language, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is not { } import) return new ImportGone();
        if (await Refuse(import, ct) is { } refusal) return refusal;
        if (import.UndoJobId is not { } before || await db.Set<JobRow>().AsNoTracking().FirstOrDefaultAsync(j => j.Id == before, ct) is not { } job) return new UndoArguments(id, language);
        return new UndoArguments(id, language, job.Cursor is { } cursor ? Json.Read<UndoCursor>(cursor) : Json.Read<UndoArguments>(job.Arguments).From);
    }

    private async Task<bool> IsUnderWay(JobId? job, CancellationToken ct) =>
        job is { } id && (await jobs.Find(id, ct))?.State is JobState.Waiting or JobState.Running or JobState.Paused;
}

internal sealed record ImportUnderWay() : Refusal("imports.undo.importRuns");
internal sealed record UndoUnderWay() : Refusal("imports.undo.runs");

/// <summary>The undo did not come to its end.</summary>
/// <param name="Why">Key of the sentence.</param>
internal sealed record UndoStopped(string Why) : Refusal(Why);
