using System.Globalization;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>In which order a column writes day and month.</summary>
internal enum DayOrder { DayMonth, MonthDay }

/// <summary>
/// Dates as year, month and day in eight digits, whatever way they were written. What is no day of the calendar (a typing error) stays as its
/// digits: it is compared as it is. A year alone stays four digits.
/// </summary>
/// <param name="order">Where neither the year stands first nor a number beyond twelve tells.</param>
/// <param name="thisYear">Two digits of a year mean the latest such year that is not after it.</param>
internal sealed class DateFolder(DayOrder order, int thisYear) : ValueFolder
{
    private const int FirstDayOfSheets = 3_654; // 1910
    private const int LastDayOfSheets = 60_000; // 2064
    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        Span<int> values = stackalloc int[3];
        Span<int> lengths = stackalloc int[3];
        var count = Groups(raw, values, lengths, out var month);
        Draft.Clear();
        if (count == 1 && month == 0) return Single(raw, values[0], lengths[0]);
        if (count == 2 && month > 0) return lengths[0] == 4 ? Put(values[0], month, values[1]) : Put(Year(values[1], lengths[1]), month, values[0]);
        if (count == 2 && lengths[0] == 4) return Digits(values[0], 4, values[1]);
        if (count < 3) return Rest(raw);
        if (lengths[0] >= 3 || IsRepublican(raw)) return Put(IsRepublican(raw) ? values[0] + 1911 : values[0], values[1], values[2]);
        var dayFirst = values[1] > 12 ? DayOrder.MonthDay : values[0] > 12 ? DayOrder.DayMonth : order;
        if (lengths[2] == 2 && values[0] > 31) return Put(Year(values[0], 2), values[1], values[2]);
        var year = Year(values[2], lengths[2]);
        return dayFirst == DayOrder.DayMonth ? Put(year, values[1], values[0]) : Put(year, values[0], values[1]);
    }

    /// <summary>How the column is written, from some of its values: what is beyond twelve in most of them is the day.</summary>
    public static DayOrder OrderOf(IEnumerable<string> sample)
    {
        var (dayFirst, monthFirst) = (0, 0);
        Span<int> values = stackalloc int[3];
        Span<int> lengths = stackalloc int[3];
        foreach (var text in sample)
        {
            if (Groups(text, values, lengths, out _) < 3 || lengths[0] > 2) continue;
            if (values[0] is > 12 and <= 31 && values[1] <= 12) dayFirst++;
            else if (values[1] is > 12 and <= 31 && values[0] <= 12) monthFirst++;
        }
        return monthFirst > dayFirst ? DayOrder.MonthDay : DayOrder.DayMonth;
    }

    /// <summary>Up to three runs of digits before a time, and the month where it is written as an English word.</summary>
    private static int Groups(ReadOnlySpan<char> raw, Span<int> values, Span<int> lengths, out int month)
    {
        (var count, month) = (0, 0);
        Span<char> word = stackalloc char[3];
        for (var i = 0; i < raw.Length && count < 3;)
        {
            var start = i;
            if (Digit(raw[i]) >= 0)
            {
                var value = 0;
                for (; i < raw.Length && Digit(raw[i]) is var digit and >= 0 && i - start < 9; i++) value = value * 10 + digit;
                if (i < raw.Length && raw[i] == ':') break;
                (values[count], lengths[count]) = (value, i - start);
                count++;
            }
            else if (char.IsAsciiLetter(raw[i]))
            {
                while (i < raw.Length && char.IsAsciiLetter(raw[i])) i++;
                if (i - start < 3) continue;
                raw.Slice(start, 3).ToLowerInvariant(word);
                var at = Months.AsSpan().IndexOf(word);
                if (at >= 0 && at % 3 == 0) month = at / 3 + 1;
            }
            else
            {
                i++;
            }
        }
        return count;
    }

    private static int Digit(char c) => c is >= '0' and <= '9' ? c - '0' : c is >= '０' and <= '９' ? c - '０' : -1;

    private static bool IsRepublican(ReadOnlySpan<char> raw) => raw.StartsWith("民國") || raw.StartsWith("民国");

    private ReadOnlySpan<char> Single(ReadOnlySpan<char> raw, int value, int length)
    {
        if (length == 8)
        {
            var yearFirst = value / 10_000 is >= 1850 and <= 2100;
            var yearLast = value % 10_000 is >= 1850 and <= 2100;
            if (yearFirst || !yearLast) return Rest(raw);
            var (first, second) = (value / 1_000_000, value / 10_000 % 100);
            return (second > 12 ? DayOrder.MonthDay : first > 12 ? DayOrder.DayMonth : order) == DayOrder.DayMonth
                ? Put(value % 10_000, second, first) : Put(value % 10_000, first, second);
        }
        if (length == 6) return Put(Year(value / 10_000, 2), value / 100 % 100, value % 100);
        if (length == 5 && value is > FirstDayOfSheets and < LastDayOfSheets)
        {
            var day = new DateOnly(1899, 12, 30).AddDays(value);
            return Put(day.Year, day.Month, day.Day);
        }
        return Rest(raw);
    }

    private int Year(int value, int length)
    {
        if (length > 2) return value;
        var century = thisYear - thisYear % 100;
        return century + value > thisYear ? century - 100 + value : century + value;
    }

    private ReadOnlySpan<char> Put(int year, int month, int day) => Digits(year, 4, month, day);

    private ReadOnlySpan<char> Digits(int first, int length, params ReadOnlySpan<int> twos)
    {
        Span<char> text = stackalloc char[12];
        first.TryFormat(text, out var written, length == 4 ? "D4" : "D2", CultureInfo.InvariantCulture);
        Draft.Append(text[..written]);
        foreach (var two in twos)
        {
            two.TryFormat(text, out written, "D2", CultureInfo.InvariantCulture);
            Draft.Append(text[..written]);
        }
        return Draft.Span;
    }

    private ReadOnlySpan<char> Rest(ReadOnlySpan<char> raw)
    {
        foreach (var c in raw)
            if (Digit(c) is var digit and >= 0) Draft.Append((char)('0' + digit));
        return Draft.Span;
    }
}
