using Patron.Kernel;

namespace Patron.Data.Erasing;

/// <summary>What is known of persons who are to be erased.</summary>
/// <param name="Words">Texts by which they can be recognised: names, addresses of mail, numbers of phones.</param>
/// <param name="Sources">Names of the systems that sent their records.</param>
public sealed record ErasureTraces(IReadOnlyCollection<string> Words, IReadOnlyCollection<string> Sources);

/// <summary>A room that knows by what persons can be recognised.</summary>
public interface ITracesErased
{
    /// <summary>In the session's transaction, while the customers are still there.</summary>
    Task<ErasureTraces> Trace(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}

/// <summary>The texts that a person is looked for by after the erasure. They live in memory only, and end with the job.</summary>
internal static class ErasureWords
{
    private const int Most = 100;

    /// <summary>Without those that say too little: a first name alone is anybody's.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> said) =>
        [.. said.Select(s => s.Trim()).Where(TellsOneFromOthers).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(s => s.Length).Take(Most)];

    private static bool TellsOneFromOthers(string word) =>
        word.Any(c => c >= '\u0370' && char.IsLetter(c)) ? word.Length >= 3
        : word.Contains('@', StringComparison.Ordinal) || word.Count(char.IsAsciiDigit) >= 6 || (word.Length >= 6 && word.Any(char.IsLetter) && word.Contains(' ', StringComparison.Ordinal));

    /// <summary>The same as JSON writes them, where that differs: quotation marks and what is not ASCII are escaped.</summary>
    public static IReadOnlyList<string> WithJson(IReadOnlyList<string> words) =>
        [.. words.Concat(words.Select(w => System.Text.Json.JsonEncodedText.Encode(w).Value)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>As they may stand in files: names of two words in either order and in columns of their own.</summary>
    public static IReadOnlyList<string> InFiles(IReadOnlyList<string> words)
    {
        var all = new List<string>(WithJson(words));
        foreach (var word in words.Where(w => !w.Contains('@', StringComparison.Ordinal) && w.Any(char.IsLetter)))
        {
            if (word.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var first, .., var last]) continue;
            foreach (var between in (string[])[",", ";", "\t", "|", "\",\"", "\";\"", ", ", " "]) all.AddRange([first + between + last, last + between + first]);
        }
        return [.. all.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
