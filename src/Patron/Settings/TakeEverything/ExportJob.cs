using System.Text.Json;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>Writes the archive into the data directory, from where it is downloaded; the one before goes.</summary>
internal sealed class ExportJob(WritesEverything writes, DataLocation location) : IJobHandler
{
    public const string JobKind = "everything.export";
    public const string Folder = "exports";
    private const string Phase = "settings.everything.phase.export";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        foreach (var before in Directory.EnumerateFiles(location.Files(Folder))) File.Delete(before);
        var rows = 0L;
        await writes.Write(FileOf(location, run.Id), run.By, count =>
        {
            rows = count;
            run.Report(Phase, count, null);
        }, ct);
        return JsonSerializer.Serialize(rows);
    }

    public static string FileOf(DataLocation location, JobId job) => Path.Combine(location.Files(Folder), job + ".zip");
}
