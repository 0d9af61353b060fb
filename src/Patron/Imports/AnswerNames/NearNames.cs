using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Patron.Imports.AnswerNames;

/// <summary>
/// A name without what does not tell names apart: case, accents, spaces, punctuation, the legal forms of companies.
/// </summary>
/// <param name="Letters">Letters and digits in lower case.</param>
/// <param name="Digits">The digits among them: names that differ in a digit are two things, never a slip.</param>
/// <param name="Signs">A bit for every kind of letter, to tell quickly that two names are far from each other.</param>
internal readonly record struct FoldedName(string Letters, string Digits, ulong Signs)
{
    private static readonly FrozenSet<string> LegalForms =
        "ltd limited llc llp plc inc incorporated corp corporation co company gmbh mbh ag kg ohg ug se sa sas sarl srl spa bv nv ab oy oyj as aps pty pte kk bhd sdn".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] OwnForms = ["주식회사", "유한회사", "(주)", "(유)", "股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "公司"];

    public static FoldedName Of(string name, bool organisation)
    {
        var text = name;
        if (organisation)
            foreach (var form in OwnForms)
                if (text.Length > form.Length) text = text.Replace(form, " ", StringComparison.Ordinal);
        var words = Words(text);
        if (organisation && words.Count > 1 && words.Where(w => !LegalForms.Contains(w)).ToList() is { Count: > 0 } telling) words = telling;
        var letters = string.Concat(words);
        var signs = 0UL;
        foreach (var letter in letters) signs |= 1UL << (letter % 64);
        return new(letters, string.Concat(letters.Where(char.IsDigit)), signs);
    }

    /// <summary>Slips of the pen that are forgiven: none in short names, where every letter tells.</summary>
    public int Slips => (Letters.Length - Digits.Length) switch { < 5 => 0, < 9 => 1, _ => 2 };

    /// <summary>Dots and apostrophes vanish ("B.V."), all else that is no letter or digit parts words.</summary>
    private static List<string> Words(string text)
    {
        var parted = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (c is '.' or '\'' or '’' || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            parted.Append(char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        }
        return [.. parted.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}

/// <summary>Finds the known name that an unknown one is near to.</summary>
internal sealed class NearNames(bool organisations)
{
    private readonly List<(FoldedName Folded, string Key, string Called)> known = [];

    public void Add(string key, string called) => known.Add((FoldedName.Of(called, organisations), key, called));

    /// <summary>Null where none is near. Of several the nearest; of equally near ones the first by name, and not alone.</summary>
    public (string Key, string Called, bool Alone)? Nearest(string said)
    {
        var folded = FoldedName.Of(said, organisations);
        if (folded.Letters.Length == 0) return null;
        var (best, keys, called, key) = (folded.Slips + 1, new HashSet<string>(StringComparer.Ordinal), "", "");
        foreach (var near in known)
        {
            if (Math.Abs(near.Folded.Letters.Length - folded.Letters.Length) > best || BitOperations.PopCount(near.Folded.Signs ^ folded.Signs) > 2 * best) continue;
            if (near.Folded.Digits != folded.Digits || Distance(folded.Letters, near.Folded.Letters) is var distance && distance > Math.Min(best, folded.Slips)) continue;
            if (distance < best) keys.Clear();
            if (distance < best || keys.Count == 0 || string.CompareOrdinal(near.Called, called) < 0) (key, called) = (near.Key, near.Called);
            best = distance;
            keys.Add(near.Key);
        }
        return keys.Count == 0 ? null : (key, called, keys.Count == 1);
    }

    /// <summary>Letters to insert, delete, replace, or to swap with their neighbour (Damerau's distance in its restricted form).</summary>
    internal static int Distance(string a, string b)
    {
        if (a == b) return 0;
        var (beforeLast, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }
}
