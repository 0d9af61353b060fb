using System.Globalization;

namespace Patron.Imports.Reading;

/// <summary>What is needed to place a written date in time: the zone of times that name none, and the day that two-digit years lie before.</summary>
internal sealed record TimeFrame(TimeZoneInfo Zone, DateOnly Today)
{
    /// <summary>A two-digit year is the latest such year that is not more than so many years ahead.</summary>
    public int YearsAhead { get; init; } = 10;

    internal int FullYear(int twoDigits)
    {
        var latest = Today.Year + YearsAhead;
        var year = latest - latest % 100 + twoDigits;
        return year > latest ? year - 100 : year;
    }

    /// <summary>Microseconds since 1970 UTC of a time of the zone; in the hour that clocks skip or repeat, standard time counts.</summary>
    internal long Micros(DateTime local)
    {
        var offset = ReferenceEquals(Zone, TimeZoneInfo.Utc) ? TimeSpan.Zero : Zone.GetUtcOffset(local);
        return MicrosUtc(local) - offset.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    internal static long MicrosUtc(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}

/// <summary>
/// How the dates of a column are written. The pattern is in the signs that .NET, Excel and Java share (yyyy, MM or MMM, dd);
/// one digit is read where two are written and the other way round. A time may follow in every format: after a blank or T,
/// H:mm, seconds, fractions, AM or PM (also 오전, 上午...), an offset or Z.
/// </summary>
internal sealed class DateFormat : IEquatable<DateFormat>
{
    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Words that stand for <see cref="SerialDate"/>.</summary>
    private const string Excel = "excel";
    private const string Excel1904 = "excel1904";

    private readonly Part[] parts;

    private DateFormat(string pattern, Part[] parts)
    {
        Pattern = pattern;
        this.parts = parts;
    }

    public string Pattern { get; }

    /// <summary>The ways to count days, the usual first.</summary>
    public static IReadOnlyList<DateFormat> Serials { get; } = [new(Excel, []), new(Excel1904, [])];

    /// <summary>Numbers of days, not written dates.</summary>
    public bool IsSerial => parts.Length == 0;

    /// <summary>The year has two digits, so its century is not written.</summary>
    public bool HasShortYear => parts.Any(p => p.Kind is PartKind.ShortYear);

    /// <summary>Day, month and year come one after the other as in the other format, whatever stands between them.</summary>
    public bool SameOrder(DateFormat other) => !IsSerial && !other.IsSerial && Order().SequenceEqual(other.Order());

    private IEnumerable<char> Order() => parts.Where(p => p.Kind is not PartKind.Literal).Select(p => p.Sign);

    /// <summary>The format of a pattern's day part; a time part behind it is allowed and ignored. Null when it does not name year, month and day once each.</summary>
    public static DateFormat? Of(string pattern)
    {
        var day = pattern.Trim();
        if (Serials.FirstOrDefault(s => s.Pattern.Equals(day, StringComparison.OrdinalIgnoreCase)) is { } serial)
        {
            return serial;
        }

        var timeAt = day.AsSpan().IndexOfAny("Hh");
        day = (timeAt < 0 ? day : day[..timeAt]).Trim().TrimEnd('T', '\'').TrimEnd();
        var parts = new List<Part>();
        for (var i = 0; i < day.Length;)
        {
            var sign = day[i];
            var run = 1;
            while (i + run < day.Length && day[i + run] == sign)
            {
                run++;
            }

            parts.Add(sign switch
            {
                'y' => new Part(run == 2 ? PartKind.ShortYear : PartKind.Year, sign),
                'M' => new Part(run >= 3 ? PartKind.MonthName : PartKind.Month, sign),
                'd' => new Part(PartKind.Day, sign),
                _ => new Part(PartKind.Literal, sign),
            });
            i += char.IsAsciiLetter(sign) ? run : 1;
        }

        var once = parts.Count(p => p.Kind is PartKind.Year or PartKind.ShortYear) == 1
            && parts.Count(p => p.Kind is PartKind.Month or PartKind.MonthName) == 1
            && parts.Count(p => p.Kind is PartKind.Day) == 1
            && !parts.Any(p => p.Kind is PartKind.Literal && char.IsAsciiLetterOrDigit(p.Sign));
        return once ? new DateFormat(day, Fixed(parts)) : null;
    }

    /// <summary>Whether the text has the form, with a month up to 12 and a day up to 31; 31 February fits, though it does not exist.</summary>
    public bool Fits(ReadOnlySpan<char> text, out bool hasTime)
    {
        hasTime = false;
        if (IsSerial)
        {
            var read = SerialDate.TryRead(text.Trim(), out var days);
            hasTime = read && days != Math.Floor(days);
            return read;
        }

        if (!ReadDay(text.Trim(), out _, out _, out _, out var rest))
        {
            return false;
        }

        hasTime = !rest.IsEmpty;
        return rest.IsEmpty || ClockText.Read(rest, out _, out _) == ValueFault.None;
    }

    /// <summary>Reads a day; a time behind it is checked and dropped (a day is a day, whatever the zone).</summary>
    public ValueFault ParseDay(ReadOnlySpan<char> text, TimeFrame frame, out DateOnly day) => Parse(text, frame, out day, out _, out _);

    /// <summary>Reads a moment as microseconds since 1970 UTC; a day alone is its first moment in the frame's zone.</summary>
    public ValueFault ParseInstant(ReadOnlySpan<char> text, TimeFrame frame, out long micros, out bool dayOnly)
    {
        micros = 0;
        dayOnly = false;
        var fault = Parse(text, frame, out var day, out var clock, out var offset);
        if (fault != ValueFault.None)
        {
            return fault;
        }

        dayOnly = clock is null;
        var local = day.ToDateTime(TimeOnly.MinValue).Add(clock ?? TimeSpan.Zero);
        micros = offset is { } known
            ? TimeFrame.MicrosUtc(local) - known.Ticks / TimeSpan.TicksPerMicrosecond
            : frame.Micros(local);
        return ValueFault.None;
    }

    public bool Equals(DateFormat? other) => other is not null && Pattern == other.Pattern;

    public override bool Equals(object? obj) => Equals(obj as DateFormat);

    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Pattern;

    private ValueFault Parse(ReadOnlySpan<char> text, TimeFrame frame, out DateOnly day, out TimeSpan? clock, out TimeSpan? offset)
    {
        day = default;
        clock = offset = null;
        if (IsSerial)
        {
            return ParseSerial(text, out day, out clock);
        }

        if (!ReadDay(text.Trim(), out var year, out var month, out var dayOfMonth, out var rest))
        {
            return ValueFault.NotOne;
        }

        if (year < 100)
        {
            year = frame.FullYear(year);
        }

        if (dayOfMonth > DateTime.DaysInMonth(year, month))
        {
            return ValueFault.DoesNotExist;
        }

        day = new DateOnly(year, month, dayOfMonth);
        if (rest.IsEmpty)
        {
            return ValueFault.None;
        }

        var fault = ClockText.Read(rest, out var time, out offset);
        clock = time;
        return fault;
    }

    private ValueFault ParseSerial(ReadOnlySpan<char> text, out DateOnly day, out TimeSpan? clock)
    {
        (day, clock) = (default, null);
        if (!SerialDate.TryRead(text.Trim(), out var days))
        {
            return ValueFault.NotOne;
        }

        var fault = SerialDate.Moment(days, Pattern == Excel1904, out var moment);
        day = DateOnly.FromDateTime(moment);
        clock = days == Math.Floor(days) ? null : moment.TimeOfDay;
        return fault;
    }

    private bool ReadDay(ReadOnlySpan<char> text, out int year, out int month, out int day, out ReadOnlySpan<char> rest)
    {
        year = month = day = 0;
        rest = text;
        foreach (var part in parts)
        {
            if (part.Kind is PartKind.Literal && part.Sign == ' ')
            {
                rest = rest.TrimStart(' ');
                continue;
            }

            var read = part.Kind switch
            {
                PartKind.Literal => Literal(ref rest, part.Sign),
                PartKind.Year => Digits(ref rest, 4, 4, out year) && year > 0,
                PartKind.ShortYear => Digits(ref rest, 2, 2, out year),
                PartKind.Month => Digits(ref rest, part.Least, 2, out month) && month is >= 1 and <= 12,
                PartKind.MonthName => MonthName(ref rest, out month),
                _ => Digits(ref rest, part.Least, 2, out day) && day is >= 1 and <= 31,
            };
            if (!read)
            {
                return false;
            }
        }

        return rest.IsEmpty || !char.IsAsciiDigit(rest[0]);
    }

    private static bool Literal(ref ReadOnlySpan<char> rest, char sign)
    {
        if (rest.IsEmpty || rest[0] != sign)
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    private static bool Digits(ref ReadOnlySpan<char> rest, int least, int most, out int value)
    {
        value = 0;
        var count = 0;
        while (count < most && count < rest.Length && char.IsAsciiDigit(rest[count]))
        {
            value = value * 10 + rest[count++] - '0';
        }

        rest = rest[count..];
        return count >= least;
    }

    /// <summary>The month of a number from 1 to 12 or a name; null for anything else.</summary>
    internal static int? MonthOf(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number is >= 1 and <= 12 ? number : null
        : MonthName(ref text, out var named) && text.IsEmpty ? named : null;

    private static bool MonthName(ref ReadOnlySpan<char> rest, out int month)
    {
        month = 0;
        var length = 0;
        while (length < rest.Length && char.IsLetter(rest[length]))
        {
            length++;
        }

        for (var i = 0; i < Months.Length && length >= 3; i++)
        {
            if (rest.StartsWith(Months[i], StringComparison.OrdinalIgnoreCase))
            {
                month = i + 1;
            }
        }

        rest = rest[length..];
        rest = rest.StartsWith(".") ? rest[1..] : rest;
        return month > 0;
    }

    /// <summary>Where nothing stands between two numbers (yyyyMMdd) only their fixed length keeps them apart.</summary>
    private static Part[] Fixed(List<Part> parts)
    {
        var together = parts.All(p => p.Kind is not PartKind.Literal);
        return [.. parts.Select(p => p with { Least = together ? 2 : 1 })];
    }

    private enum PartKind { Literal, Year, ShortYear, Month, MonthName, Day }

    private readonly record struct Part(PartKind Kind, char Sign, int Least = 1);
}
