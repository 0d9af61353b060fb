using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>What is known of the record that a row names, and of its customer.</summary>
/// <param name="Party">Null where the source has sent no such record.</param>
/// <param name="Siblings">All records of the customer, this one among them.</param>
/// <param name="Hands">What people set, newest first.</param>
/// <param name="Binned">The customer lies in the bin.</param>
internal sealed record KnownRecord(Party? Party, IReadOnlyList<Party> Siblings, IReadOnlyList<HandRow> Hands, bool Binned)
{
    public static KnownRecord Nothing { get; } = new(null, [], [], false);
}

/// <param name="After">The record after the row; equal to the one before where nothing changes.</param>
/// <param name="GiveWay">Values set by hand that the file takes the place of.</param>
internal sealed record RowDecision(Fate Fate, RowReason? Why, SourceRecord After, IReadOnlyList<HandRow> GiveWay);

/// <summary>What becomes of a row by the import's rules, and by what people set since. Nothing of the outside is touched here.</summary>
internal static class RowDecisions
{
    public const string Field = "identity.row.byHand";

    /// <param name="fresh">The record that would be made.</param>
    /// <param name="country">To which phone numbers without a calling code belong.</param>
    public static RowDecision Decide(KnownRecord known, SourceRecord fresh, IncomingRecord row, IReadOnlyDictionary<string, string>? custom, IntakeRules rules, DateTimeOffset now, string country)
    {
        if (known.Party?.Record is not { } before)
        {
            return rules.Mode == IntakeMode.UpdateOnly
                ? new(Fate.Rejected, new("identity.row.notKnown", "id", row.ExternalId), fresh, [])
                : new(Fate.Created, null, row.Kept is { Stub: true } ? fresh : RecordDecisions.Merge(fresh, row, custom, now), []);
        }
        if (row.Kept is { Stub: true }) return new(Fate.Unchanged, null, before, []);
        // An export holds those in the bin as well: its row wants nobody back.
        if (row.Kept is not null && known.Binned && ReferenceEquals(RecordDecisions.Merge(before, row, custom, now), before)) return new(Fate.Unchanged, null, before, []);
        if (known.Binned && !rules.FromBin) return new(Fate.Conflict, new("identity.row.inBin", "id", row.ExternalId), before, []);
        // A stub is the name of an order's customer: who it is has nobody told yet.
        if (rules.Mode == IntakeMode.CreateOnly && !before.Stub && !known.Binned) return new(Fate.Unchanged, new("identity.row.knownAlready", "id", row.ExternalId), before, []);

        var all = RecordDecisions.Merge(before, row, custom, now);
        var after = rules.FillOnly ? FillOnly.Merge(known, row, custom, now) : all;
        HandRow[] against = before.Stub ? [] : [.. Against(known.Hands, before, after, country)];
        if (against.Length > 0 && !rules.FileWins)
        {
            var said = Said(after, against[0], country);
            return new(Fate.Conflict, new(Field, against[0].Field, said, new { set = against[0].Value, said }), before, []);
        }
        var changed = !ReferenceEquals(after, before);
        return known.Binned ? new(Fate.Returned, null, after, against)
            : changed ? new(Fate.Updated, null, after, against)
            : new(Fate.Unchanged, ReferenceEquals(all, before) ? null : new("identity.row.filledAlready", null, null), before, []);
    }

    /// <summary>The newest of each field that a person set, where the source now says something new that is neither what it said nor what the person did.</summary>
    private static IEnumerable<HandRow> Against(IReadOnlyList<HandRow> hands, SourceRecord before, SourceRecord after, string country)
    {
        if (hands.Count == 0 || ReferenceEquals(before, after)) return [];
        var contradicted = hands.DistinctBy(HandChoices.FieldOf).Where(h => Said(after, h, country) is { } said && said != Said(before, h, country) && said != h.Value).Select(HandChoices.FieldOf).ToHashSet(StringComparer.Ordinal);
        return hands.Where(h => contradicted.Contains(HandChoices.FieldOf(h)));
    }

    /// <summary>What a record says of the field, in the form in which values set by hand are kept.</summary>
    private static string? Said(SourceRecord record, HandRow hand, string country) => hand.Custom ? CustomValues.Read(record.Custom).GetValueOrDefault(hand.Field) : hand.Field switch
    {
        "name" => RecordDecisions.NameOf(record).FullName is { Length: > 0 } name ? name : null,
        "given" => RecordDecisions.NameOf(record).Given,
        "family" => RecordDecisions.NameOf(record).Family,
        "title" => RecordDecisions.NameOf(record).Title,
        "email" => EmailKey.Normalise(record.Email) ?? record.Email,
        "phone" => PhoneKey.Normalise(record.Phone, record.Country ?? country) ?? record.Phone,
        _ => RecordFields.All.First(f => f.Key == hand.Field).Of(record),
    };
}

/// <summary>A row that may only fill what nobody has told of the customer yet: no record of any source, and no person.</summary>
internal static class FillOnly
{
    private static readonly string[] Names = ["name", "given", "family"];

    /// <summary>The record stays as old as it was, so that filling a gap does not make it the newest about everything else.</summary>
    public static SourceRecord Merge(KnownRecord known, IncomingRecord row, IReadOnlyDictionary<string, string>? custom, DateTimeOffset now)
    {
        var before = known.Party!.Record;
        var told = known.Siblings.Where(s => !s.Record.Stub).SelectMany(s => RecordFields.All.Where(f => !string.IsNullOrWhiteSpace(f.Of(s.Record))).Select(f => f.Key))
            .Concat(known.Hands.Where(h => !h.Custom).Select(h => h.Field)).ToHashSet(StringComparer.Ordinal);
        var toldCustom = known.Siblings.SelectMany(s => CustomValues.Read(s.Record.Custom).Keys).Concat(known.Hands.Where(h => h.Custom).Select(h => h.Field)).ToHashSet(StringComparer.Ordinal);
        var named = Names.Any(told.Contains);
        var filling = row with
        {
            Kind = told.Contains("kind") ? null : row.Kind, Title = If("title", row.Title), Name = named ? null : row.Name, Given = named ? null : row.Given, Family = named ? null : row.Family,
            Company = If("company", row.Company), Email = If("email", row.Email), Phone = If("phone", row.Phone), Street = If("street", row.Street), City = If("city", row.City),
            Region = If("region", row.Region), Postal = If("postal", row.Postal), Country = If("country", row.Country), Birth = told.Contains("birth") ? null : row.Birth,
            Sex = told.Contains("sex") ? null : row.Sex, Language = If("language", row.Language), TimeZone = If("time_zone", row.TimeZone), Acquired = If("acquired", row.Acquired),
            Since = told.Contains("since") ? null : row.Since,
        };
        var fitting = custom?.Where(c => !toldCustom.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        return RecordDecisions.Merge(before, filling, fitting, before.Stub ? now : before.ChangedAt);

        string? If(string field, string? value) => told.Contains(field) ? null : value;
    }
}
