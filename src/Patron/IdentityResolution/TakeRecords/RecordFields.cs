using System.Globalization;
using System.Text.Json;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What a record can say, field by field, under the names that files and pages use; custom fields come under their own keys.</summary>
internal static class RecordFields
{
    public static IReadOnlyList<(string Key, Func<SourceRecord, string?> Of)> All { get; } =
    [
        ("kind", r => r.Kind.ToString()),
        ("title", r => r.Title),
        ("name", r => r.Name),
        ("given", r => r.GivenName),
        ("family", r => r.FamilyName),
        ("company", r => r.Company),
        ("email", r => r.Email),
        ("phone", r => r.Phone),
        ("street", r => r.Street),
        ("city", r => r.City),
        ("region", r => r.Region),
        ("postal", r => r.Postal),
        ("country", r => r.Country),
        ("birth", r => Day(r.Birth)),
        ("sex", r => r.Sex?.ToString()),
        ("language", r => r.Language),
        ("time_zone", r => r.TimeZone),
        ("acquired", r => r.Acquired),
        ("since", r => Day(r.Since)),
    ];

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What a check tells of a record that would change; custom fields come one by one.</summary>
    public static void Note(PlannedChanges planned, long line, SourceRecord before, SourceRecord after)
    {
        var of = before.Name ?? after.Name ?? before.Company ?? after.Company ?? before.ExternalId;
        foreach (var (key, value) in All) planned.Compare(line, of, key, value(before), value(after));
        if (before.Custom == after.Custom) return;
        var (had, has) = (CustomOf(before), CustomOf(after));
        foreach (var (key, now) in has) planned.Compare(line, of, key, had.GetValueOrDefault(key), now);
    }

    private static Dictionary<string, string> CustomOf(SourceRecord record) =>
        record.Custom is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [] : [];

    /// <summary>The fields in which two states of a record differ, with their values before and after.</summary>
    public static (Dictionary<string, object?> Before, Dictionary<string, object?> After) Differences(SourceRecord before, SourceRecord after)
    {
        var (was, now) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        foreach (var (key, of) in All) Compare(key, of(before), of(after));
        Compare("stub", before.Stub, after.Stub);
        Compare("custom", before.Custom, after.Custom);
        Compare("consents", before.Consents, after.Consents);
        if (was.Count > 0) Compare("changed_at", Instants.ToMicroseconds(before.ChangedAt), Instants.ToMicroseconds(after.ChangedAt));
        return (was, now);

        void Compare(string key, object? a, object? b)
        {
            if (Equals(a, b)) return;
            was[key] = a;
            now[key] = b;
        }
    }
}
