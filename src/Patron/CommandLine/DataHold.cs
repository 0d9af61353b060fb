using System.Text.Json;
using Patron.Data;

namespace Patron.CommandLine;

/// <summary>How to reach the server that holds a data directory.</summary>
internal sealed record HeldBy(int Port, string Token);

/// <summary>
/// One process at a time works on a data directory: it holds a lock on a file there, which the system frees with the process, however it ends.
/// A server also leaves word how to reach it, readable by its own user alone.
/// </summary>
internal sealed class DataHold : IDisposable
{
    private readonly FileStream held;
    private readonly string wordFile;

    private DataHold(FileStream held, string wordFile) => (this.held, this.wordFile) = (held, wordFile);

    public static DataHold? TryTake(DataLocation location)
    {
        location.Make();
        try
        {
            var held = new FileStream(Path.Combine(location.Directory, "patron.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var word = WordFile(location);
            File.Delete(word);
            return new DataHold(held, word);
        }
        catch (IOException) when (File.Exists(Path.Combine(location.Directory, "patron.lock")))
        {
            return null;
        }
    }

    public void LeaveWord(HeldBy word)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(wordFile, options);
        JsonSerializer.Serialize(file, word);
    }

    /// <summary>Null while the holder is no server, or has not come up yet.</summary>
    public static HeldBy? Word(DataLocation location) =>
        File.Exists(WordFile(location)) ? JsonSerializer.Deserialize<HeldBy>(File.ReadAllText(WordFile(location))) : null;

    public void Dispose()
    {
        File.Delete(wordFile);
        held.Dispose();
    }

    private static string WordFile(DataLocation location) => Path.Combine(location.Directory, "server.json");
}
