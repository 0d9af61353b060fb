using System.IO.Compression;
using System.Text;
using Patron.Data.Exporting;

namespace Patron.Tests.Exporting;

/// <summary>An archive of everything, and what its files say.</summary>
internal static class ArchiveFiles
{
    public static async Task<string> Export(PatronServices patron, string name)
    {
        var file = Path.Combine(patron.Location.Directory, name);
        await patron.Get<IEverything>().Export(file, null, null, TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>The texts of the files of these kinds, those of several sources one behind the other.</summary>
    public static SortedDictionary<string, string> Of(string archive, params string[] kinds)
    {
        using var zip = ZipFile.OpenRead(archive);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            var text = new StringBuilder();
            foreach (var entry in zip.Entries.Where(e => e.Name == kind + ".csv" || e.Name.StartsWith(kind + "-0", StringComparison.Ordinal)).OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                using var reader = new StreamReader(entry.Open());
                text.Append(reader.ReadToEnd());
            }
            files[kind] = text.ToString();
        }
        return files;
    }
}
