using System.Text.RegularExpressions;

namespace Patron.Tests.Architecture;

/// <summary>What can be seen in the source files alone.</summary>
internal static partial class SourceFiles
{
    private static readonly string[] Code = [".cs", ".razor", ".js", ".mjs", ".css"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Files of src that people write: without what a tool put there.</summary>
    public static IEnumerable<string> OfSrc() => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "lib"))
        .Where(file => Code.Contains(Path.GetExtension(file)));

    /// <summary>What the Content-Security-Policy would refuse in a page: styles and scripts inside the markup.</summary>
    public static IEnumerable<string> Inline(string markup) => InlinePattern().Matches(markup).Select(match => match.Value);

    /// <summary>Hidden ones included, the link of a worktree to its repository left out.</summary>
    public static IEnumerable<string> InHallway(string root) => Directory.EnumerateFiles(root).Select(Path.GetFileName).OfType<string>().Where(name => name != ".git");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Patron.slnx")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie inside the repository."));

    [GeneratedRegex("""
        (?<![\w-])style\s*=\s*["'] | <style\b | <script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*["']application/json["']) | \s(?:on[a-z]+|hx-on[:\w-]*)\s*=\s*["'] | javascript:
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex InlinePattern();
}
