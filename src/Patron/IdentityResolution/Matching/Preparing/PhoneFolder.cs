using System.Buffers;
using System.Text;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Telephone numbers as the digits that are dialled within their country, without what is dialled before them: +82 10-1234-5678, 0082 10 1234 5678
/// and 010-1234-5678 are all 1012345678. So a number needs no country to be compared.
/// </summary>
/// <param name="home">The country (ISO 3166, two letters) of numbers that name none; null where the file does not tell.</param>
internal sealed class PhoneFolder(string? home) : ValueFolder
{
    private static readonly SearchValues<char> Unusual = SearchValues.Create("xX#;,eE");

    private readonly NumberingPlan? plan = NumberingPlan.OfCountry(home);

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        if (!Ascii.IsValid(raw) || raw.ContainsAny(Unusual)) return FoldRarely(raw.ToString());
        Draft.Clear();
        var international = false;
        foreach (var c in raw)
        {
            if (char.IsAsciiDigit(c)) Draft.Append(c);
            else if (c == '+' && Draft.IsEmpty) international = true;
        }
        return National(Draft.Span, international, raw.Contains("(0)", StringComparison.Ordinal));
    }

    /// <summary>Extensions, labels, full-width digits: the reading of the exact keys.</summary>
    private ReadOnlySpan<char> FoldRarely(string text)
    {
        if (PhoneKey.Normalise(text, home) is { } key) return National(key.AsSpan(1), international: true, trunkWritten: false);
        Draft.Clear();
        foreach (var c in PlainText.Compatible(text))
            if (char.IsAsciiDigit(c)) Draft.Append(c);
        return National(Draft.Span, text.StartsWith('+'), trunkWritten: false);
    }

    private ReadOnlySpan<char> National(ReadOnlySpan<char> digits, bool international, bool trunkWritten)
    {
        if (digits.Length < 5 || digits.TrimStart(digits[0]).IsEmpty) return default;
        if (!international && digits.StartsWith("00"))
        {
            international = true;
            digits = digits[2..];
        }
        if (international && NumberingPlan.OfInternational(digits.ToString()) is { } of)
        {
            digits = digits[of.CallingCode.Length..];
            return trunkWritten || of.Trunk == "0" ? digits.TrimStart('0') : digits;
        }
        if (plan is { Trunk.Length: > 0 } && digits.StartsWith(plan.Trunk) && plan.Fits(digits[plan.Trunk.Length..].ToString())) return digits[plan.Trunk.Length..];
        if (plan is not null && digits.StartsWith(plan.CallingCode) && digits.Length > plan.Longest && plan.Fits(digits[plan.CallingCode.Length..].ToString())) return digits[plan.CallingCode.Length..];
        if (plan is null && digits.Length == 11 && digits[0] == '1' && digits[1] >= '2' && digits[4] >= '2' && digits[1] is not ('3' or '5' or '8')) return digits[1..];
        return digits.TrimStart('0');
    }
}
