using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;
using Patron.Imports.UnpackFile;
using Patron.Kernel;

namespace Patron.Imports.WatchFolders;

/// <summary>The way of one file of a watched folder: copied, checked, decided, applied, put aside.</summary>
internal sealed class TakesFolderFiles(ImportPreparation preparation, Unpacker unpacker, ImportLimits limits, IServiceProvider services, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock,
    Kernel.Texts.Texts texts)
{
    private const string Language = "en";
    private const int LongestName = 300;

    // Jobs know their handlers, and one of the handlers comes here.
    private IJobs Jobs => services.GetRequiredService<IJobs>();

    /// <summary>Makes an import of it. Null for a file that nobody could import: it is put aside with the reason.</summary>
    public async Task<ImportId?> Take(WatchedFolder folder, FileInfo file, CancellationToken ct)
    {
        var kind = Mapping.ImportFields.KindOf(folder.Kind)!.Value;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var template = await ImportPreparation.Template(db, folder.SourceId, folder.Kind, ct);
        var settings = (template ?? new()) with { Columns = null };
        var id = ids.Next<ImportId>();
        Directory.CreateDirectory(preparation.FolderOf(id));
        await Copy(file, unpacker.UploadOf(id), ct);
        var packed = unpacker.Needs(id);
        var unpacking = packed ? unpacker.Unpack(id, settings, _ => { }, ct).Problem : null;
        Parsed<FileSurvey> looked = unpacking is not null ? unpacking : FileSurvey.Of(packed ? unpacker.RowsOf(id) : unpacker.UploadOf(id), await preparation.Fields(kind, settings, ct), settings, template?.Remembered, limits);
        if ((looked.Problem ?? (looked.Value!.Format.Empty ? Reason.Of("imports.detected.empty") : null)) is { } problem)
        {
            Directory.Delete(preparation.FolderOf(id), recursive: true);
            FolderFiles.Put(file, FolderFiles.Failed, new(null, null, clock.GetUtcNow(), ReasonText.Of(texts.For(Kernel.Texts.Language.English), problem)), []);
            return null;
        }
        // Where nobody has seen yet how such a file is read, or it does not tell, somebody is asked.
        var waits = template is null || looked.Value!.Mapping.Missing.Count > 0 || looked.Value.Questions.Count > 0 ? Json.Write<Exceeded[]>([new("imports.folder.first", 0, 0)]) : null;
        db.Imports.Add(new()
        {
            Id = id, SourceId = folder.SourceId, Kind = folder.Kind, FileName = file.Name.Length <= LongestName ? file.Name : file.Name[..LongestName], StoredFile = Unpacker.Stored(id, packed),
            Settings = Json.Write(settings), CreatedAt = clock.GetUtcNow(), CreatedBy = folder.CreatedBy, Waits = waits,
        });
        await db.SaveChangesAsync(ct);
        return id;
    }

    /// <summary>As far as it goes by itself; true when the file is done with and put aside.</summary>
    public async Task<bool> GoOn(WatchedFolder folder, ImportId id, FileInfo file, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } import) return true;
        if (import.ApplyJobId is null && import.Waits is null)
        {
            if (import.CheckJobId is null)
            {
                await RunNow(CheckJob.JobKind, import, folder, ct);
                import = (await Find(id, ct))!;
            }
            if (await StateOf(import.CheckJobId, ct) is JobState.Waiting or JobState.Running or JobState.Paused) return false;
            await Decide(folder, import, ct);
            import = (await Find(id, ct))!;
        }
        if (import.ApplyJobId is null || await StateOf(import.ApplyJobId, ct) != JobState.Done) return false;

        FolderFiles.Put(file, FolderFiles.Done, new(id.ToString(), ImportReport.Read(import.Result)?.Counts, clock.GetUtcNow()),
            [Path.Combine(preparation.FolderOf(id), ApplyJob.Refused.Rejected), Path.Combine(preparation.FolderOf(id), ApplyJob.Refused.Conflicts)]);
        return true;
    }

    private async Task Decide(WatchedFolder folder, Import import, CancellationToken ct)
    {
        IReadOnlyList<Exceeded> exceeded = ImportReport.Read(import.Plan) is { } plan
            ? FolderDecision.Of(plan.Counts, Json.Read<FolderLimits>(folder.Limits), await RowsBefore(import, ct), plan.Warnings ?? [])
            : [new("imports.folder.notChecked", 0, 0)];
        if (exceeded.Count == 0)
        {
            await RunNow(ApplyJob.JobKind, import, folder, ct);
            return;
        }
        var waits = Json.Write(exceeded);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Waits, waits), ct);
    }

    /// <summary>Rows of the last file of this source and kind that was applied and not taken back.</summary>
    private async Task<long?> RowsBefore(Import import, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var undone = db.Set<ChangeSet>().Where(s => s.UndoneBy != null).Select(s => (ChangeSetId?)s.Id);
        var result = await db.Imports.AsNoTracking()
            .Where(i => i.SourceId == import.SourceId && i.Kind == import.Kind && i.Id != import.Id && i.Result != null && !undone.Contains(i.ChangeSetId))
            .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).Select(i => i.Result).FirstOrDefaultAsync(ct);
        return ImportReport.Read(result)?.Counts.Read;
    }

    /// <summary>Both jobs note themselves at the import, so that a later look knows that they began.</summary>
    private async Task RunNow(string kind, Import import, WatchedFolder folder, CancellationToken ct)
    {
        var job = await Jobs.RunNow(kind, Json.Write(new ImportJobArguments(import.Id, Language, null)), folder.CreatedBy, null, ct);
        ct.ThrowIfCancellationRequested();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = db.Imports.Where(i => i.Id == import.Id);
        if (kind == CheckJob.JobKind) await row.ExecuteUpdateAsync(set => set.SetProperty(i => i.CheckJobId, job.Id), ct);
        else await row.ExecuteUpdateAsync(set => set.SetProperty(i => i.ApplyJobId, job.Id), ct);
    }

    private async Task<Import?> Find(ImportId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct);
    }

    private async Task<JobState?> StateOf(JobId? job, CancellationToken ct) => job is { } id ? (await Jobs.Find(id, ct))?.State : null;

    private static async Task Copy(FileInfo file, string to, CancellationToken ct)
    {
        await using var from = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using var into = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 17, FileOptions.Asynchronous);
        await from.CopyToAsync(into, ct);
    }
}
