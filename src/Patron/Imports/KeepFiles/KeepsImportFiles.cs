using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Imports.TakeRows;
using Patron.Imports.WatchFolders;
using Patron.Kernel;

namespace Patron.Imports.KeepFiles;

/// <summary>Uploaded files and files of refused and left rows, when a person in them is erased: what an import did, and its undo, need none of them.</summary>
internal sealed class KeepsImportFiles(ImportPreparation preparation, DataLocation location) : IKeepsFiles
{
    public async Task<IReadOnlyCollection<string>> FilesOf(PatronDb db, IReadOnlyCollection<ChangeSetId> sets, CancellationToken ct)
    {
        var imports = await db.Imports.AsNoTracking().Where(i => i.ChangeSetId != null && sets.Contains(i.ChangeSetId.Value)).ToListAsync(ct);
        return
        [
            .. imports.Select(i => i.StoredFile).OfType<string>(),
            .. imports.Select(i => preparation.FolderOf(i.Id)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(f => Path.GetRelativePath(location.Directory, f).Replace('\\', '/')),
        ];
    }

    public Task<int> Waiting(PatronDb db, CancellationToken ct) => db.Imports.CountAsync(i => i.StoredFile != null && i.ChangeSetId == null, ct);

    public async Task<IReadOnlyList<string>> Watched(PatronDb db, CancellationToken ct) => await db.WatchedFolders.Select(f => f.Path).OrderBy(p => p).ToListAsync(ct);

    public Task Lost(PatronDb db, IReadOnlyCollection<string> files, CancellationToken ct) =>
        db.Imports.Where(i => i.StoredFile != null && files.Contains(i.StoredFile)).ExecuteUpdateAsync(row => row.SetProperty(i => i.StoredFile, (string?)null), ct);
}
