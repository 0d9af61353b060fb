using System.Globalization;
using Patron.IdentityResolution.MatchRecords;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>What the records of a pair say, by the fields that are weighed.</summary>
internal static class PairFields
{
    public static string? Value(SourceRecord record, string field, Sentences text) => field switch
    {
        MatchLayout.Name or MatchLayout.LatinName or MatchLayout.GivenName or MatchLayout.FamilyName => OwnName(record),
        MatchLayout.Generation => Matching.PersonName.Parse(record.Name, record.GivenName, record.FamilyName).Generation is null ? null : OwnName(record),
        MatchLayout.Company or MatchLayout.LegalForm => record.Name ?? record.Company ?? OwnName(record),
        MatchLayout.Birth => record.Birth is { } day ? text.Formats.Day(day) : null,
        MatchLayout.Sex => record.Sex is { } sex ? text.Get("identity.sex", new { sex = sex.ToString().ToLower(CultureInfo.InvariantCulture) }) : null,
        MatchLayout.Street => record.Street,
        MatchLayout.City => record.City,
        MatchLayout.Region => record.Region,
        MatchLayout.Country => record.Country is { } code ? Names.Country(code, text.Language) : null,
        MatchLayout.Postal => record.Postal,
        MatchLayout.Email => record.Email,
        MatchLayout.Phone => Phone(record),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>What the record is called in lists: without a name by its company, address or number.</summary>
    public static string? Name(SourceRecord record) => Customers.Contracts.CustomerName.Shown(OwnName(record), record.Company, record.Email, Phone(record));

    /// <summary>The words of a value, each with whether the other value has it too.</summary>
    public static IEnumerable<(string Word, bool Both)> Words(string value, string? other)
    {
        var known = (other ?? "").Split(' ').ToHashSet(StringComparer.OrdinalIgnoreCase);
        return value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word, known.Contains(word)));
    }

    /// <summary>As its country groups it, where the number or the record names the country; else as the source wrote it.</summary>
    private static string? Phone(SourceRecord record) => Matching.PhoneKey.Normalise(record.Phone, record.Country) is { } number ? Matching.PhoneKey.Format(number) : record.Phone;

    private static string? OwnName(SourceRecord record) => record.Name ?? Parts(record);

    private static string? Parts(SourceRecord record) => (record.GivenName ?? record.FamilyName) is null ? null : $"{record.GivenName} {record.FamilyName}".Trim();
}
