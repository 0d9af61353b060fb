using Patron.Data;
using Patron.Data.Erasing;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>An archive of everything holds whoever is erased: the one that waits to be downloaded goes, and can be written anew.</summary>
internal sealed class ErasesArchives(DataLocation location) : IErasesCustomers
{
    public int Order => 91;

    public Task<IReadOnlyCollection<CustomerId>> AlsoKnownAs(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<CustomerId>>([]);

    public Task Erase(BulkSession session, Erased who, CancellationToken ct)
    {
        // An upload that is being taken is named otherwise.
        foreach (var archive in Directory.EnumerateFiles(location.Files(ExportJob.Folder), "job_*.zip")) File.Delete(archive);
        return Task.CompletedTask;
    }
}
