using System.IO.Compression;
using System.Text;

namespace Patron.Data.Erasing;

/// <summary>A room that keeps files which people sent or asked for.</summary>
public interface IKeepsFiles
{
    /// <summary>Files by which these change sets came, relative to the data directory.</summary>
    Task<IReadOnlyCollection<string>> FilesOf(PatronDb db, IReadOnlyCollection<Kernel.ChangeSetId> sets, CancellationToken ct);

    /// <summary>How many files were sent and not taken yet: an erasure looks through them like all others.</summary>
    Task<int> Waiting(PatronDb db, CancellationToken ct);

    /// <summary>Folders outside of the data directory from which files are taken: no erasure reaches into them.</summary>
    Task<IReadOnlyList<string>> Watched(PatronDb db, CancellationToken ct);

    /// <summary>These files are no longer there.</summary>
    Task Lost(PatronDb db, IReadOnlyCollection<string> files, CancellationToken ct);
}

/// <summary>
/// Looks through the files of the data directory, but for the database, keys and lists of our own, and deletes whole those in which a person stands:
/// a file is kept for convenience, what it brought lies in the database.
/// </summary>
internal sealed class ErasedFiles(DataLocation location)
{
    private const int Part = 1 << 20;
    private static readonly string[] Ours = ["patron.db", "patron.db-wal", "patron.db-shm", "patron.lock", "server.json", "erasures.txt", "audit-heads.txt"];

    // UTF-8, UTF-16 both ways, and the encodings that files of our users come in.
    private static readonly Encoding[] Encodings =
    [
        new UTF8Encoding(false), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false), Encoding.Latin1,
        .. new[] { 1252, 949, 54936, 950, 932 }.Select(page => CodePagesEncodingProvider.Instance.GetEncoding(page)!),
    ];

    /// <param name="words">As of <see cref="ErasureWords.InFiles"/>; none looks through nothing.</param>
    /// <param name="brought">Files that go whatever stands in them, relative to the data directory.</param>
    public (IReadOnlyList<ErasedFolder> Folders, IReadOnlyList<string> Deleted) Remove(IReadOnlyList<string> words, IReadOnlyCollection<string> brought, CancellationToken ct)
    {
        var (patterns, deleted) = (Patterns(words), new List<string>());
        var folders = new SortedDictionary<string, ErasedFolder>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(location.Directory, "*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            var path = Path.GetRelativePath(location.Directory, file).Replace('\\', '/');
            if (Ours.Contains(path) || path.StartsWith("keys/", StringComparison.Ordinal)) continue;
            var folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : ".";
            var seen = folders.GetValueOrDefault(folder) ?? new(folder, 0, 0, 0);
            var goes = brought.Contains(path) || Holds(file, patterns);
            var gone = goes && Delete(file);
            if (gone) deleted.Add(path);
            folders[folder] = seen with { Looked = seen.Looked + 1, Deleted = seen.Deleted + (gone ? 1 : 0), Left = seen.Left + (goes && !gone ? 1 : 0) };
        }
        return ([.. folders.Values], deleted);
    }

    /// <summary>Does the file of the database, or its log, hold any of these texts, be it in the space of rows that are deleted?</summary>
    public bool DatabaseHolds(IReadOnlyList<string> words)
    {
        var patterns = Patterns(words, utf8Alone: true);
        return Ours[..2].Select(name => Path.Combine(location.Directory, name)).Any(file => File.Exists(file) && HoldsPlain(file, patterns));
    }

    public static List<byte[]> Patterns(IReadOnlyList<string> words, bool utf8Alone = false)
    {
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var spelt in words.SelectMany(w => (string[])[w, w.ToLowerInvariant(), w.ToUpperInvariant()]).Distinct(StringComparer.Ordinal))
            foreach (var encoding in utf8Alone ? Encodings[..1] : Encodings)
                // Signs that the encoding lacks would make a pattern of question marks.
                if (encoding.GetBytes(spelt) is var bytes && encoding.GetString(bytes) == spelt) patterns.Add(Convert.ToHexString(bytes));
        return [.. patterns.Select(Convert.FromHexString)];
    }

    private static bool Delete(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Holds(string file, List<byte[]> patterns)
    {
        if (patterns.Count == 0) return false;
        try
        {
            return HoldsPlain(file, patterns) || HoldsPacked(file, patterns);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What nobody can read is held against it: it is deleted, or named as left.
            return true;
        }
    }

    private static bool HoldsPlain(string file, List<byte[]> patterns)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Part);
        return Holds(stream, patterns);
    }

    /// <summary>Workbooks and archives, whose parts are packed, and archives within them.</summary>
    private static bool HoldsPacked(string file, List<byte[]> patterns)
    {
        using var stream = File.OpenRead(file);
        return HoldsPacked(stream, patterns, depth: 3);
    }

    private static bool HoldsPacked(Stream stream, List<byte[]> patterns, int depth)
    {
        var head = new byte[4];
        if (depth == 0 || stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4) return false;
        stream.Position = 0;
        try
        {
            if (head is [0x1f, 0x8b, ..])
            {
                using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
                return Holds(unpacked, patterns);
            }
            if (head is not [(byte)'P', (byte)'K', 3, 4]) return false;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
            {
                using (var part = entry.Open()) if (Holds(part, patterns)) return true;
                if (!entry.Name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !entry.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase)) continue;
                using var inner = new MemoryStream();
                using (var part = entry.Open()) part.CopyTo(inner);
                inner.Position = 0;
                if (HoldsPacked(inner, patterns, depth - 1)) return true;
            }
            return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool Holds(Stream stream, List<byte[]> patterns)
    {
        var longest = patterns.Max(p => p.Length);
        var buffer = new byte[Part + longest];
        var kept = 0;
        while (stream.Read(buffer, kept, Part) is > 0 and var read)
        {
            var there = buffer.AsSpan(0, kept + read);
            foreach (var pattern in patterns) if (there.IndexOf(pattern) >= 0) return true;
            // What begins at the end of this part may go on in the next.
            kept = Math.Min(longest - 1, there.Length);
            there[^kept..].CopyTo(buffer);
        }
        return false;
    }
}
