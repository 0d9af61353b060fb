using System.Buffers;
using System.Text;

namespace Patron.Imports.Mapping;

/// <summary>Brings text to the form in which it is stored.</summary>
internal static class ValueCleaning
{
    /// <summary>Without blanks around it, without control characters (line breaks and tabs inside stay as they are), in Unicode NFC; null when nothing is left.</summary>
    public static string? Clean(ReadOnlySpan<char> value, TextPool pool)
    {
        if (!value.ContainsAnyExceptInRange(' ', '~'))
        {
            return pool.Get(value);
        }

        var kept = new StringBuilder(value.Length);
        foreach (var sign in value)
        {
            var dropped = char.IsControl(sign) && sign is not ('\n' or '\r' or '\t')
                || sign is '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\uFEFF';
            if (!dropped)
            {
                kept.Append(sign);
            }
        }

        var text = kept.ToString().Trim();
        return text.Length == 0 ? null
            : IsWellFormed(text) ? pool.Get(text.Normalize(NormalizationForm.FormC))
            : pool.Get(text);
    }

    /// <summary>The zone's name if the system knows it.</summary>
    public static string? TimeZone(ReadOnlySpan<char> value) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(value.ToString(), out var zone) ? zone.Id : null;

    /// <summary>Whether there are at least five digits to call; everything finer is for those who compare numbers.</summary>
    public static bool HasPhoneDigits(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var sign in value)
        {
            digits += char.IsDigit(sign) ? 1 : 0;
        }

        return digits is >= 5 and <= 20;
    }

    /// <summary>Half a surrogate pair has no normal form.</summary>
    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }
}
