using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Patron.Interactions;

/// <summary>What an interaction says, as its JSON has it; other properties a kind may have stay as they are.</summary>
internal sealed record Payload(string? Subject, string? Text, string? Outcome, int? Seconds = null, int? Earlier = null)
{
    public string? With { get; init; }

    /// <summary>good, neutral or bad.</summary>
    public string? Mood { get; init; }
    public bool? Critical { get; init; }

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static Payload Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(Of("subject"), Of("text"), Of("outcome"), Number("seconds"), Number("earlier"))
        {
            With = Of("with"), Mood = Of("mood"), Critical = root.TryGetProperty("critical", out var critical) && critical.ValueKind is JsonValueKind.True or JsonValueKind.False ? critical.GetBoolean() : null,
        };

        string? Of(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        int? Number(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }

    /// <summary>Lays what is given over <paramref name="json"/>; what is null here stays as it was.</summary>
    public string Over(string json)
    {
        var all = JsonNode.Parse(json)!.AsObject();
        if (Subject is not null) all["subject"] = Subject;
        if (Text is not null) all["text"] = Text;
        if (Outcome is not null) all["outcome"] = Outcome;
        if (Seconds is { } seconds) all["seconds"] = seconds;
        if (Earlier is { } earlier) all["earlier"] = earlier;
        if (With is not null) all["with"] = With;
        if (Mood is not null) all["mood"] = Mood;
        if (Critical is { } critical) all["critical"] = critical;
        return all.ToJsonString(Options);
    }

    /// <summary>Fills what <paramref name="json"/> leaves empty.</summary>
    public string Under(string json)
    {
        var there = Read(json);
        return new Payload(there.Subject is null ? Subject : null, there.Text is null ? Text : null, there.Outcome is null ? Outcome : null, there.Seconds is null ? Seconds : null, there.Earlier is null ? Earlier : null)
        {
            With = there.With is null ? With : null, Mood = there.Mood is null ? Mood : null, Critical = there.Critical is null ? Critical : null,
        }.Over(json);
    }

    /// <summary>Is what it says never to be mentioned to the customer?</summary>
    public static bool IsMarked(string json) => JsonNode.Parse(json)!["never"] is JsonValue value && value.TryGetValue<bool>(out var never) && never;

    public static string Marked(string json, bool never)
    {
        var all = JsonNode.Parse(json)!.AsObject();
        all.Remove("never");
        if (never) all["never"] = true;
        return all.ToJsonString(Options);
    }

    public override string ToString() => Over("{}");
}
