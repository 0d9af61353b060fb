using System.Globalization;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

public enum CustomFieldType { Text = 1, Number = 2, Day = 3, Choice = 4, YesNo = 5 }

/// <summary>A field beyond the core ones.</summary>
/// <param name="Label">Null for a ready-made one: its label is the sentence customers.field.KEY.</param>
/// <param name="Choices">Keys of the usual values, whose labels are the sentences customers.choice.VALUE; empty where the field is free. Other values are kept as they are.</param>
/// <param name="Special">Ethnic group, religion, health: refused until a purpose is set and the person has agreed to it.</param>
/// <param name="InUse">Some customer has, or had, a value.</param>
public sealed record CustomFieldInfo(string Key, CustomFieldType Type, string? Label, IReadOnlyList<string> Choices, bool Special, bool InUse);

public interface ICustomFields
{
    /// <summary>Ready-made ones in their order, then the organisation's own by label.</summary>
    Task<IReadOnlyList<CustomFieldInfo>> All(CancellationToken ct);

    /// <summary>
    /// The rules for values of these keys. Ready-made fields become used with it; an unknown key becomes a text field whose label is the key.
    /// In a plan nothing is written.
    /// </summary>
    Task<CustomFieldRules> Open(BulkSession session, IReadOnlyCollection<string> keys, bool planOnly, CancellationToken ct);

    /// <summary>Makes fields of the organisation's own; a key that is there already stays what it is. Each comes into use with its first value.</summary>
    Task Define(BulkSession session, IReadOnlyList<CustomFieldInfo> fields, CancellationToken ct);

    /// <summary>Fields that no record has a value for any more: ready-made ones are unused again, others are gone.</summary>
    Task Release(BulkSession session, IReadOnlyCollection<string> keys, CancellationToken ct);
}

/// <summary>How texts become values of custom fields.</summary>
/// <param name="SpecialPurpose">What special fields are kept for; null while nobody has said so, then they are refused.</param>
public sealed class CustomFieldRules(IReadOnlyDictionary<string, CustomFieldInfo> fields, string? specialPurpose)
{
    /// <summary>Keys of the fields that came into use by being opened.</summary>
    public IReadOnlyList<string> Made { get; init; } = [];

    /// <summary>
    /// The value as it is stored: numbers with a point and without groups, days as 2026-12-31, true or false, a choice's key, else the text; or why it is left out.
    /// </summary>
    /// <param name="agreedTo">Whether the person has agreed to a purpose.</param>
    public (string? Value, RowReason? LeftOut) Read(string key, string text, Func<string, bool> agreedTo)
    {
        var field = fields[key];
        if (field.Special && specialPurpose is null) return (null, new("customers.special.noPurpose", key, null));
        if (field.Special && !agreedTo(specialPurpose!)) return (null, new("customers.special.noConsent", key, null));
        return field.Type switch
        {
            CustomFieldType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? (number.ToString("0.############", CultureInfo.InvariantCulture), null) : Unfit("customers.custom.noNumber"),
            CustomFieldType.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? (text, null) : Unfit("customers.custom.noDay"),
            CustomFieldType.YesNo => YesOrNo(text) is { } said ? (said ? "true" : "false", null) : Unfit("customers.custom.noYesNo"),
            CustomFieldType.Choice => (field.Choices.FirstOrDefault(c => string.Equals(c, text.Replace(' ', '_'), StringComparison.OrdinalIgnoreCase)) ?? text, null),
            _ => (text, null),
        };

        (string?, RowReason?) Unfit(string why) => (null, new(why, key, text));
    }

    private static bool? YesOrNo(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "Y" or "1" => true,
        "FALSE" or "NO" or "N" or "0" => false,
        _ => null,
    };
}
