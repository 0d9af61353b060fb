using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Mapping;
using Patron.Kernel;

namespace Patron.Imports.WatchFolders;

internal sealed record NoFolder(string Path) : FieldRefusal("imports.folder.none", "path");

internal sealed record FolderNotWritable(string Path) : FieldRefusal("imports.folder.notWritable", "path");

internal sealed record FolderIsOurs() : FieldRefusal("imports.folder.ours", "path");

internal sealed record SourceIsOwn() : FieldRefusal("imports.new.sourceOwn", "source");

internal sealed record FolderTwice(string Path) : FieldRefusal("imports.folder.twice", "path");

internal sealed record FolderKindUnknown(string Kind, string Known) : FieldRefusal("imports.folder.kind", "kind");

internal sealed record ShareUnknown(string Text, string Field) : FieldRefusal("imports.folder.share", Field);

/// <summary>Adds and removes watched folders, each with its schedule.</summary>
internal sealed class WatchedFolders(ISources sources, IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, DataLocation location)
{
    private const int EveryMinutes = 1;

    public async Task<IReadOnlyList<WatchedFolder>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.WatchedFolders.AsNoTracking().OrderBy(f => f.Path).ToListAsync(ct);
    }

    public async Task<Result<WatchedFolder>> Add(string path, string sourceName, string kindWord, FolderLimits limits, UserId? by, CancellationToken ct)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (ImportFields.KindOf(kindWord) is not { } kind) return new FolderKindUnknown(kindWord, string.Join(", ", ImportFields.Kinds.Select(ImportFields.WordOf)));
        if (BuiltInSources.IsOwn(sourceName)) return new SourceIsOwn();
        if (!Directory.Exists(full)) return new NoFolder(path);
        // What Patron keeps for itself is no folder of files that others put there.
        if ((full + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(location.Directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return new FolderIsOurs();
        if (!CanWrite(full)) return new FolderNotWritable(path);
        var source = await sources.FindOrMake(sourceName, demo: false, ct);
        if (source.Refusal is { } refusal) return refusal;

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.WatchedFolders.AnyAsync(f => f.Path == full, ct)) return new FolderTwice(path);
        var folder = new WatchedFolder
        {
            JobId = ids.Next<JobId>(), Path = full, SourceId = source.Value!.Id, Kind = ImportFields.WordOf(kind), Limits = Json.Write(limits), Seen = "{}", CreatedAt = now, CreatedBy = by,
        };
        db.Add(Schedule(folder, now));
        db.Add(folder);
        await db.SaveChangesAsync(ct);
        return folder;
    }

    /// <summary>By which a folder is looked into.</summary>
    public static JobRow Schedule(WatchedFolder folder, DateTimeOffset now) => new()
    {
        Id = folder.JobId, Kind = FolderJob.JobKind, Arguments = "{}", State = JobState.Waiting, Due = now, EveryMinutes = EveryMinutes, Phase = Jobs.WaitingKey, CreatedAt = now, CreatedBy = folder.CreatedBy,
    };

    /// <summary>The files stay where they are; imports that wait stay as well. False where there is no such folder.</summary>
    public async Task<bool> Remove(JobId folder, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<JobRow>().Where(j => j.Id == folder && j.Kind == FolderJob.JobKind).ExecuteDeleteAsync(ct);
        return await db.WatchedFolders.Where(f => f.JobId == folder).ExecuteDeleteAsync(ct) == 1;
    }

    /// <summary>"1%" or "0.01"; nothing said keeps <paramref name="otherwise"/>, "any" asks about nothing.</summary>
    public static Result<LimitRead> ReadShare(string? text, double? otherwise, string field)
    {
        if (string.IsNullOrWhiteSpace(text)) return new LimitRead(otherwise);
        var said = text.Trim();
        if (said.Equals("any", StringComparison.OrdinalIgnoreCase)) return new LimitRead(null);
        var percent = said.EndsWith('%');
        return double.TryParse(percent ? said[..^1] : said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= 0 && number / (percent ? 100 : 1) <= 1
            ? new LimitRead(number / (percent ? 100 : 1)) : new ShareUnknown(text, field);
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, FolderFiles.Done));
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}

internal sealed record LimitRead(double? Share);
