namespace Patron.Tests.Databases;

/// <summary>
/// A temporary folder of this test run. A lock file beside it is held open as long as the run lives; the kernel lets go of it
/// however the run ends, so a lock that can be taken marks the leftovers of a run that was killed.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly FileStream held;

    private RunFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    /// <param name="purpose">The start of the folder's name.</param>
    /// <param name="clear">What else to do for a folder left by a killed run before it is deleted.</param>
    public static RunFolder Create(string purpose, Action<string>? clear = null)
    {
        foreach (var left in Directory.GetFiles(System.IO.Path.GetTempPath(), $"{purpose}-*.lock")) Remove(left, clear);

        var folder = Directory.CreateTempSubdirectory($"{purpose}-").FullName;
        return new(folder, Hold($"{folder}.lock", FileMode.CreateNew));
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        held.Dispose();
        File.Delete(held.Name);
    }

    private static void Remove(string left, Action<string>? clear)
    {
        try
        {
            using var mine = Hold(left, FileMode.Open);
            var folder = System.IO.Path.ChangeExtension(left, null);
            if (Directory.Exists(folder))
            {
                clear?.Invoke(folder);
                Directory.Delete(folder, recursive: true);
            }
            File.Delete(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run that made it lives, or belongs to another user: its folder is its own affair.
        }
    }

    private static FileStream Hold(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None);
}
