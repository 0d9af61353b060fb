namespace Patron.Analytics.Matching;

/// <summary>Dates as digits of year, month, day; month and day may be missing. What is known of both agrees: near; the same year and no more: partial.</summary>
internal sealed class DateComparer(ValueDictionary values) : FieldComparer(values)
{
    private int[] dates = [];

    protected override void Prepare(int from, int to)
    {
        if (dates.Length < to) Array.Resize(ref dates, Room(dates.Length));
        for (var id = from; id < to; id++) dates[id] = Parse(Values[id]);
    }

    public override Agreement Compare(int a, int b)
    {
        var (x, y) = (dates[a], dates[b]);
        if (x < 0 || y < 0) return Within(a, b, 1) ? Agreement.Slip : Agreement.Different;
        if (x == y) return Agreement.Equivalent;
        var (sameYear, sameMonth, sameDay) = (x / 10_000 == y / 10_000, x / 100 % 100 == y / 100 % 100, x % 100 == y % 100);
        if (IsVague(x) || IsVague(y)) return !sameYear ? Agreement.Different : sameMonth || IsYear(x) || IsYear(y) ? Agreement.Near : Agreement.Partial;
        if (sameYear && x / 100 % 100 == y % 100 && y / 100 % 100 == x % 100) return Agreement.Swapped;
        var digits = DigitsApart(x, y);
        if (digits == 1) return Agreement.Slip;
        if ((sameYear ? 1 : 0) + (sameMonth ? 1 : 0) + (sameDay ? 1 : 0) == 2 || digits == 2) return Agreement.Near;
        return sameYear ? Agreement.Partial : Agreement.Different;
    }

    /// <summary>year x 10,000 + month x 100 + day, zeros where they are missing; -1 when the text is no date.</summary>
    public static int Parse(ReadOnlySpan<char> text)
    {
        var (digits, count) = (0, 0);
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) continue;
            if (++count > 8) return -1;
            digits = digits * 10 + (c - '0');
        }
        return count switch { 4 => digits * 10_000, 6 => digits * 100, 8 => digits, _ => -1 };
    }

    private static bool IsVague(int date) => date % 100 == 0 || IsYear(date);

    /// <summary>Only the year is known; the first of January is what most systems write then.</summary>
    private static bool IsYear(int date) => date % 10_000 is 0 or 101;

    /// <summary>Digits that differ; two neighbours that changed places count as one.</summary>
    private static int DigitsApart(int x, int y)
    {
        var (apart, lastX, lastY) = (0, -1, -1);
        for (; x > 0 || y > 0; x /= 10, y /= 10)
        {
            var (dx, dy) = (x % 10, y % 10);
            if (dx == dy) (lastX, lastY) = (-1, -1);
            else if (lastX == dy && lastY == dx) (lastX, lastY) = (-1, -1);
            else
            {
                apart++;
                (lastX, lastY) = (dx, dy);
            }
        }
        return apart;
    }
}
