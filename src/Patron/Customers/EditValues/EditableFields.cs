using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.EditValues;

internal enum FieldControl { Text, Email, Phone, Day, Number, Choice }

/// <summary>A field that people fill, with the right control for it.</summary>
/// <param name="Key">The name that imports use too, or the key of a custom field.</param>
/// <param name="Choices">Offered values and what they are called; empty where the field is free.</param>
/// <param name="Column">Of the customers' table; null for a custom field, which lies in its JSON.</param>
internal sealed record EditableField(string Key, bool Custom, string Label, FieldControl Control, IReadOnlyList<(string Value, string Label)> Choices, string? Column, Func<string, string> Show)
{
    /// <summary>Names the field in an address.</summary>
    public string Name => Custom ? EditableFields.CustomPrefix + Key : Key;

    public string? Of(GoldenRecord golden, IReadOnlyDictionary<string, string> custom) => Custom ? custom.GetValueOrDefault(Key) : EditableFields.Core(Key, golden);
}

/// <summary>Every field that people may fill: the program's own, and custom ones, used already or ready-made. Special categories are no matter of a form.</summary>
internal sealed class EditableFields(ICustomFields customFields)
{
    public const string CustomPrefix = "custom.";

    /// <summary>In the order of a form; the column is where the golden record keeps it.</summary>
    private static readonly (string Key, string Column, FieldControl Control)[] Own =
    [
        ("kind", "kind", FieldControl.Choice), ("title", "title", FieldControl.Text), ("name", "name", FieldControl.Text), ("given", "given_name", FieldControl.Text),
        ("family", "family_name", FieldControl.Text), ("company", "company", FieldControl.Text), ("email", "email", FieldControl.Email), ("phone", "phone", FieldControl.Phone),
        ("street", "street", FieldControl.Text), ("postal", "postal", FieldControl.Text), ("city", "city", FieldControl.Text), ("region", "region", FieldControl.Text),
        ("country", "country", FieldControl.Choice), ("birth", "birth", FieldControl.Day), ("sex", "sex", FieldControl.Choice), ("language", "language", FieldControl.Choice),
        ("time_zone", "time_zone", FieldControl.Choice), ("acquired", "acquired", FieldControl.Text), ("since", "since", FieldControl.Day),
    ];

    private static readonly string[] Languages =
        ["en", "ko", "zh-Hans", "zh-Hant", "ar", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "he", "hi", "hr", "hu", "id", "is", "it", "ja", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr", "uk", "vi"];

    public async Task<IReadOnlyList<EditableField>> All(Sentences text, CancellationToken ct) =>
    [
        .. Own.Select(f => OfOwn(f.Key, f.Column, f.Control, text)),
        .. (await customFields.All(ct)).Where(f => !f.Special).Select(f => OfCustom(f, text)),
    ];

    /// <param name="name">As <see cref="EditableField.Name"/> says it; null where there is no such field.</param>
    public async Task<EditableField?> Find(string? name, Sentences text, CancellationToken ct) => (await All(text, ct)).FirstOrDefault(f => f.Name == name);

    /// <summary>A field's own sentence, or a choice's; what a person named, as it was named.</summary>
    public static string LabelOf(CustomFieldInfo field, Sentences text) => field.Label ?? text[$"customers.field.{field.Key}"];

    public static string? Core(string key, GoldenRecord golden) => key switch
    {
        "kind" => golden.Kind.ToString(), "title" => golden.Title, "name" => golden.Name, "given" => golden.GivenName, "family" => golden.FamilyName, "company" => golden.Company,
        "email" => golden.Email, "phone" => golden.Phone, "street" => golden.Street, "postal" => golden.Postal, "city" => golden.City, "region" => golden.Region, "country" => golden.Country,
        "birth" => Day(golden.Birth), "sex" => golden.Sex?.ToString(), "language" => golden.Language, "time_zone" => golden.TimeZone, "acquired" => golden.Acquired, "since" => Day(golden.Since),
        _ => throw new ArgumentException($"No field {key}.", nameof(key)),
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static EditableField OfOwn(string key, string column, FieldControl control, Sentences text)
    {
        (string Value, string Label)[] choices = key switch
        {
            "kind" => [.. Enum.GetNames<CustomerKind>().Select(n => (n, text[$"customers.kind.{n.ToLowerInvariant()}"]))],
            "sex" => [.. Enum.GetNames<Sex>().Select(n => (n, text[$"customers.sex.{n.ToLowerInvariant()}"]))],
            "country" => Named(Countries.Offered, code => Names.Country(code, text.Language), text),
            "language" => Named(Languages, tag => Names.Language(tag, text.Language), text),
            "time_zone" => [.. TimeZones.Offered.Select(zone => (zone, zone.Replace('_', ' ')))],
            _ => [],
        };
        return new(key, false, text[$"customers.core.{key}"], control, choices, column, value => key switch
        {
            "country" => Names.Country(value, text.Language),
            "language" => Names.Language(value, text.Language),
            "birth" or "since" => DayWords(value, text),
            _ => WordOf(choices, value),
        });
    }

    private static EditableField OfCustom(CustomFieldInfo field, Sentences text)
    {
        (string Value, string Label)[] choices = field.Type switch
        {
            CustomFieldType.YesNo => [("true", text["customers.yes"]), ("false", text["customers.no"])],
            CustomFieldType.Choice => [.. field.Choices.Select(c => (c, text.Has($"customers.choice.{c}") ? text[$"customers.choice.{c}"] : c))],
            _ => [],
        };
        var control = field.Type switch
        {
            CustomFieldType.Number => FieldControl.Number,
            CustomFieldType.Day => FieldControl.Day,
            CustomFieldType.YesNo or CustomFieldType.Choice => FieldControl.Choice,
            _ => FieldControl.Text,
        };
        return new(field.Key, true, LabelOf(field, text), control, choices, null, value => field.Type switch
        {
            CustomFieldType.Number when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => text.Formats.Number(number),
            CustomFieldType.Day => DayWords(value, text),
            _ => WordOf(choices, value),
        });
    }

    private static (string, string)[] Named(IEnumerable<string> codes, Func<string, string> name, Sentences text)
    {
        var compare = Names.Culture(text.Language).CompareInfo;
        return [.. codes.Select(code => (Code: code, Name: name(code))).Order(Comparer<(string Code, string Name)>.Create((a, b) => compare.Compare(a.Name, b.Name)))];
    }

    private static string DayWords(string value, Sentences text) =>
        DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? text.Formats.Day(day) : value;

    private static string WordOf((string Value, string Label)[] choices, string value) =>
        choices.FirstOrDefault(c => string.Equals(c.Value, value, StringComparison.OrdinalIgnoreCase)).Label ?? value;
}
