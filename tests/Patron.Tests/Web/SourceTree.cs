namespace Patron.Tests.Web;

/// <summary>The sources that the tests read: sentences, styles, pages.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    public static string Product { get; } = Path.Combine(Root, "src", "Patron");

    public static IEnumerable<(string Path, string Text)> Files(params string[] endings) =>
        from path in Directory.EnumerateFiles(Product, "*", SearchOption.AllDirectories)
        where endings.Any(e => path.EndsWith(e, StringComparison.Ordinal)) && !path.Contains("node_modules", StringComparison.Ordinal) && !path.Contains("wwwroot", StringComparison.Ordinal)
        select (path, File.ReadAllText(path));

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Patron.slnx")) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside the repository."));
}
