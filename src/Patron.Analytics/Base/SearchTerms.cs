using System.Text;

namespace Patron.Analytics.Base;

/// <summary>One word of a query; it occurs in a text when one of its forms does.</summary>
internal sealed record SearchTerm(string Word, byte[][] Forms)
{
    /// <summary>A phone number without its national 0 must keep so many digits to mean anything.</summary>
    private const int LeastDigits = 6;

    /// <summary>May be mistyped: four Latin letters or more.</summary>
    public bool Forgivable => Word.Length >= 4 && Word.All(char.IsAsciiLetterLower);

    public static SearchTerm Of(string word)
    {
        var forms = new List<string> { word };
        if (word.All(IsPhoneCharacter) && SearchText.Digits(word) is { Length: > 0 } digits)
        {
            forms.Add(digits);
            var rest = digits.TrimStart('0');
            if (rest.Length < digits.Length && rest.Length >= LeastDigits) forms.Add(rest);
        }
        return new(word, Utf8(forms));
    }

    public static SearchTerm AnyOf(IReadOnlyList<string> words) => new(string.Join(" / ", words), Utf8(words));

    /// <summary>The ways to read a query: as words, and as one phone number when it can be one ("020 7946 0958").</summary>
    public static IEnumerable<SearchTerm[]> Readings(string folded)
    {
        var words = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) yield break;
        yield return [.. words.Distinct(StringComparer.Ordinal).Select(Of)];
        if (words.Length > 1 && words.All(w => w.All(IsPhoneCharacter)) && SearchText.Digits(folded).Length >= LeastDigits)
            yield return [Of(SearchText.Digits(folded.Replace("(0)", "", StringComparison.Ordinal)))];
    }

    public bool OccursIn(ReadOnlySpan<byte> text)
    {
        foreach (var form in Forms)
            if (text.IndexOf(form) >= 0) return true;
        return false;
    }

    private static bool IsPhoneCharacter(char c) => char.IsAsciiDigit(c) || c is '+' or '-' or '(' or ')' or '.' or '/';

    // A form that contains another adds nothing.
    private static byte[][] Utf8(IReadOnlyList<string> forms)
    {
        var distinct = forms.Distinct(StringComparer.Ordinal).ToArray();
        return [.. distinct.Where(f => !distinct.Any(g => g != f && f.Contains(g, StringComparison.Ordinal))).Select(Encoding.UTF8.GetBytes)];
    }
}
