using System.Text.Encodings.Web;
using System.Text.Json;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Custom fields as they are stored: one JSON object of texts, its keys in order, so that equal values are equal texts.</summary>
internal static class CustomValues
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SortedDictionary<string, string> Read(string? json) =>
        json is null ? new(StringComparer.Ordinal) : new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, StringComparer.Ordinal);

    public static string? Write(SortedDictionary<string, string> values) => values.Count == 0 ? null : JsonSerializer.Serialize(values, Readable);

    /// <summary>What is given takes the place of what was known; the rest stays.</summary>
    public static string? Merge(string? known, IReadOnlyDictionary<string, string>? given)
    {
        if (given is null || given.Count == 0) return known;
        var values = Read(known);
        foreach (var (key, value) in given) values[key] = value;
        return Write(values);
    }
}
