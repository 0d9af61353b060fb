using System.Buffers;
using System.Globalization;

namespace Patron.Imports.Reading;

/// <summary>
/// Days as spreadsheets keep them: a number of days since a beginning, the time behind the decimal sign. Excel counts from 1900, with a
/// 29 February 1900 (60) that never was, so that files of its forerunner stayed right; on old Macintoshes it counted from 1904.
/// </summary>
internal static class SerialDate
{
    private const int NeverWas = 60;
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789.,");

    /// <summary>31 December 9999.</summary>
    private const double Last = 2_958_466;

    /// <summary>1 January 1910 and 31 December 2099: numbers between them may be days of people's lives.</summary>
    private const double EarliestLikely = 3_654;
    private const double LatestLikely = 73_051;

    public static bool Looks(ReadOnlySpan<char> text) => TryRead(text, out var days) && days is >= EarliestLikely and < LatestLikely;

    public static bool TryRead(ReadOnlySpan<char> text, out double days)
    {
        days = 0;
        if (text.Length is 0 or > 24 || !char.IsAsciiDigit(text[0]) || text.ContainsAnyExcept(Signs))
        {
            return false;
        }

        Span<char> plain = stackalloc char[text.Length];
        text.Replace(plain, ',', '.');
        return double.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out days) && days is >= 0 and < Last;
    }

    /// <param name="from1904">Counted from 1 January 1904, which is 0, not from 1 January 1900, which is 1.</param>
    public static ValueFault Moment(double days, bool from1904, out DateTime moment)
    {
        moment = default;
        var whole = Math.Floor(days);
        if (!from1904 && (whole == NeverWas || whole < 1))
        {
            return ValueFault.DoesNotExist;
        }

        var first = from1904 ? new DateTime(1904, 1, 1) : whole < NeverWas ? new DateTime(1899, 12, 31) : new DateTime(1899, 12, 30);
        // Fifteen digits hold a moment to a fraction of a millisecond: seconds are what was meant.
        moment = first.AddDays(whole).AddSeconds(Math.Round((days - whole) * 86_400));
        return ValueFault.None;
    }
}
