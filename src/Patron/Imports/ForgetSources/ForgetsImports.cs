using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.TakeRows;
using Patron.Imports.WatchFolders;
using Patron.Kernel;

namespace Patron.Imports.ForgetSources;

/// <summary>The sources' imports with their files, jobs and change sets, and what was remembered for the next file.</summary>
internal sealed class ForgetsImports(ImportPreparation preparation) : IForgetsSources
{
    public int Order => 30;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        var sources = what.Sources.Select(s => s.Id).ToArray();
        var imports = await session.Db.Imports.AsNoTracking().Where(i => sources.Contains(i.SourceId)).ToListAsync(ct);
        // Files know no transaction: they go first, so that none is left behind when the rows are gone.
        foreach (var import in imports)
            if (Directory.Exists(preparation.FolderOf(import.Id))) Directory.Delete(preparation.FolderOf(import.Id), recursive: true);

        JobId[] jobs = [.. imports.SelectMany(i => (JobId?[])[i.CheckJobId, i.ApplyJobId]).OfType<JobId>()];
        await session.Db.Set<JobRow>().Where(j => jobs.Contains(j.Id)).ExecuteDeleteAsync(ct);
        JobId[] folders = [.. await session.Db.WatchedFolders.Where(f => sources.Contains(f.SourceId)).Select(f => f.JobId).ToListAsync(ct)];
        await session.Db.Set<JobRow>().Where(j => folders.Contains(j.Id)).ExecuteDeleteAsync(ct);
        await session.Db.WatchedFolders.Where(f => folders.Contains(f.JobId)).ExecuteDeleteAsync(ct);
        await session.ForgetChangeSets(what.ChangeSets, ct);
        await session.Db.ImportTemplates.Where(t => sources.Contains(t.SourceId)).ExecuteDeleteAsync(ct);
        await session.Db.Imports.Where(i => sources.Contains(i.SourceId)).ExecuteDeleteAsync(ct);
    }
}
