using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Patron.Imports;

/// <summary>How this room keeps settings, plans and results: compact, every script readable.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Kept = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Kept);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Kept)!;
}
