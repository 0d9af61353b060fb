using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.EnterValues;

/// <summary>
/// What a person set, beside what the records say: each value stands as a candidate of its own, with its day; the newest of a field wins.
/// A name is put together from its parts: what was not set of it comes from the name that was set, else from the records.
/// </summary>
internal static class HandChoices
{
    private const string Kind = "kind";
    private static readonly string[] Names = [GoldenFields.Name, GoldenFields.Given, GoldenFields.Family];

    public static bool IsName(HandRow row) => !row.Custom && Names.Contains(row.Field);

    /// <summary>The field as survivorship calls it.</summary>
    public static string FieldOf(HandRow row) => row.Custom ? GoldenValues.CustomPrefix + row.Field : row.Field;

    /// <param name="hands">Newest first.</param>
    public static IReadOnlyList<GoldenValue> Choose(IReadOnlyList<RecordValues> records, IReadOnlyList<HandRow> hands, Choosing choosing)
    {
        var zone = choosing.Zone;
        var newest = hands.DistinctBy(FieldOf).ToDictionary(FieldOf, StringComparer.Ordinal);
        var entered = hands.Where(h => !IsName(h) && h.Value.Length > 0).Select(h => Candidate(h, h.Field == GoldenFields.Title && !h.Custom ? new() { Title = h.Value } : PersonName.Empty, zone)).ToList();
        if (Name(records, newest, choosing) is { } name) entered.Add(name);
        var golden = Survivorship.Choose([.. records, .. entered], choosing.Rules);
        return [.. golden.Where(g => !IsNone(g.Field)).Concat(newest.Where(n => IsNone(n.Key) && n.Key != GoldenFields.LatinName).Select(n => None(n.Value, golden, zone))).OrderBy(g => g.Field, StringComparer.Ordinal)];

        // Who has no name has none in Latin letters either.
        bool IsNone(string field) => newest.TryGetValue(field == GoldenFields.LatinName ? GoldenFields.Name : field, out var row) && row.Value.Length == 0;
    }

    private static GoldenValue None(HandRow row, IReadOnlyList<GoldenValue> golden, TimeZoneInfo zone)
    {
        var none = new Candidate("", row.Id, Day(row, zone));
        var others = golden.FirstOrDefault(g => g.Field == FieldOf(row))?.Candidates ?? [];
        return new(FieldOf(row), none, IdentityReasons.GoldenByHand, [none, .. others]);
    }

    private static RecordValues Candidate(HandRow row, PersonName name, TimeZoneInfo zone) => new(
        row.Id, Instants.ToMicroseconds(row.At), Day(row, zone), ByHand: true, name,
        name.Title is null ? new Dictionary<string, string> { [FieldOf(row)] = row.Value } : new Dictionary<string, string>());

    private static DateOnly Day(HandRow row, TimeZoneInfo zone) => DateOnly.FromDayNumber(Instants.DayNumber(Instants.ToMicroseconds(row.At), zone));

    /// <summary>The name as entered; null where nothing of it was, or the whole of it is known to be none.</summary>
    private static RecordValues? Name(IReadOnlyList<RecordValues> records, Dictionary<string, HandRow> newest, Choosing choosing)
    {
        HandRow[] parts = [.. Names.Select(f => newest.GetValueOrDefault(f)).OfType<HandRow>()];
        if (parts.All(p => p.Value.Length == 0)) return null;
        var latest = parts.MaxBy(p => (p.At, p.Id))!;
        var name = NameOf(records, newest, choosing.Rules);
        return new(latest.Id, Instants.ToMicroseconds(latest.At), Day(latest, choosing.Zone), ByHand: true, name, new Dictionary<string, string>());
    }

    private static PersonName NameOf(IReadOnlyList<RecordValues> records, Dictionary<string, HandRow> newest, SurvivorshipRules rules)
    {
        var (whole, given, family) = (Set(GoldenFields.Name), Set(GoldenFields.Given), Set(GoldenFields.Family));
        if (newest.GetValueOrDefault(Kind)?.Value == nameof(CustomerKind.Organisation) && whole is not null) return PersonName.Organisation(whole);
        PersonName known;
        if (whole is { Length: > 0 })
        {
            known = PersonName.Parse(whole);
        }
        else
        {
            var said = Survivorship.Choose(records, rules).ToDictionary(g => g.Field, g => g.Value, StringComparer.Ordinal);
            known = PersonName.Parse(null, given ?? said.GetValueOrDefault(GoldenFields.Given), family ?? said.GetValueOrDefault(GoldenFields.Family));
        }
        var shown = whole is { Length: > 0 } ? whole : known.FullName;
        return new()
        {
            Kind = known.Kind, Given = Or(given, known.Given), Family = Or(family, known.Family), Script = known.Script,
            OwnScript = known.OwnScript is null ? null : shown, Latin = known.OwnScript is null ? shown : known.Latin,
        };

        string? Set(string field) => newest.GetValueOrDefault(field)?.Value;

        static string? Or(string? set, string? parsed) => set is null ? parsed : set.Length == 0 ? null : set;
    }
}
