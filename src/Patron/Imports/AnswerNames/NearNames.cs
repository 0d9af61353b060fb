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

/// <summary>Finds for each of some unknown names the known one that it is near to, while the known ones pass by: they may be a million.</summary>
/// <param name="asked">The unknown names.</param>
internal sealed class NearNames(IEnumerable<string> asked, bool organisations)
{
    private readonly Dictionary<string, Asked> byName = asked.Distinct(StringComparer.Ordinal).ToDictionary(a => a, a => new Asked(FoldedName.Of(a, organisations)), StringComparer.Ordinal);
    private ILookup<string, Asked>? byDigits;

    /// <summary>A known name passes by.</summary>
    public void See(string key, string called)
    {
        // Names that differ in a digit are never near.
        byDigits ??= byName.Values.Where(a => a.Folded.Letters.Length > 0).ToLookup(a => a.Folded.Digits, StringComparer.Ordinal);
        var known = FoldedName.Of(called, organisations);
        foreach (var name in byDigits[known.Digits]) name.See(known, key, called);
    }

    /// <summary>Of those that have passed. Null where none is near. Of several the nearest; of equally near ones the first by name, and not alone.</summary>
    public (string Key, string Called, bool Alone)? Nearest(string said) => byName[said].Nearest;

    private sealed class Asked(FoldedName folded)
    {
        private readonly HashSet<string> keys = new(StringComparer.Ordinal);
        private int best = folded.Slips + 1;
        private string key = "", called = "";

        public FoldedName Folded => folded;
        public (string Key, string Called, bool Alone)? Nearest => keys.Count == 0 ? null : (key, called, keys.Count == 1);

        public void See(in FoldedName known, string knownKey, string knownCalled)
        {
            if (Math.Abs(known.Letters.Length - folded.Letters.Length) > best || BitOperations.PopCount(known.Signs ^ folded.Signs) > 2 * best) return;
            var distance = Distance(folded.Letters, known.Letters);
            if (distance > Math.Min(best, folded.Slips)) return;
            if (distance < best) keys.Clear();
            if (distance < best || keys.Count == 0 || string.CompareOrdinal(knownCalled, called) < 0) (key, called) = (knownKey, knownCalled);
            best = distance;
            keys.Add(knownKey);
        }
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
