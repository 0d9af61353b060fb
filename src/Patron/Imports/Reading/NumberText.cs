using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Patron.Imports.Reading;

/// <summary>What stands around the digits of a number: currency, sign, brackets, percent.</summary>
internal static class NumberText
{
    private static readonly FrozenSet<string> CurrencyCodes = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
        .Select(c => new RegionInfo(c.Name).ISOCurrencySymbol)
        .Concat(
        [
            // Without the operating system's tables these must be known all the same.
            "EUR", "USD", "GBP", "KRW", "CNY", "TWD", "HKD", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CAD", "AUD", "NZD", "SGD",
            "INR", "BRL", "MXN", "ZAR", "TRY", "AED", "SAR", "ILS", "THB", "IDR", "MYR", "PHP", "VND", "KWD", "BHD", "ISK", "RON", "BGN", "MOP",
        ])
        .Where(c => c.Length == 3 && c.All(char.IsAsciiLetterUpper))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CurrencyByText =
        CurrencyCodes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static bool IsCurrency(ReadOnlySpan<char> text) => text.Length == 3 && CurrencyByText.Contains(text);

    /// <summary>The code of a currency written as a code or as a sign that only one has, or null.</summary>
    public static string? CurrencyOf(ReadOnlySpan<char> text)
    {
        if (text.Length == 3 && CurrencyByText.TryGetValue(text, out var code))
        {
            return code;
        }

        return text switch
        {
            "€" => "EUR", "£" => "GBP", "₩" or "￦" or "원" => "KRW", "$" or "US$" => "USD", "NT$" => "TWD", "HK$" => "HKD",
            "元" or "人民币" or "人民幣" or "RMB" => "CNY", "円" => "JPY", "₹" => "INR", "₽" => "RUB", "₺" => "TRY", "₪" => "ILS", "฿" => "THB", "₫" => "VND",
            "Fr." or "SFr." => "CHF", _ => null,
        };
    }

    /// <summary>Whether something beside the digits says that this is money.</summary>
    public static bool HasCurrency(ReadOnlySpan<char> text)
    {
        Split(text, out var before, out var behind);
        return IsMoneySign(before.Trim(" +-(")) || IsMoneySign(behind.Trim(" -)"));
    }

    /// <summary>The digits and the signs between them; empty when what stands around them does not belong to a number.</summary>
    public static ReadOnlySpan<char> Core(ReadOnlySpan<char> text, out bool negative, out bool percent)
    {
        negative = percent = false;
        text = text.Trim();
        if (text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]))
        {
            return text;
        }

        var core = Split(text, out var before, out var behind);
        var brackets = before.Contains('(') && behind.Contains(')');
        if (core.IsEmpty || !brackets && (before.Contains('(') || behind.Contains(')')))
        {
            return default;
        }

        var signs = Minuses(before) + Minuses(behind) + (brackets ? 1 : 0);
        negative = signs == 1;
        percent = behind.EndsWith("%") || behind.EndsWith("％");
        var left = before.Trim(" \u00A0+-−(");
        var right = behind.Trim(" \u00A0-−)%％");
        var fits = (left.IsEmpty || IsMoneySign(left)) && (right.IsEmpty || IsMoneySign(right)) && signs <= 1;
        return fits ? core : default;
    }

    private static int Minuses(ReadOnlySpan<char> text) => text.Count('-') + text.Count('−');

    private static bool IsMoneySign(ReadOnlySpan<char> text) => text is "¥" or "￥" || CurrencyOf(text) is not null;

    private static ReadOnlySpan<char> Split(ReadOnlySpan<char> text, out ReadOnlySpan<char> before, out ReadOnlySpan<char> behind)
    {
        before = behind = default;
        var first = text.IndexOfAny(Digits);
        if (first < 0)
        {
            return default;
        }

        // ".5" begins with its decimal sign.
        if (first > 0 && text[first - 1] is '.' or ',')
        {
            first--;
        }

        var end = text.LastIndexOfAny(Digits) + 1;
        before = text[..first];
        behind = text[end..];
        return text[first..end];
    }
}
