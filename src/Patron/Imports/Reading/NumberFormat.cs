using System.Globalization;

namespace Patron.Imports.Reading;

internal enum ValueFault { None, NotOne, OutOfRange, DoesNotExist }

/// <summary>How the numbers of a column are written: 1,234.56 or 1.234,56 or 1 234,56 or 1'234.56.</summary>
/// <param name="Group">the sign between thousands, '\0' for none; a blank stands for every kind of blank, ' for both apostrophes</param>
internal sealed record NumberFormat(char Decimal, char Group)
{
    private const int FractionDigits = 6;
    private static readonly UInt128 Largest = (UInt128)long.MaxValue;

    public static NumberFormat Plain { get; } = new('.', '\0');

    /// <summary>
    /// Reads a number exactly as micros (millionths); a number with more than six decimals is rounded half to even, because such
    /// tails are noise of binary floats. A currency sign or code beside it, a sign before or behind, brackets for
    /// negative and a percent sign (a hundredth) are understood. Thousands must stand in threes.
    /// </summary>
    public ValueFault Parse(ReadOnlySpan<char> text, out long micros)
    {
        micros = 0;
        var number = NumberText.Core(text, out var negative, out var percent);
        if (number.IsEmpty)
        {
            return ValueFault.NotOne;
        }

        if (number.ContainsAny('e', 'E'))
        {
            return ParseExponent(number, negative, percent, out micros);
        }

        var shift = FractionDigits - (percent ? 2 : 0);
        UInt128 value = 0;
        var digits = 0;
        var decimals = -1;
        var sinceGroup = -1;
        var cut = Cut.Nothing;
        foreach (var sign in number)
        {
            if (char.IsAsciiDigit(sign))
            {
                digits++;
                sinceGroup += sinceGroup >= 0 && decimals < 0 ? 1 : 0;
                decimals += decimals >= 0 ? 1 : 0;
                if (decimals > shift)
                {
                    cut = cut.Behind(sign);
                    continue;
                }

                value = value * 10 + (uint)(sign - '0');
                if (value > Largest)
                {
                    return ValueFault.OutOfRange;
                }
            }
            else if (sign == Decimal && decimals < 0 && sinceGroup is -1 or 3)
            {
                decimals = 0;
                sinceGroup = -1;
            }
            else if (IsGroup(sign) && decimals < 0 && digits > 0 && (sinceGroup == 3 || sinceGroup == -1 && digits <= 3))
            {
                sinceGroup = 0;
            }
            else
            {
                return ValueFault.NotOne;
            }
        }

        if (digits == 0 || sinceGroup is not (-1 or 3))
        {
            return ValueFault.NotOne;
        }

        for (var i = Math.Max(decimals, 0); i < shift; i++)
        {
            value *= 10;
        }

        value += cut.RoundsUp(value) ? 1u : 0u;
        if (value > Largest)
        {
            return ValueFault.OutOfRange;
        }

        micros = negative ? -(long)value : (long)value;
        return ValueFault.None;
    }

    private static ValueFault ParseExponent(ReadOnlySpan<char> number, bool negative, bool percent, out long micros)
    {
        micros = 0;
        Span<char> plain = stackalloc char[number.Length <= 64 ? number.Length : 0];
        if (plain.IsEmpty)
        {
            return ValueFault.NotOne;
        }

        number.Replace(plain, ',', '.');
        if (!decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            return ValueFault.NotOne;
        }

        var scaled = decimal.Round(exact * (percent ? 10_000m : 1_000_000m), 0, MidpointRounding.ToEven);
        if (Math.Abs(scaled) > long.MaxValue)
        {
            return ValueFault.OutOfRange;
        }

        micros = (long)(negative ? -scaled : scaled);
        return ValueFault.None;
    }

    private bool IsGroup(char sign) => Group switch
    {
        '\0' => false,
        ' ' => sign is ' ' or '\u00A0' or '\u202F' or '\u2009',
        '\'' => sign is '\'' or '\u2019',
        _ => sign == Group,
    };

    /// <summary>What the digits beyond the last kept one are, compared with a half.</summary>
    private readonly record struct Cut(int First, bool More)
    {
        public static Cut Nothing { get; } = new(-1, false);

        public Cut Behind(char digit) => First < 0 ? new Cut(digit - '0', false) : this with { More = More || digit != '0' };

        public bool RoundsUp(UInt128 kept) => First > 5 || First == 5 && (More || UInt128.IsOddInteger(kept));
    }
}
