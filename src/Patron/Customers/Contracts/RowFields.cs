using System.Text.Json;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.Contracts;

/// <summary>What has fields of the organisation's own besides customers.</summary>
public enum RowSubject { Ticket = 1, Task = 2, Lead = 3, Deal = 4 }

/// <summary>A field that an administrator made for tickets, tasks, leads or deals.</summary>
/// <param name="Key">Small letters and digits of any script and underscores, 1 to 60: the name in files and addresses. It never changes.</param>
/// <param name="Choices">The values of a choice, as people called them; empty for other types. A file may bring others.</param>
/// <param name="InForms">Asked in forms. One that is not any more keeps its values.</param>
/// <param name="InLists">A column of lists.</param>
public sealed record RowField(string Key, CustomFieldType Type, string Label, IReadOnlyList<string> Choices, bool InForms, bool InLists);

/// <summary>Where the rows of a subject lie, and where they are listed. Registered as a singleton by the room that owns them.</summary>
/// <param name="Table">With the column custom, as <see cref="RowValues"/> writes it.</param>
public sealed record OwnFieldRows(RowSubject Subject, string Table, string List);

/// <summary>A value is no number, no day or no yes or no.</summary>
public sealed record RowValueUnfit(string Label, string Type, string At) : FieldRefusal("customers.rowfields.unfit", At);

/// <summary>The own fields of one subject in the order of forms and lists: a setting, kept in every archive.</summary>
public sealed record RowFields(IReadOnlyList<RowField> All)
{
    public const int LongestValue = 1_000, LongestKey = FieldKeys.Longest;

    public static RowFields None { get; } = new([]);

    /// <summary>Of the setting.</summary>
    public static string KeyOf(RowSubject subject) => "custom-fields-" + WordOf(subject);

    public static string WordOf(RowSubject subject) => subject.ToString().ToLowerInvariant();

    /// <summary>What a form calls the field of this key.</summary>
    public static string NameOf(string key) => "custom." + key;

    /// <summary>Keys stand in SQL as they are; a setting that came with an archive may say anything.</summary>
    public static async Task<RowFields> Read(PatronDb db, RowSubject subject, CancellationToken ct) =>
        await db.Read<RowFields>(KeyOf(subject), ct) is { } kept ? new([.. kept.All.Where(f => IsKey(f.Key))]) : None;

    public static bool IsKey(string key) => key.Length is > 0 and <= LongestKey && key.All(letter => letter == '_' || char.IsLetterOrDigit(letter));

    /// <summary>What a form said, by key; null where it has none of these fields.</summary>
    public static IReadOnlyDictionary<string, string?>? Said(IFormCollection form)
    {
        var said = form.Where(f => f.Key.StartsWith(NameOf(""), StringComparison.Ordinal)).ToDictionary(f => f.Key[NameOf("").Length..], f => (string?)f.Value.ToString(), StringComparer.Ordinal);
        return said.Count == 0 ? null : said;
    }

    public RowField? Find(string key) => All.FirstOrDefault(f => f.Key == key);

    public IReadOnlyList<RowField> Listed() => [.. All.Where(f => f.InLists)];

    /// <summary>The values of a row (its JSON, null for none) once a form has said some: blank takes one away, fields that are not there are passed over.</summary>
    public Result<string?> Set(string? custom, IReadOnlyDictionary<string, string?>? said)
    {
        if (said is null) return custom;
        var values = new Dictionary<string, string>(RowValues.Read(custom), StringComparer.Ordinal);
        foreach (var (key, text) in said)
        {
            if (Find(key) is not { } field) continue;
            if (string.IsNullOrWhiteSpace(text)) values.Remove(key);
            else if (Fit(field, text.Trim()) is { } value) values[key] = value;
            else return new RowValueUnfit(field.Label, field.Type.ToString().ToLowerInvariant(), NameOf(key));
        }
        return RowValues.Write(values);
    }

    /// <summary>The same for a file: what it leaves out stays, and what does not fit is left out.</summary>
    /// <param name="fillOnly">Known values stay.</param>
    public string? Taken(string? custom, IReadOnlyDictionary<string, string>? told, bool fillOnly)
    {
        if (told is null) return custom;
        var values = new Dictionary<string, string>(RowValues.Read(custom), StringComparer.Ordinal);
        foreach (var (key, text) in told)
            if (Find(key) is { } field && !(fillOnly && values.ContainsKey(key)) && Fit(field, text) is { } value) values[key] = value;
        return RowValues.Write(values);
    }

    /// <summary>As it is stored; null where the type cannot hold it.</summary>
    private static string? Fit(RowField field, string text)
    {
        if (text.Length > LongestValue) return null;
        if (field.Type == CustomFieldType.Choice) return field.Choices.FirstOrDefault(c => string.Equals(c, text, StringComparison.OrdinalIgnoreCase)) ?? text;
        var rules = new CustomFieldRules(new Dictionary<string, CustomFieldInfo> { [field.Key] = new(field.Key, field.Type, field.Label, [], Special: false, InUse: true) }, null);
        return rules.Read(field.Key, text, _ => false).Value;
    }
}

/// <summary>The values of a row's own fields: a JSON object of texts by key, in the order of the keys, so that the same values are the same text; null for none.</summary>
public static class RowValues
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Dictionary<string, string> Nothing = [];

    public static IReadOnlyDictionary<string, string> Read(string? custom) => custom is null ? Nothing : JsonSerializer.Deserialize<Dictionary<string, string>>(custom)!;

    public static string? Write(IReadOnlyDictionary<string, string> values) => values.Count == 0 ? null : JsonSerializer.Serialize(new SortedDictionary<string, string>(values.ToDictionary(), StringComparer.Ordinal), Plain);

    /// <summary>For people; a dash where there is no value.</summary>
    public static string Show(RowField field, string? custom, Sentences text) => Read(custom).GetValueOrDefault(field.Key) is { } value ? Shown(field, value, text) : Formats.Missing;

    public static string Shown(RowField field, string value, Sentences text) => field.Type switch
    {
        CustomFieldType.Number when decimal.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) => text.Formats.Number(number),
        CustomFieldType.Day when DateOnly.TryParseExact(value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) => text.Formats.DayShort(day),
        CustomFieldType.YesNo => text[value == "true" ? "customers.yes" : "customers.no"],
        _ => value,
    };

    /// <summary>Of a row of an archive, which may say anything.</summary>
    public static string? Read(Data.Exporting.ExportedRow row, string column)
    {
        if (row.Text(column) is not { } text) return null;
        try
        {
            return Write(Read(text));
        }
        catch (JsonException)
        {
            throw new Data.Exporting.ExportDamagedException(row.Line, column);
        }
    }
}
