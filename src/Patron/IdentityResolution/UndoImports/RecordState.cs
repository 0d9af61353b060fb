using System.Text.Json;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.UndoImports;

/// <summary>A record as change sets tell of it: field by field, each custom field on its own. Missing, null and undefined all mean that nothing is said.</summary>
internal static class RecordState
{
    public const string ChangedAt = "changed_at", IsStub = "stub", Kind = "kind";
    private const string Custom = "custom", CustomPrefix = "custom.", Consents = "consents";

    public static Dictionary<string, JsonElement> Of(SourceRecord record)
    {
        var state = RecordFields.All.ToDictionary(f => f.Key, f => Element(f.Of(record)), StringComparer.Ordinal);
        state[IsStub] = Element(record.Stub);
        state[Consents] = Element(record.Consents);
        state[ChangedAt] = Element(Instants.ToMicroseconds(record.ChangedAt));
        foreach (var (key, value) in CustomValues.Read(record.Custom)) state[CustomPrefix + key] = Element(value);
        return state;
    }

    public static Dictionary<string, JsonElement> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var state = document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone(), StringComparer.Ordinal);
        if (!state.Remove(Custom, out var custom)) return state;
        foreach (var (key, value) in CustomValues.Read(Text(custom))) state[CustomPrefix + key] = Element(value);
        return state;
    }

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        _ => value.ToString(),
    };

    /// <summary>The field's name without what tells custom ones apart.</summary>
    public static string Name(string field) => field.StartsWith(CustomPrefix, StringComparison.Ordinal) ? field[CustomPrefix.Length..] : field;

    public static SourceRecord Apply(SourceRecord record, Dictionary<string, JsonElement> state)
    {
        var custom = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in state)
            if (field.StartsWith(CustomPrefix, StringComparison.Ordinal) && Text(value) is { } text) custom[Name(field)] = text;
        return record with
        {
            Kind = Enum.Parse<CustomerKind>(Of(Kind)!), Stub = state[IsStub].GetBoolean(), Title = Of("title"), Name = Of("name"), GivenName = Of("given"), FamilyName = Of("family"),
            Company = Of("company"), Email = Of("email"), Phone = Of("phone"), Street = Of("street"), City = Of("city"), Region = Of("region"), Postal = Of("postal"),
            Country = Of("country"), Birth = RecordFields.Day(Of("birth")), Sex = Of("sex") is { } sex ? Enum.Parse<Sex>(sex) : null, Language = Of("language"),
            TimeZone = Of("time_zone"), Acquired = Of("acquired"), Since = RecordFields.Day(Of("since")), Custom = CustomValues.Write(custom), Consents = Of(Consents),
            ChangedAt = Instants.FromMicroseconds(state[ChangedAt].GetInt64()),
        };

        string? Of(string field) => Text(state.GetValueOrDefault(field));
    }

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value);
}
