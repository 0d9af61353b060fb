namespace Patron.Imports.Reading;

/// <summary>The time of day that stands behind a date: "T08:26:00Z", " 0:00", " 오후 3:05", " 3:05:10 PM", "T08:26:00.123+09:00".</summary>
internal static class ClockText
{
    private static readonly (string Word, bool Afternoon)[] Halves =
    [
        ("AM", false), ("PM", true), ("a.m.", false), ("p.m.", true), ("오전", false), ("오후", true), ("上午", false), ("下午", true),
        ("午前", false), ("午後", true),
    ];

    public static ValueFault Read(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        var separated = text.StartsWith("T") || text.StartsWith(" ") || text.StartsWith(",");
        var rest = separated ? text[1..].TrimStart() : text;
        var half = Half(ref rest);
        if (!separated && half is null || !Number(ref rest, 2, out var hour) || !Colon(ref rest) || !Number(ref rest, 2, out var minute))
        {
            return ValueFault.NotOne;
        }

        var second = 0;
        long fraction = 0;
        if (Colon(ref rest) && (!Number(ref rest, 2, out second) || !Fraction(ref rest, out fraction)))
        {
            return ValueFault.NotOne;
        }

        rest = rest.TrimStart();
        half ??= Half(ref rest);
        if (!Offset(ref rest, out offset) || !rest.Trim().IsEmpty || half is not null && hour is 0 or > 12)
        {
            return half is not null && hour is 0 && rest.Trim().IsEmpty ? Finish(0, minute, second, fraction, out time) : ValueFault.NotOne;
        }

        var hours = half is { } afternoon ? hour % 12 + (afternoon ? 12 : 0) : hour;
        return Finish(hours, minute, second, fraction, out time);
    }

    private static ValueFault Finish(int hour, int minute, int second, long fraction, out TimeSpan time)
    {
        // 24:00 is the end of the day, 23:59:60 a leap second: both are the next moment.
        time = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(fraction);
        return minute < 60 && second <= 60 && time <= TimeSpan.FromDays(1) ? ValueFault.None : ValueFault.NotOne;
    }

    private static bool? Half(ref ReadOnlySpan<char> rest)
    {
        foreach (var (word, afternoon) in Halves)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[word.Length..].TrimStart();
                return afternoon;
            }
        }

        return null;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int most, out int value)
    {
        value = 0;
        var count = 0;
        while (count < most && count < rest.Length && char.IsAsciiDigit(rest[count]))
        {
            value = value * 10 + rest[count++] - '0';
        }

        rest = rest[count..];
        return count > 0;
    }

    private static bool Colon(ref ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith(":"))
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] is not ('.' or ','))
        {
            return true;
        }

        var unit = TimeSpan.TicksPerSecond / 10;
        var count = 1;
        while (count < rest.Length && char.IsAsciiDigit(rest[count]))
        {
            ticks += (rest[count++] - '0') * unit;
            unit /= 10;
        }

        rest = rest[count..];
        return count > 1;
    }

    private static bool Offset(ref ReadOnlySpan<char> rest, out TimeSpan? offset)
    {
        offset = null;
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest is "Z" or "z" or "UTC" or "GMT")
        {
            offset = TimeSpan.Zero;
            rest = default;
            return true;
        }

        if (rest[0] is not ('+' or '-'))
        {
            return false;
        }

        var west = rest[0] == '-';
        rest = rest[1..];
        if (!Number(ref rest, 2, out var hours))
        {
            return false;
        }

        Colon(ref rest);
        var minutes = 0;
        if (!rest.IsEmpty && !Number(ref rest, 2, out minutes) || hours > 14 || minutes > 59)
        {
            return false;
        }

        var size = new TimeSpan(hours, minutes, 0);
        offset = west ? -size : size;
        return true;
    }
}
