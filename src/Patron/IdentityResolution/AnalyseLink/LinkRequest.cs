using Patron.Analytics.Matching;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>What is to be linked.</summary>
/// <param name="Paths">One file, or two; absolute.</param>
/// <param name="Id">The column of the records' ids.</param>
/// <param name="Map">Columns and what they mean; null lets it be found.</param>
/// <param name="TruthColumn">The column that tells who a record truly is; null for none.</param>
/// <param name="Threshold">Links have this probability at least.</param>
internal sealed record LinkRequest(IReadOnlyList<string> Paths, string Id, IReadOnlyList<(FieldRole Role, string Column)>? Map, string? TruthColumn, double Threshold)
{
    /// <summary>Reads "role=Column,role=Column"; a pair whose column holds a comma stands in quotation marks.</summary>
    public static Result<IReadOnlyList<(FieldRole Role, string Column)>> ReadMap(string text)
    {
        var pairs = new List<(FieldRole, string)>();
        foreach (var pair in Split(text))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == pair.Length - 1) return new TableRefused($"--map: \"{pair}\" is no role=Column.");
            if (RoleWords.Of(pair[..equals].Trim()) is not { } role)
                return new TableRefused($"--map: {pair[..equals].Trim()} is no role. Roles are: {string.Join(", ", Enum.GetNames<FieldRole>())}.");
            pairs.Add((role, pair[(equals + 1)..].Trim()));
        }
        return pairs.Count == 0 ? new TableRefused("--map names no column.") : pairs;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"') quoted = !quoted;
            if (i < text.Length && (text[i] != ',' || quoted)) continue;
            var pair = text[start..i].Trim();
            if (pair.Length > 1 && pair[0] == '"' && pair[^1] == '"') pair = pair[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            if (pair.Length > 0) yield return pair;
            start = i + 1;
        }
    }
}
