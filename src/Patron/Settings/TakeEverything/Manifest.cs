using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Patron.Kernel;

namespace Patron.Settings.TakeEverything;

/// <summary>What an archive holds: the last file of it, so that an archive that was cut off has none.</summary>
/// <param name="Origin">Whose data it is, see <see cref="TakeEverything.Origin"/>.</param>
internal sealed record Manifest(string Format, int Version, string? Origin, IReadOnlyList<ManifestFile> Files)
{
    public const string FileName = "manifest.json", PatronExport = "patron-export";
    public const int Present = 1;
    private const int Longest = 1 << 20;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public long Rows => Files.Sum(f => f.Rows);

    /// <summary>Tells one archive from another.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(' ', Files.Select(f => f.Sha256)))));

    public void Write(ZipArchive archive)
    {
        var entry = archive.CreateEntry(FileName);
        entry.LastWriteTime = Archives.Day;
        using var stream = entry.Open();
        JsonSerializer.Serialize(stream, this, Options);
    }

    /// <summary>Null where the archive is no export of ours.</summary>
    public static Manifest? Read(ZipArchive archive)
    {
        if (archive.GetEntry(FileName) is not { Length: <= Longest } entry) return null;
        try
        {
            using var stream = entry.Open();
            return JsonSerializer.Deserialize<Manifest>(stream, Options) is { Format: PatronExport, Files: not null } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why it cannot be taken; null where every file is there and is what it was.</summary>
    public Refusal? Judge(ZipArchive archive, IReadOnlyCollection<string> kinds, CancellationToken ct)
    {
        if (Version != Present || Files.Any(f => !kinds.Contains(f.Kind))) return new ExportOfAnotherVersion();
        foreach (var file in Files)
        {
            ct.ThrowIfCancellationRequested();
            if (archive.Entries.Where(e => e.FullName == file.Name).ToArray() is not [var entry]) return new ExportNotWhole();
            using var stream = entry.Open();
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256) return new ExportNotWhole();
        }
        return null;
    }
}

/// <param name="Kind">Of the part that wrote it.</param>
/// <param name="Source">The source's name; null where the file is of none.</param>
internal sealed record ManifestFile(string Name, string Kind, string? Source, long Rows, string Sha256);

internal static class Archives
{
    /// <summary>Of every file in an archive, so that equal contents are equal bytes.</summary>
    public static readonly DateTimeOffset Day = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A new file, for its owner alone: it holds every customer.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    /// <summary>Null where the file is no archive, or not a whole one.</summary>
    public static ZipArchive? Open(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            return new ZipArchive(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            return null;
        }
    }
}

internal sealed record NoExport() : Refusal("settings.everything.none");
internal sealed record ExportNotWhole() : Refusal("settings.everything.notWhole");
internal sealed record ExportOfAnotherVersion() : Refusal("settings.everything.version");
internal sealed record TakingFailed(string Error) : Refusal(Error);
