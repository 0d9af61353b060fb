using System.Collections.Frozen;
using System.Text;

namespace Patron.IdentityResolution.Matching;

/// <summary>Reads one person's name; a new reader for each name.</summary>
internal sealed class PersonNameReader(string? whole, string? given, string? family, string? title)
{
    private static readonly FrozenSet<string> Nothing =
        "null none nil n/a unknown undefined nan anonymous - -- . .. ? 없음 무명 미상 无 無 未知 不详 不詳 匿名 不明".Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _titles = [];
    private string? _generation;

    public PersonName Read()
    {
        var (text, givenText, familyText) = (Clean(whole), Clean(given), Clean(family));
        if (Clean(title) is { Length: > 0 } titleText) AddTitle(titleText);
        if (givenText.Length + familyText.Length == 0 && OrganisationName.Announces(text)) return OrganisationName.Read(text);

        var (ownWhole, latinWhole) = ByScript(text);
        var (ownGiven, latinGiven) = ByScript(givenText);
        var (ownFamily, latinFamily) = ByScript(familyText);

        var own = OwnNameOrder.Of(TakeOwnTitles(ownWhole), TakeOwnTitles(ownGiven), TakeOwnTitles(ownFamily));
        var inColumns = new LatinParts(TakeTitles(latinGiven), TakeTitles(latinFamily));
        var inWhole = LatinOf(latinWhole, own);
        var latin = inColumns.IsEmpty ? inWhole : inColumns;
        return Put(own, latin, givenText.Length + familyText.Length == 0 ? text : null);
    }

    /// <summary>Compatibility forms folded (full-width letters, ㈜), blanks single; empty for what only says that there is no name.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var words = PlainText.Compatible(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var clean = string.Join(' ', words.Select(w => string.Concat(w.Where(c => !char.IsControl(c) && c is not ('"' or '\u200B' or '\uFEFF')))));
        return Nothing.Contains(clean) ? "" : clean;
    }

    private PersonName Put(OwnNameOrder own, LatinParts latin, string? written)
    {
        var hasOwn = own.Full.Length > 0;
        var latinFull = latin.Full;
        return new()
        {
            Written = written,
            Title = _titles.Count > 0 ? string.Join(' ', _titles) : null,
            Given = NullIfEmpty(hasOwn ? own.Given : string.Join(' ', latin.Given)),
            Family = NullIfEmpty(hasOwn ? own.Family : string.Join(' ', latin.Family)),
            OwnScript = NullIfEmpty(own.Full),
            Latin = NullIfEmpty(latinFull),
            Script = hasOwn ? NameFolding.ScriptOf(own.Full) : latinFull.Length > 0 ? NameScript.Latin : NameScript.None,
            Generation = _generation,
            LatinWords = [.. latin.Given.Concat(latin.Family).SelectMany(FoldedWords)],
            OwnFolded = own.Folded,
            OwnFamilyLength = own.FamilyLength,
        };
    }

    /// <summary>Words outside Latin, and Latin ones in the segments that commas make. Words without a letter are left out.</summary>
    private static (List<string> Own, List<List<string>> Latin) ByScript(string text)
    {
        var own = new List<string>();
        var latin = new List<List<string>>();
        foreach (var segment in text.Split([',', '、']))
        {
            var words = new List<string>();
            foreach (var word in segment.Split([' ', '(', ')', '[', ']', '/'], StringSplitOptions.RemoveEmptyEntries))
            {
                var script = NameFolding.ScriptOf(word);
                if (script == NameScript.Latin) words.Add(word);
                else if (script != NameScript.None) own.Add(word);
            }
            if (words.Count > 0) latin.Add(words);
        }
        return (own, latin);
    }

    private List<string> TakeOwnTitles(List<string> words)
    {
        var names = new List<string>();
        foreach (var word in words)
        {
            if (words.Count > 1 && Honorifics.IsOwn(word))
            {
                AddTitle(word);
                continue;
            }
            var name = word;
            while (Honorifics.TakeOff(name) is (var rest, { } taken))
            {
                AddTitle(taken);
                name = rest;
            }
            names.Add(name);
        }
        return names;
    }

    private List<string> TakeTitles(List<List<string>> segments) => [.. segments.SelectMany(s => TakeTitles(s, alone: segments.Count == 1))];

    /// <summary>Takes titles and generations off both ends. Where <paramref name="alone"/>, degrees and generations need two words of name beside them.</summary>
    private List<string> TakeTitles(List<string> words, bool alone)
    {
        var (from, to) = (0, words.Count);
        while (from < to && IsTitleBefore(words, from)) AddTitle(words[from++]);
        while (to > from)
        {
            var folded = NameFolding.Latin(words[to - 1]);
            var enough = !alone || to - from > 2;
            if (enough && Honorifics.Generation(folded) is { } generation) _generation = generation;
            else if (Honorifics.Before(folded) ? Honorifics.After(folded) : enough && Honorifics.After(folded)) AddTitle(words[to - 1]);
            else break;
            to--;
        }
        return words[from..to];
    }

    /// <summary>"M." is Monsieur only where two whole words follow: in "M. Smith" it is an initial.</summary>
    private static bool IsTitleBefore(List<string> words, int at)
    {
        var folded = NameFolding.Latin(words[at]);
        return folded == "m"
            ? at == 0 && words.Skip(1).Count(w => NameFolding.Latin(w).Length > 1) >= 2
            : Honorifics.Before(folded);
    }

    private LatinParts LatinOf(List<List<string>> segments, OwnNameOrder own)
    {
        var courtesyBehind = segments.Count == 1 && segments[0].Count > 2
            && Honorifics.IsCourtesy(NameFolding.Latin(segments[0][^1])) && !IsTitleBefore(segments[0], 0);
        var parts = segments.Select(s => TakeTitles(s, alone: segments.Count == 1)).Where(s => s.Count > 0).ToList();
        return parts.Count switch
        {
            0 => LatinParts.Nothing,
            1 => LatinParts.Order(parts[0], courtesyBehind, own),
            _ => new([.. parts.Skip(1).SelectMany(p => p)], parts[0]),
        };
    }

    private void AddTitle(string word)
    {
        if (!_titles.Exists(t => string.Equals(t.TrimEnd('.'), word.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))) _titles.Add(word);
    }

    private static IEnumerable<string> FoldedWords(string word) =>
        word.Split(['-', '‐', '‑', '–', '.', '&'], StringSplitOptions.RemoveEmptyEntries).Select(NameFolding.Latin).Where(w => w.Length > 0);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
