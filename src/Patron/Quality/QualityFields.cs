using System.Collections.Frozen;
using Patron.Kernel;

namespace Patron.Quality;

/// <summary>A field of a customers record that is measured. Its bit stands in stored masks: never give it to another field.</summary>
/// <param name="Key">As imports call it; "record" is everything beyond the external id, "person" name and birth together.</param>
/// <param name="Unique">It is odd if two records of one source say the same.</param>
/// <param name="Checked">A value can be there and be no value of this field.</param>
internal sealed record QualityField(string Key, int Bit, bool Unique = false, bool Checked = false)
{
    public int Mask => 1 << Bit;
}

internal static class QualityFields
{
    /// <summary>The kind of rows that customers' records come from.</summary>
    public const string Customers = "customers";

    public static readonly QualityField Record = new("record", 0), Id = new("id", 1, Unique: true), Name = new("name", 2, Checked: true),
        Email = new("email", 3, Unique: true, Checked: true), Phone = new("phone", 4, Unique: true, Checked: true), Street = new("street", 5), City = new("city", 6),
        Region = new("region", 7), Postal = new("postal", 8, Checked: true), Country = new("country", 9, Checked: true), Birth = new("birth", 10, Checked: true),
        Sex = new("sex", 11), Language = new("language", 12, Checked: true), Acquired = new("acquired", 13), Since = new("since", 14, Checked: true),
        TimeZone = new("time_zone", 15, Checked: true), Person = new("person", 16, Unique: true);

    /// <summary>In the order in which a page names them.</summary>
    public static IReadOnlyList<QualityField> All { get; } =
        [Record, Id, Name, Email, Phone, Street, Postal, City, Region, Country, Birth, Sex, Language, TimeZone, Acquired, Since, Person];

    private const string CustomPrefix = "custom.";

    private static readonly FrozenDictionary<string, QualityField> ByKey = All.ToFrozenDictionary(f => f.Key);

    public static QualityField? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>What is repaired once a person has set a field of a customer; parts of a name repair the name.</summary>
    public static int RepairedBy(string field) => field is "given" or "family" or "company" ? Name.Mask : Find(field)?.Mask ?? 0;

    /// <summary>How a custom field is called among measurements.</summary>
    public static string Custom(string key) => CustomPrefix + key;

    /// <summary>The key of a custom field; null for another one.</summary>
    public static string? CustomKey(string field) => field.StartsWith(CustomPrefix, StringComparison.Ordinal) ? field[CustomPrefix.Length..] : null;

    public static string WordOf(Flaw flaw) => flaw switch { Flaw.Missing => "missing", Flaw.Invalid => "invalid", _ => "duplicate" };

    public static Flaw? FlawOf(string word) => word switch { "missing" => Flaw.Missing, "invalid" => Flaw.Invalid, "duplicate" => Flaw.Duplicate, _ => null };
}
