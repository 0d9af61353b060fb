using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What a row makes of a record. Nothing of the outside is touched here.</summary>
internal static class RecordDecisions
{
    /// <summary>The record after the row: what is given takes the place of what was known, what is not given stays. Equal to <paramref name="known"/> when the row says nothing new.</summary>
    public static SourceRecord Merge(SourceRecord known, IncomingRecord row, IReadOnlyDictionary<string, string>? custom, DateTimeOffset now)
    {
        var merged = known with
        {
            Stub = false,
            Title = row.Title ?? known.Title, Name = row.Name ?? known.Name, GivenName = row.Given ?? known.GivenName, FamilyName = row.Family ?? known.FamilyName,
            Company = row.Company ?? known.Company, Email = row.Email ?? known.Email, Phone = row.Phone ?? known.Phone,
            Street = row.Street ?? known.Street, City = row.City ?? known.City, Region = row.Region ?? known.Region,
            Postal = row.Postal ?? known.Postal, Country = row.Country ?? known.Country,
            Birth = row.Birth ?? known.Birth, Sex = row.Sex ?? known.Sex, Language = row.Language ?? known.Language, TimeZone = row.TimeZone ?? known.TimeZone,
            Acquired = row.Acquired ?? known.Acquired, Since = row.Since ?? known.Since,
            Custom = CustomValues.Merge(known.Custom, custom), Consents = SaidConsents.Merge(known.Consents, row.Consents).Json,
        };
        // A kind that was only gathered from the name is gathered anew; one that a system stated stays until it states another.
        merged = merged with { Kind = row.Kind ?? (known.Kind == KindOf(known) ? KindOf(merged) : known.Kind) };
        return merged == known ? known : merged with { ChangedAt = now };
    }

    public static PersonName NameOf(SourceRecord record) => record.Kind == CustomerKind.Organisation
        ? PersonName.Organisation(record.Name ?? record.Company ?? PersonName.Parse(null, record.GivenName, record.FamilyName).FullName)
        : PersonName.Parse(record.Name, record.GivenName, record.FamilyName, record.Title);

    /// <summary>A company without a person's name is an organisation, and so is a name that carries a legal form.</summary>
    private static CustomerKind KindOf(SourceRecord record)
    {
        var hasName = !string.IsNullOrWhiteSpace(record.Name ?? record.GivenName ?? record.FamilyName);
        var isOrganisation = hasName
            ? record.GivenName is null && record.FamilyName is null && OrganisationName.Announces(PersonNameReader.Clean(record.Name))
            : !string.IsNullOrWhiteSpace(record.Company);
        return isOrganisation ? CustomerKind.Organisation : CustomerKind.Person;
    }

    /// <summary>Tells rows of a file apart that name the same id: equal rows have equal prints.</summary>
    public static ulong Print(IncomingRecord row)
    {
        var print = 14_695_981_039_346_656_037UL; // FNV-1a, 64 bits
        foreach (var text in (ReadOnlySpan<string?>)[row.Title, row.Name, row.Given, row.Family, row.Company, row.Email, row.Phone, row.Street, row.City, row.Region,
                     row.Postal, row.Country, row.Language, row.TimeZone, row.Acquired]) Mix(text);
        Number((int?)row.Kind ?? 0);
        Number(row.Birth?.DayNumber ?? -1);
        Number((int?)row.Sex ?? 0);
        Number(row.Since?.DayNumber ?? -1);
        if (row.Custom is not null) foreach (var (key, value) in row.Custom.OrderBy(c => c.Key, StringComparer.Ordinal)) { Mix(key); Mix(value); }
        foreach (var said in row.Consents) { Mix(said.Purpose); Mix(said.Channel); Number(said.Given ? 1 : 0); Number(said.At ?? -1); }
        return print;

        void Mix(string? text)
        {
            Number(text?.Length ?? -1);
            foreach (var letter in text ?? "") Number(letter);
        }

        void Number(long number) => print = (print ^ (ulong)number) * 1_099_511_628_211UL;
    }
}
