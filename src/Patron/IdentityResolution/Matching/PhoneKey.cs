using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Patron.IdentityResolution.Matching;

/// <summary>Telephone numbers as keys: the international number, whatever way it was written.</summary>
internal static partial class PhoneKey
{
    private const int LongestText = 60;
    private static readonly SearchValues<char> Beginnings = SearchValues.Create("+(0123456789");
    private static readonly SearchValues<char> Allowed = SearchValues.Create("+()-./ 0123456789‐‑‒–—―−·");
    private const string Ascending = "01234567890123456789";

    /// <summary>
    /// "+" and digits (E.164), or null where the text is no plausible number or junk (all one digit, 1234567, too short, too long).
    /// </summary>
    /// <param name="countryIso2">Where a number without calling code belongs; without it only international numbers are read.</param>
    public static string? Normalise(string? text, string? countryIso2)
    {
        if (Written(text) is not { } written) return null;
        var digits = Digits(written);
        if (IsJunk(digits)) return null;

        var home = NumberingPlan.OfCountry(countryIso2);
        var international = WithCallingCode(written.TrimStart('('), digits, home);
        return international is not null ? Read(international) : AtHome(home, digits);
    }

    /// <summary>The number as its country groups it, for reading: +44 20 7946 0321. A text that is no international number is returned as it is.</summary>
    public static string Format(string e164)
    {
        var digits = e164.TrimStart('+');
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit) || NumberingPlan.OfInternational(digits) is not { } plan) return e164;
        var number = digits[plan.CallingCode.Length..];
        return $"+{plan.CallingCode} {PhoneGroups.Of(plan.CallingCode, number)}";
    }

    /// <summary>Whether the text is no telephone number of any country; a number whose country is not known may still be one.</summary>
    public static bool IsNoNumber(string? text) => Written(text) is not { } written || IsJunk(Digits(written));

    /// <summary>What is left without labels, extension and "(0)"; null where letters stand among the digits.</summary>
    private static string? Written(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText) return null;
        var plain = Extension().Replace(AsciiDigits(PlainText.Compatible(text)), "").Trim();
        var start = plain.AsSpan().IndexOfAny(Beginnings);
        return start < 0 || plain.AsSpan(start).ContainsAnyExcept(Allowed) ? null : plain[start..].Replace("(0)", "", StringComparison.Ordinal);
    }

    private static string Digits(string written) => string.Concat(written.Where(char.IsAsciiDigit));

    private static string? WithCallingCode(string written, string digits, NumberingPlan? home)
    {
        if (written.StartsWith('+')) return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
        if (digits.StartsWith("00", StringComparison.Ordinal)) return digits[2..];
        var dialledInAmerica = home is null or { CallingCode: "1" };
        return dialledInAmerica && digits.StartsWith("011", StringComparison.Ordinal) ? digits[3..] : null;
    }

    private static string? Read(string international)
    {
        if (NumberingPlan.OfInternational(international) is not { } plan) return null;
        return plan.National(international[plan.CallingCode.Length..]) is { } number && !IsJunk(number) ? $"+{plan.CallingCode}{number}" : null;
    }

    private static string? AtHome(NumberingPlan? home, string digits)
    {
        if (home is null) return null;
        // "44 20 7946 0321" in a column whose plus signs a spreadsheet has eaten is read as international where it cannot be national.
        if (home.National(digits) is not { } number)
            return digits.StartsWith(home.CallingCode, StringComparison.Ordinal) ? Read(digits) : null;
        return IsJunk(number) ? null : $"+{home.CallingCode}{number}";
    }

    /// <summary>One digit over and over a run such as 1234567, or eight zeros at the end.</summary>
    private static bool IsJunk(string digits) =>
        digits.Length is < 5 or > 17
        || digits.All(c => c == digits[^1])
        || (digits.Length <= 11 && Ascending.Contains(digits, StringComparison.Ordinal))
        || digits.EndsWith("00000000", StringComparison.Ordinal);

    private static string AsciiDigits(string text) =>
        string.Concat(text.Select(c => CharUnicodeInfo.GetDecimalDigitValue(c) is var digit and >= 0 ? (char)('0' + digit) : c));

    [GeneratedRegex(@"(?<=\d.*?)\s*(?:;\s*ext=|,|#|x|ext|extension|durchwahl|내선|转|轉|分机|分機|內線|内线)\D*\d{1,6}\s*\)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
