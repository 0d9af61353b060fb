using System.Text;

namespace Patron.Analytics.Base;

/// <summary>The one folded text a customer is found by: a line for each name; an empty line; a line for each e-mail, phone (digits only) and external id.</summary>
public static class SearchText
{
    /// <summary>Builds it; null and blank values are left out. Empty when nothing is left.</summary>
    /// <param name="names">Names in the own script and in Latin; a name of Han or Hangul with spaces is also kept without them.</param>
    /// <param name="emails">E-mail addresses.</param>
    /// <param name="phones">Phone numbers, best with the country's prefix; all but the digits is dropped.</param>
    /// <param name="externalIds">Ids in other systems, card numbers and the like.</param>
    public static string Of(IEnumerable<string?> names, IEnumerable<string?> emails, IEnumerable<string?> phones, IEnumerable<string?> externalIds)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(emails);
        ArgumentNullException.ThrowIfNull(phones);
        ArgumentNullException.ThrowIfNull(externalIds);
        var nameLines = Lines(names.SelectMany(Names));
        var otherLines = Lines(emails.Select(Line).Concat(phones.Select(Digits)).Concat(externalIds.Select(Line)));
        return nameLines.Length + otherLines.Length == 0 ? "" : nameLines + "\n" + otherLines;
    }

    internal static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsDigit).Select(c => (char)('0' + (int)char.GetNumericValue(c))));

    private static string Lines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Where(l => l.Length > 0).Distinct(StringComparer.Ordinal)) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> Names(string? name)
    {
        var line = Line(name);
        yield return line;
        if (line.Contains(' ', StringComparison.Ordinal) && line.Any(IsHanOrHangul)) yield return line.Replace(" ", "", StringComparison.Ordinal);
    }

    private static string Line(string? text) => text is null ? "" : string.Join(' ', SearchFolding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool IsHanOrHangul(char c) => c is >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3' or >= '\uf900' and <= '\ufaff';
}
