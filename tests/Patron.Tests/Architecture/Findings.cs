namespace Patron.Tests.Architecture;

internal static class Findings
{
    /// <summary>As Assert.Empty, but tells all that was found, each on a line of its own.</summary>
    public static void None(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        if (all.Length > 0) Assert.Fail($"{all.Length} found:\n  {string.Join("\n  ", all)}");
    }
}
