using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Workday.SetHours;

internal sealed record HoursUnreadable(string At) : FieldRefusal("workday.hours.refused.hours", At);

/// <param name="Line">What could not be read.</param>
internal sealed record DaysUnreadable(string Line) : FieldRefusal("workday.hours.refused.days", "days");

/// <summary>Reads and sets the business hours.</summary>
internal sealed class SetHours(IDbContextFactory<PatronDb> contexts, SettingDeeds settings)
{
    /// <summary>Begins the kinds of its change sets.</summary>
    public const string Kinds = "hours.";

    public async Task<(HoursSetting Hours, string Zone)> Read(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Read<HoursSetting>(HoursSetting.Key, ct) ?? HoursSetting.Usual, (await db.Organisation(ct)).TimeZone);
    }

    /// <param name="week">Seven texts, Sunday first.</param>
    /// <param name="days">A line each: 2026-12-24 09:00-12:00, or 2026-12-25 alone for a holiday.</param>
    public async Task<Result<ChangeSetId?>> Save(IReadOnlyList<string> week, string days, UserId? by, CancellationToken ct)
    {
        var read = Parse(week, days);
        if (read.Refusal is { } refusal) return refusal;
        return await settings.Change(HoursSetting.Key, Kinds + "set", HoursSetting.Usual, _ => read, by, ct);
    }

    public static Result<HoursSetting> Parse(IReadOnlyList<string> week, string days)
    {
        var openings = new string[7];
        for (var day = 0; day < 7; day++)
        {
            if (HoursSetting.Openings(week[day]) is not { } read) return new HoursUnreadable($"day{day}");
            openings[day] = HoursSetting.Text(read);
        }
        var differ = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in days.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (day, hours) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (line[..at], line[at..]) : (line, "");
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || HoursSetting.Openings(hours) is not { } read) return new DaysUnreadable(line);
            differ[day] = HoursSetting.Text(read);
        }
        return new HoursSetting(openings, differ);
    }
}
