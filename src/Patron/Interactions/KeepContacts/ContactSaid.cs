using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Patron.Interactions.KeepContacts;

internal enum Mood { Good = 1, Neutral = 2, Bad = 3 }

/// <summary>What a contact was about and how it went, as its JSON has it; a property that is not named here stays as it is.</summary>
/// <param name="With">The person spoken with, where that is not the customer.</param>
/// <param name="Critical">An episode that decides whether the customer stays, not an ordinary one.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ContactSaid(string? Subject, string? Text, string? Outcome, string? With = null, Mood? Mood = null, bool Critical = false, int? Seconds = null)
{
    public const int LongestLine = 200, LongestText = 10_000;
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static ContactSaid Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(Of("subject"), Of("text"), Of("outcome"), Of("with"), Enum.TryParse<Mood>(Of("mood"), ignoreCase: true, out var mood) ? mood : null,
            root.TryGetProperty("critical", out var critical) && critical.ValueKind == JsonValueKind.True,
            root.TryGetProperty("seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var n) ? n : null);

        string? Of(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>Lays this over <paramref name="json"/>; what is null or false here is taken away there.</summary>
    public string Over(string json)
    {
        var all = JsonNode.Parse(json)!.AsObject();
        Put("subject", Subject);
        Put("text", Text);
        Put("outcome", Outcome);
        Put("with", With);
        Put("mood", Mood?.ToString().ToLowerInvariant());
        Put("critical", Critical ? JsonValue.Create(true) : null);
        Put("seconds", Seconds is { } n ? JsonValue.Create(n) : null);
        return all.ToJsonString(Options);

        void Put(string name, JsonNode? value)
        {
            all.Remove(name);
            if (value is not null) all[name] = value;
        }
    }

    /// <summary>Blank lines are none.</summary>
    public ContactSaid Trimmed => this with { Subject = Blank(Subject), Text = Blank(Text), Outcome = Blank(Outcome), With = Blank(With) };

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
