namespace Patron.Browser.Harness;

internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The built program: of the configuration that these tests were built in, else of the other one.</summary>
    public static string Program()
    {
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return ((string[])[own, "release", "debug"]).Select(configuration => Path.Combine(Root, "artifacts", "bin", "Patron", configuration, "Patron.dll"))
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("The program is not built: dotnet build src/Patron");
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Patron.slnx")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie inside the repository."));
}
