using System.Collections.Frozen;
using System.Text;

namespace Patron.Imports.Mapping;

/// <summary>Names of columns as people and programs write them, brought to one form: "Customer ID", "customer_id" and "CustomerID" are one.</summary>
internal static class HeaderWords
{
    private static readonly FrozenSet<string> Known = ImportFields.Kinds
        .SelectMany(kind => ImportFields.Of(kind).Fields)
        .SelectMany(field => field.Synonyms)
        .Select(Normalise)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether some field of some kind is called so.</summary>
    public static bool IsKnown(string header) => Known.Contains(Normalise(header));

    /// <summary>Letters and digits alone, in lower case, full-width signs narrowed.</summary>
    public static string Normalise(string header)
    {
        var narrow = header.Normalize(NormalizationForm.FormKC);
        var text = new StringBuilder(narrow.Length);
        foreach (var sign in narrow)
        {
            if (char.IsLetterOrDigit(sign))
            {
                text.Append(char.ToLowerInvariant(sign));
            }
        }

        return text.ToString();
    }

    /// <summary>The words of a name: split at signs and where small letters turn into capitals.</summary>
    public static IReadOnlyList<string> Words(string header)
    {
        var narrow = header.Normalize(NormalizationForm.FormKC);
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= narrow.Length; i++)
        {
            var ends = i == narrow.Length || !char.IsLetterOrDigit(narrow[i]);
            var turns = !ends && i > start && char.IsUpper(narrow[i]) && char.IsLower(narrow[i - 1]);
            if (!ends && !turns)
            {
                continue;
            }

            if (i > start)
            {
                words.Add(narrow[start..i].ToLowerInvariant());
            }

            start = ends ? i + 1 : i;
        }

        return words;
    }
}
