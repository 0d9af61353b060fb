using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.BusinessHours;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Workday.SetHours;

/// <summary>Business hours as they are kept: openings as "09:00-12:30, 13:30-18:00", none as an empty text.</summary>
/// <param name="Week">Seven texts, Sunday first.</param>
/// <param name="Days">Days that differ, as 2026-12-24: a holiday is empty, a half day has fewer hours.</param>
internal sealed record HoursSetting(IReadOnlyList<string> Week, IReadOnlyDictionary<string, string> Days)
{
    public const string Key = "hours";

    public static HoursSetting Usual { get; } = new(["", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", "09:00-18:00", ""], new Dictionary<string, string>());

    public BusinessCalendar Calendar(TimeZoneInfo zone) => new(
        zone, [.. Week.Select(day => Openings(day) ?? throw new InvalidOperationException("Stored hours cannot be read."))],
        Days.ToDictionary(d => DateOnly.ParseExact(d.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture), d => Openings(d.Value) ?? throw new InvalidOperationException("Stored hours cannot be read.")));

    /// <summary>Null where the text is not one of openings, or they overlap; 24:00 is the end of the day.</summary>
    public static IReadOnlyList<Opening>? Openings(string text)
    {
        var openings = new List<Opening>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(['-', '–', '~'], StringSplitOptions.TrimEntries) is not [var from, var until] || Minutes(from) is not { } begin || Minutes(until) is not { } end || begin >= end) return null;
            openings.Add(new(begin, end));
        }
        openings.Sort((a, b) => a.From.CompareTo(b.From));
        return openings.Zip(openings.Skip(1)).Any(pair => pair.Second.From < pair.First.Until) ? null : openings;
    }

    public static string Text(IEnumerable<Opening> openings) => string.Join(", ", openings.Select(o => $"{Clock(o.From)}-{Clock(o.Until)}"));

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static int? Minutes(string clock) =>
        clock == "24:00" ? 1440 : TimeOnly.TryParseExact(clock, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute : null;
}

internal sealed class BusinessHours(IDbContextFactory<PatronDb> contexts) : IBusinessHours
{
    public async Task<BusinessCalendar> Calendar(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Read<HoursSetting>(HoursSetting.Key, ct) ?? HoursSetting.Usual).Calendar((await db.Organisation(ct)).Zone);
    }
}
