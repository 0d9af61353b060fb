using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Quality.ReckonQuality;

/// <summary>
/// Whether what stands in a field is a value of that field. Of a file's rows and of stored records alike, so that a limit at the check and the number
/// on the page mean the same.
/// </summary>
internal sealed partial class Values(DateOnly today)
{
    /// <summary>The oldest people live to be about that old; a birth further back is a slip or a stand-in.</summary>
    private const int OldestAge = 120;

    // Digits as 9, letters as A, as national post offices print them; a blank or hyphen in the middle may be left out.
    private const string PostalTable = """
        US 99999,99999-9999;CA A9A 9A9;GB A9 9AA,A99 9AA,AA9 9AA,AA99 9AA,A9A 9AA,AA9A 9AA;IE A99 ****,A9A ****
        DE 99999;FR 99999;IT 99999;ES 99999;FI 99999;KR 99999,999-999;TW 999,99999,999999;MX 99999;TR 99999;TH 99999;MY 99999;ID 99999;UA 99999;HR 99999;EE 99999;SA 99999,99999-9999
        AT 9999;CH 9999;BE 9999;DK 9999;NO 9999;LU 9999;HU 9999;SI 9999;AU 9999;NZ 9999;ZA 9999;BG 9999;PH 9999
        NL 9999 AA;SE 999 99;CZ 999 99;SK 999 99;GR 999 99;PL 99-999;PT 9999-999;LV 9999,LV-9999;LT 99999,LT-99999
        JP 999-9999;CN 999999;SG 999999;IN 999999,999 999;RU 999999;RO 999999;VN 99999,999999;BR 99999-999;IL 9999999,99999
        """;

    private static readonly FrozenDictionary<string, string[]> PostalForms = PostalTable.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(row => row.Split(' ', 2)).ToFrozenDictionary(row => row[0], row => row[1].Split(',').Select(Bare).ToArray());

    private static readonly FrozenSet<string> KnownCountries = Countries.Offered.ToFrozenSet();

    private readonly Dictionary<string, bool> zones = [];

    /// <summary>At least one letter of any script.</summary>
    public static bool IsName(string text) => text.Any(char.IsLetter);

    public static bool IsEmail(string text) => ContactKeys.Email(text) is not null;

    public static bool IsPhone(string text, string? country) => ContactKeys.Phone(text, country) is not null;

    /// <summary>Written as the country's post office writes it; true where the country or its form is not known.</summary>
    public static bool IsPostal(string text, string? country)
    {
        if (country is null || !PostalForms.TryGetValue(country, out var forms)) return true;
        var bare = Bare(text.ToUpperInvariant());
        return forms.Any(form => Fits(bare, form));
    }

    /// <summary>ISO 3166 alpha-2.</summary>
    public static bool IsCountry(string text) => KnownCountries.Contains(text);

    /// <summary>The form of BCP 47: a language, then script, region and the like.</summary>
    public static bool IsLanguage(string text) => LanguageForm().IsMatch(text);

    public bool IsTimeZone(string text)
    {
        if (!zones.TryGetValue(text, out var known)) zones[text] = known = TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
        return known;
    }

    /// <summary>Not in the future, at most 120 years ago, and not the first day of 1900, which systems write for "not known".</summary>
    public bool IsBirth(DateOnly day) => day <= today && day >= today.AddYears(-OldestAge) && day != new DateOnly(1900, 1, 1);

    /// <summary>A customer since a day in the future, or before the birth, or before 1900, is none.</summary>
    public bool IsSince(DateOnly day, DateOnly? birth) => day <= today.AddDays(1) && day.Year >= 1900 && !(birth > day);

    private static string Bare(string text) => string.Concat(text.Where(sign => sign is not (' ' or '-')));

    private static bool Fits(string text, string form)
    {
        if (text.Length != form.Length) return false;
        for (var i = 0; i < form.Length; i++)
            if (!(form[i] switch { '9' => char.IsAsciiDigit(text[i]), 'A' => char.IsAsciiLetterUpper(text[i]), '*' => char.IsAsciiLetterUpper(text[i]) || char.IsAsciiDigit(text[i]), var sign => text[i] == sign })) return false;
        return true;
    }

    [GeneratedRegex("^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageForm();
}

/// <summary>One number for a text, alike in every process: two texts of a million share one by chance once in 36 million sweeps.</summary>
internal static class Prints
{
    /// <summary>FNV-1a over the text's UTF-16, its bits mixed once more so that each of them is as good as any other.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 14695981039346656037)
    {
        var hash = seed;
        foreach (var sign in text) hash = (hash ^ sign) * 1099511628211;
        hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
        return hash ^ hash >> 33;
    }

    public static ulong Of(string name, DateOnly birth) => Of(birth.DayNumber.ToString(CultureInfo.InvariantCulture), Of(name));
}
