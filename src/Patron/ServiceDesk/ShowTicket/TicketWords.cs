using Patron.Kernel.Texts;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.ShowTicket;

/// <summary>The words of tickets, wherever they are shown.</summary>
internal static class TicketWords
{
    public static string Of(TicketKind kind, Sentences text) => text.Get("servicedesk.kind", new { kind = Word(kind) });

    public static string Of(TicketState state, Sentences text) => text.Get("servicedesk.state", new { state = Word(state) });

    public static string Of(Severity severity, Sentences text) => text.Get("servicedesk.severity", new { severity = Word(severity) });

    /// <summary>What happened, as a sentence of the past.</summary>
    public static string Of(TicketEventKind kind, Sentences text) => text.Get("servicedesk.event", new { kind = Word(kind) });

    /// <summary>Two units at most: 3 h 20 min; of less than a minute 0 min.</summary>
    public static string Of(TimeSpan time, Sentences text) => text.Get("servicedesk.time", new { h = (long)time.TotalHours, m = time.Minutes });

    /// <summary>A day and a time; of today and the days beside it only the word.</summary>
    public static string Due(DateTimeOffset due, DateTimeOffset now, TimeZoneInfo zone, Sentences text)
    {
        var (at, today) = (TimeZoneInfo.ConvertTime(due, zone), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime));
        var (day, time) = (DateOnly.FromDateTime(at.DateTime), text.Formats.Time(TimeOnly.FromDateTime(at.DateTime)));
        return text.Get("servicedesk.due", new { when = (day.DayNumber - today.DayNumber) switch { -1 => "yesterday", 0 => "today", 1 => "tomorrow", _ => "day" }, day = text.Formats.DayShort(day), time });
    }

    public static string Icon(TicketKind kind) => kind switch { TicketKind.Complaint => "mood-sad", TicketKind.Question => "help", _ => "message" };

    public static string Icon(TicketEventKind kind) => kind switch
    {
        TicketEventKind.Opened => "ticket", TicketEventKind.Answered => "message-reply", TicketEventKind.Waiting => "player-pause", TicketEventKind.Resumed => "player-play",
        TicketEventKind.Solved => "circle-check", TicketEventKind.Reopened => "rotate", TicketEventKind.Closed => "lock", TicketEventKind.Assigned => "user-check",
        TicketEventKind.SeveritySet => "urgent", TicketEventKind.Goodwill => "gift", TicketEventKind.GoodwillRefused => "gift-off", TicketEventKind.Replied => "mail", _ => "note",
    };

    private static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
