namespace Patron.Imports.Mapping;

internal enum ImportKind { Customers, Orders, OrderLines, Products, Holdings, Interactions, Team, Tickets, Opportunities, Leads, Tasks, Objections, Agreements, Relations }

/// <summary>What a field holds, and so how its text is read. Numbers and money are micros (millionths), times are microseconds since 1970 UTC.</summary>
internal enum FieldType
{
    Text, Id, PersonName, Email, Phone, Country, PostalCode, Day, Timestamp, Number, Money, Share, Currency, Sex, Language, YesNo, TimeZone, CustomerKind, Direction,
}

/// <summary>One field that a row of a file can fill.</summary>
/// <param name="Key">its name on the command line and in resources ("imports.field." + Key); custom fields have their own key</param>
/// <param name="Slot">its place in an <see cref="ImportRow"/></param>
/// <param name="MaxLength">characters a value may have</param>
/// <param name="Required">without it (or, when <see cref="OneOf"/> names others, without any of those) no row can be imported</param>
/// <param name="OneOf">keys of which at least one is needed, this one among them; empty when this field stands alone</param>
internal sealed record ImportField(
    string Key, int Slot, FieldType Type, int MaxLength, bool Required, IReadOnlyList<string> OneOf, IReadOnlyList<string> Synonyms, bool Custom)
{
    public bool IsText => Type is not (FieldType.Day or FieldType.Timestamp or FieldType.Number or FieldType.Money or FieldType.Share or FieldType.YesNo);
}

/// <summary>The fields that a kind of file can fill, the custom ones of the organisation behind them.</summary>
internal sealed class ImportFieldSet
{
    private readonly Dictionary<string, ImportField> byKey;

    /// <summary>Only the fields that the kind has anywhere.</summary>
    public ImportFieldSet WithoutCustom => new(Kind, [.. Fields.Where(f => !f.Custom)]);

    public ImportFieldSet(ImportKind kind, IReadOnlyList<ImportField> fields)
    {
        Kind = kind;
        Fields = fields;
        byKey = fields.ToDictionary(f => f.Key, StringComparer.OrdinalIgnoreCase);
    }

    public ImportKind Kind { get; }

    public IReadOnlyList<ImportField> Fields { get; }

    /// <summary>The field of that key; a key that the kind does not have is a mistake of the program.</summary>
    public ImportField this[string key] => byKey[key];

    public ImportField? Find(string key) => byKey.GetValueOrDefault(key.Trim());
}
