namespace Sample.Algorithms;

/// <summary>Pure, as all of Patron.Analytics should be.</summary>
internal static class Sum
{
    public static double Of(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}

internal static class ReadsFile
{
    public static Func<string> Of(string path) => () => File.ReadAllText(path);
}

internal sealed record UsesNetwork(System.Net.IPAddress From);

internal sealed class UsesDatabase : Microsoft.EntityFrameworkCore.DbContext;
