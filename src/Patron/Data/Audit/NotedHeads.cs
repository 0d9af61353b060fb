using System.Globalization;
using Patron.Kernel;

namespace Patron.Data.Audit;

/// <summary>
/// Ends of the chain that were found sound, noted in the data directory: whoever can write the database, but not the directory, cannot rewrite the chain
/// unnoticed. A line is POSITION HASH TIME; "restored POSITION TIME" says that a backup which ends there took the place of what was.
/// </summary>
internal sealed class NotedHeads(DataLocation location)
{
    private const string Restored = "restored";

    private string File => Path.Combine(location.Directory, "audit-heads.txt");

    /// <summary>Hash by position, without what a restore has taken back.</summary>
    public IReadOnlyDictionary<long, string> Read()
    {
        var noted = new Dictionary<long, string>();
        foreach (var words in System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).Select(line => line.Split(' ')) : [])
        {
            if (words is [Restored, var to, ..])
            {
                foreach (var later in noted.Keys.Where(p => p > Number(to)).ToArray()) noted.Remove(later);
            }
            else if (words is [var position, var hash, ..])
            {
                noted[Number(position)] = hash;
            }
        }
        return noted;
    }

    public void Note(AuditVerdict sound)
    {
        if (sound.Position > 0 && !Read().ContainsKey(sound.Position)) Append($"{sound.Position} {sound.Hash}", sound.At);
    }

    public void NoteRestore(long position, DateTimeOffset now) => Append($"{Restored} {position}", now);

    private void Append(FormattableString line, DateTimeOffset at) =>
        System.IO.File.AppendAllText(File, string.Create(CultureInfo.InvariantCulture, $"{line.ToString(CultureInfo.InvariantCulture)} {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\n"));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
