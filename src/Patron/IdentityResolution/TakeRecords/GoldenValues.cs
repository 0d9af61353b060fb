using System.Globalization;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.EnterValues;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>From the records of one customer, and what was set by hand, to its golden record.</summary>
internal static class GoldenValues
{
    private const string Kind = "kind";
    internal const string CustomPrefix = SurvivorshipRules.CustomPrefix;
    private static readonly string[] AddressFields = ["street", "city", "region", "postal"];
    private static readonly HashSet<string> FromName = ["title", "name", "given", "family"];

    /// <summary>Every golden value with its winner and candidates; custom fields as "custom.KEY". A winner that is empty was set by hand: known to be none.</summary>
    /// <param name="hands">Newest first.</param>
    public static IReadOnlyList<GoldenValue> Choose(IReadOnlyList<Party> parties, IReadOnlyList<HandRow> hands, Choosing choosing)
    {
        // A town from one record and a street from another make no address: where a street is known, only records with a street speak of the address.
        var hasStreet = parties.Any(p => !string.IsNullOrWhiteSpace(p.Record.Street));
        // Where one system says that it is an organisation, the others' name is its name, not that of a person.
        var isOrganisation = parties.Any(p => p.Record.Kind == CustomerKind.Organisation && !p.Name.IsEmpty);
        RecordValues[] said = [.. parties.Select(p => Values(p, isOrganisation, hasStreet, choosing.Zone))];
        return hands.Count == 0 ? Survivorship.Choose(said, choosing.Rules) : HandChoices.Choose(said, hands, choosing);
    }

    /// <param name="hands">Newest first.</param>
    public static GoldenRecord Of(CustomerId customer, bool isNew, IReadOnlyList<Party> parties, IReadOnlyList<HandRow> hands, long sources, Choosing choosing) =>
        parties.Count == 1 && hands.Count == 0 ? OfOne(customer, isNew, parties[0], sources) : OfMany(customer, isNew, parties, hands, sources, choosing);

    /// <summary>Most customers have one record, whose values win without a choice: what <see cref="OfMany"/> would say, said faster.</summary>
    internal static GoldenRecord OfOne(CustomerId customer, bool isNew, Party party, long sources)
    {
        var (record, name) = (party.Record, party.Name);
        var shown = Known(name.FullName);
        return Shown([], new(
            customer, isNew, name.IsEmpty ? CustomerKind.Person : record.Kind, Known(name.Title), shown,
            shown is null ? null : Known(name.Given), shown is null ? null : Known(name.Family), name.Latin == shown ? null : Known(name.Latin), Known(record.Company),
            party.Email is null ? null : Lower(record.Email!), party.Phone ?? (PhoneKey.IsNoNumber(record.Phone) ? null : record.Phone),
            Known(record.Street), Known(record.City), Known(record.Region), Known(record.Postal), Known(record.Country), record.Birth, record.Sex,
            Known(record.Language), Known(record.TimeZone), Known(record.Acquired), record.Since, record.Custom, sources));

        static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }

    internal static GoldenRecord OfMany(CustomerId customer, bool isNew, IReadOnlyList<Party> parties, IReadOnlyList<HandRow> hands, long sources, Choosing choosing)
    {
        var golden = Choose(parties, hands, choosing).Where(g => g.Value.Length > 0).ToDictionary(g => g.Field, g => g.Value, StringComparer.Ordinal);
        var custom = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in golden)
            if (field.StartsWith(CustomPrefix, StringComparison.Ordinal)) custom[field[CustomPrefix.Length..]] = value;
        var name = Get(GoldenFields.Name);
        var latin = Get(GoldenFields.LatinName);
        return Shown(hands, new(
            customer, isNew, Enum.TryParse<CustomerKind>(Get(Kind), out var kind) ? kind : CustomerKind.Person,
            Get(GoldenFields.Title), name, Get(GoldenFields.Given), Get(GoldenFields.Family), latin == name ? null : latin, Get("company"),
            Get(GoldenFields.Email), Get(GoldenFields.Phone), Get("street"), Get("city"), Get("region"), Get("postal"), Get("country"),
            RecordFields.Day(Get("birth")), Enum.TryParse<Sex>(Get("sex"), out var sex) ? sex : null, Get("language"), Get("time_zone"), Get("acquired"),
            RecordFields.Day(Get("since")), CustomValues.Write(custom), sources));

        string? Get(string field) => golden.GetValueOrDefault(field);
    }

    /// <summary>A person's name as one reads it; an organisation's capitals may be meant, and what a person typed is.</summary>
    private static GoldenRecord Shown(IReadOnlyList<HandRow> hands, GoldenRecord golden) => golden.Kind != CustomerKind.Person || hands.Any(h => HandChoices.IsName(h)) ? golden : golden with
    {
        Name = Capitals.Readable(golden.Name), LatinName = Capitals.Readable(golden.LatinName),
        GivenName = Capitals.Readable(golden.GivenName), FamilyName = Capitals.Readable(golden.FamilyName),
    };

    /// <summary>The field under the name that imports and pages use, and whether it is a custom one.</summary>
    public static (string Field, bool Custom) FieldOf(GoldenValue golden) =>
        golden.Field.StartsWith(CustomPrefix, StringComparison.Ordinal) ? (golden.Field[CustomPrefix.Length..], true)
        : (golden.Field == GoldenFields.LatinName ? "latin_name" : golden.Field, false);

    private static string Lower(string email) => email.Trim().ToLower(CultureInfo.InvariantCulture);

    private static RecordValues Values(Party party, bool isOrganisation, bool hasStreet, TimeZoneInfo zone)
    {
        var (record, name) = (party.Record, isOrganisation && party.Name.Written is { } written ? PersonName.Organisation(written) : party.Name);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, of) in RecordFields.All)
            if (!FromName.Contains(key) && of(record) is { } value) values[key] = value;
        if (isOrganisation) values[Kind] = nameof(CustomerKind.Organisation);
        if (name.IsEmpty) values.Remove(Kind); // who is nobody is of no kind
        if (hasStreet && string.IsNullOrWhiteSpace(record.Street)) foreach (var field in AddressFields) values.Remove(field);
        if (record.Email is { } email) values[GoldenFields.Email] = Lower(email);
        if (party.Phone is { } phone) values[GoldenFields.Phone] = phone;
        foreach (var (key, value) in CustomValues.Read(record.Custom)) values[CustomPrefix + key] = value;
        var at = Instants.ToMicroseconds(record.ChangedAt);
        return new(party.Id, at, DateOnly.FromDayNumber(Instants.DayNumber(at, zone)), ByHand: false, name, values) { Source = record.SourceId.Value };
    }
}
