using System.Globalization;
using System.Text;

namespace Patron.Tasks.ShareCalendar;

/// <summary>An event of a calendar.</summary>
/// <param name="Uid">The same for as long as the event exists.</param>
/// <param name="Revision">Rises with each change.</param>
/// <param name="Busy">The time is taken; false for what is only to be done by then.</param>
internal sealed record CalendarEvent(string Uid, int Revision, DateTimeOffset Stamp, DateTimeOffset Begin, DateTimeOffset End, string Summary, string? Description, string? Url, bool Cancelled, bool Busy);

/// <summary>Writes iCalendar (RFC 5545): lines end in CRLF and are folded at 75 octets (3.1), texts escaped (3.3.11), times in UTC (3.3.5).</summary>
internal static class ICalendar
{
    private const int LongestLine = 75;

    public static string Write(string name, IEnumerable<CalendarEvent> events)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Patron//Tasks//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "X-WR-CALNAME:" + Escaped(name));
        foreach (var one in events) Write(text, one);
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Write(StringBuilder text, CalendarEvent one)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, "UID:" + Escaped(one.Uid));
        Line(text, "DTSTAMP:" + Utc(one.Stamp));
        Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Revision}"));
        Line(text, "DTSTART:" + Utc(one.Begin));
        Line(text, "DTEND:" + Utc(one.End));
        Line(text, "SUMMARY:" + Escaped(one.Summary));
        if (one.Description is { } description) Line(text, "DESCRIPTION:" + Escaped(description));
        if (one.Url is { } url) Line(text, "URL:" + url);
        Line(text, one.Cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        Line(text, one.Busy ? "TRANSP:OPAQUE" : "TRANSP:TRANSPARENT");
        Line(text, "END:VEVENT");
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Backslash, semicolon, comma and the end of a line; other control characters may not stand in a text.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text.ReplaceLineEndings("\n"))
        {
            if (letter == '\n') escaped.Append("\\n");
            else if (letter is '\\' or ';' or ',') escaped.Append('\\').Append(letter);
            else if (!char.IsControl(letter) || letter == '\t') escaped.Append(letter);
        }
        return escaped.ToString();
    }

    /// <summary>A fold never parts the octets of one character; the blank that begins a folded line counts.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
