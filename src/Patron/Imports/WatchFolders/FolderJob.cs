using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Imports.WatchFolders;

/// <summary>
/// Looks into one folder, again every minute. A file that has not changed since the last look is taken: it is copied, checked, and applied where it stays
/// within the limits. One file at a time goes one step further, and what stands is saved after each: a crash costs the step, and no file is taken twice.
/// </summary>
internal sealed class FolderJob(TakesFolderFiles takes, IDbContextFactory<PatronDb> contexts) : IJobHandler
{
    public const string JobKind = "imports-folder";
    private const string Phase = "imports.phase.folder";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.WatchedFolders.AsNoTracking().FirstOrDefaultAsync(f => f.JobId == run.Id, ct) is not { } folder) return null;
        IReadOnlyList<FileInfo> files;
        try
        {
            files = FolderFiles.In(folder.Path);
            await Trouble(db, folder, null, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder on another machine comes back; the next look finds it.
            await Trouble(db, folder, "imports.folder.unreadable", ct);
            return null;
        }

        var seen = Json.Read<Dictionary<string, SeenFile>>(folder.Seen);
        foreach (var gone in seen.Keys.Except(files.Select(f => f.Name)).ToArray()) seen.Remove(gone);
        foreach (var (at, file) in files.Index())
        {
            run.Report(Phase, at, files.Count);
            await Look(db, folder, file, seen, ct);
        }
        return null;
    }

    private async Task Look(PatronDb db, WatchedFolder folder, FileInfo file, Dictionary<string, SeenFile> seen, CancellationToken ct)
    {
        var before = seen.GetValueOrDefault(file.Name);
        var now = new SeenFile(file.Length, file.LastWriteTimeUtc.Ticks, before?.Import);
        try
        {
            if (before is null || (before with { Import = null }) != (now with { Import = null }))
            {
                // New, or still growing. A file that replaced one which was taken is another file.
                seen[file.Name] = now with { Import = null };
                await Keep();
                return;
            }
            if (now.Import is null)
            {
                if (await takes.Take(folder, file, ct) is not { } import) return;
                // From here on the file belongs to that import, whatever happens.
                seen[file.Name] = now with { Import = import };
                await Keep();
            }
            if (await takes.GoOn(folder, seen[file.Name].Import!.Value, file, ct)) seen.Remove(file.Name);
            await Keep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One file that cannot be read or moved keeps no other waiting; it is tried again at the next look.
            await Trouble(db, folder, "imports.folder.fileUnreadable", ct);
        }

        async Task Keep()
        {
            var json = Json.Write(seen);
            await db.WatchedFolders.Where(f => f.JobId == folder.JobId).ExecuteUpdateAsync(set => set.SetProperty(f => f.Seen, json), ct);
        }
    }

    private static async Task Trouble(PatronDb db, WatchedFolder folder, string? key, CancellationToken ct) =>
        await db.WatchedFolders.Where(f => f.JobId == folder.JobId).ExecuteUpdateAsync(set => set.SetProperty(f => f.Trouble, key), ct);
}
