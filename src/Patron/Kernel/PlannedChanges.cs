using System.Globalization;

namespace Patron.Kernel;

/// <summary>
/// What a check finds would change in rows that are known: of each field a count and one example, and of the present chunk every value.
/// Rooms fill it while they decide. Fields go by the names that imports use.
/// </summary>
public sealed class PlannedChanges
{
    private readonly Dictionary<string, PlannedChange> fields = new(StringComparer.Ordinal);
    private List<PlannedValue> values = [];

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<PlannedChange> Fields => [.. fields.Values.OrderByDescending(f => f.Count).ThenBy(f => f.Field, StringComparer.Ordinal)];

    /// <summary>Every value noted since it was last asked, as it was noted.</summary>
    public IReadOnlyList<PlannedValue> TakeValues()
    {
        var taken = values;
        values = [];
        return taken;
    }

    /// <summary>Notes a value that differs.</summary>
    /// <param name="line">Of the file's row.</param>
    /// <param name="of">Whom or what the row speaks of, as people know it.</param>
    /// <param name="field">What changes.</param>
    /// <param name="before">Null where nothing was known.</param>
    /// <param name="after">Null where the value goes.</param>
    public void Compare(long line, string? of, string field, string? before, string? after)
    {
        if (before == after) return;
        values.Add(new(line, of, field, before, after));
        // The best example replaces a value; one that only fills a gap gives way to it.
        if (!fields.TryGetValue(field, out var known)) fields[field] = new(field, 1, of, before, after);
        else if (known.Before is null && before is not null) fields[field] = new(field, known.Count + 1, of, before, after);
        else fields[field] = known with { Count = known.Count + 1 };
    }

    /// <summary>Millionths as a plain number with a point.</summary>
    public static string? Number(long? micros) => micros is { } m ? Micros.ToUnits(m).ToString("0.######", CultureInfo.InvariantCulture) : null;

    /// <summary>DateOnly.DayNumber as 2026-06-30.</summary>
    public static string? Day(int? number) => number is { } n ? DateOnly.FromDayNumber(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    /// <summary>Microseconds since 1970 as 2026-06-30 14:05:00 in a time zone.</summary>
    public static string? Instant(long? microseconds, TimeZoneInfo zone) =>
        microseconds is { } at ? TimeZoneInfo.ConvertTime(Instants.FromMicroseconds(at), zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null;
}

/// <summary>A field that would change, how often, and one example.</summary>
public sealed record PlannedChange(string Field, long Count, string? Of, string? Before, string? After);

/// <summary>A value that would change.</summary>
public readonly record struct PlannedValue(long Line, string? Of, string Field, string? Before, string? After);
