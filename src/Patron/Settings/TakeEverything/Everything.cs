using System.Text.Json;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Settings.TakeEverything;

internal sealed class Everything(WritesEverything writes, TakeJob take, Origin origin, IJobs jobs) : IEverything
{
    public Task Export(string path, UserId? by, Action<long>? progress, CancellationToken ct) => writes.Write(path, by, progress, ct);

    public bool IsExport(string path)
    {
        if (!File.Exists(path) || !Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase)) return false;
        using var archive = Archives.Open(path);
        return archive is not null && Manifest.Read(archive) is not null;
    }

    public async Task<Result<TakenExport>> Take(string path, UserId? by, Action<JobProgress>? progress, CancellationToken ct)
    {
        if (await Judge(path, ct) is { } refusal) return refusal;
        var job = await jobs.RunNow(TakeJob.JobKind, JsonSerializer.Serialize(new TakeArguments(path, Language.English.Tag)), by, now => progress?.Invoke(now), ct);
        ct.ThrowIfCancellationRequested();
        return job is { State: JobState.Done, Result: { } result } ? JsonSerializer.Deserialize<TakenExport>(result)! : new TakingFailed(job.Error ?? "settings.everything.stopped");
    }

    /// <summary>Why the file cannot be taken; null where it can.</summary>
    public async Task<Refusal?> Judge(string path, CancellationToken ct)
    {
        if (!File.Exists(path)) return new NoExport();
        using var archive = Archives.Open(path);
        if (archive is null || Manifest.Read(archive) is not { } manifest) return new NoExport();
        try
        {
            return manifest.Judge(archive, take.Kinds, ct) ?? await origin.Judge(manifest, ct);
        }
        catch (InvalidDataException)
        {
            return new ExportNotWhole();
        }
    }
}
