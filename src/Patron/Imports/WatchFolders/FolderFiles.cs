using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.WatchFolders;

/// <summary>The files of a watched folder: which may be taken, and where they go afterwards.</summary>
internal static class FolderFiles
{
    public const string Done = "done";
    public const string Failed = "failed";
    private static readonly string[] Endings = [".csv", ".tsv", ".txt", ".gz", ".xlsx", ".vcf"];

    /// <summary>By name; neither links, which may lead anywhere, nor what is hidden.</summary>
    public static IReadOnlyList<FileInfo> In(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles()
            .Where(f => (f.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Hidden)) == 0 && Endings.Contains(f.Extension.ToLowerInvariant()))
            .OrderBy(f => f.Name, StringComparer.Ordinal),
    ];

    /// <summary>Moves the file into a folder beside it, with what became of it; of two files with one name the second is numbered.</summary>
    /// <param name="file">Gone already where an interrupted run has moved it.</param>
    /// <param name="refused">Files of its refused rows; those that are not there are left out.</param>
    public static void Put(FileInfo file, string into, FolderResult result, IReadOnlyList<string> refused)
    {
        var folder = Directory.CreateDirectory(Path.Combine(file.DirectoryName!, into)).FullName;
        var name = file.Name;
        for (var n = 2; File.Exists(Path.Combine(folder, name)); n++) name = $"{Path.GetFileNameWithoutExtension(file.Name)} ({n.ToString(System.Globalization.CultureInfo.InvariantCulture)}){file.Extension}";
        foreach (var rows in refused.Where(File.Exists)) File.Copy(rows, Path.Combine(folder, $"{name}.{Path.GetFileName(rows)}"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, name + ".result.json"), Json.Write(result));
        if (File.Exists(file.FullName)) File.Move(file.FullName, Path.Combine(folder, name));
    }
}

/// <summary>What lies beside a file that is done with.</summary>
/// <param name="Problem">Why the file could not be read.</param>
internal sealed record FolderResult(string? Import, ImportCounts? Counts, DateTimeOffset At, string? Problem = null);
