using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Kernel.Texts;

namespace Patron.Imports;

/// <summary>Reasons as sentences, with the fields called as people call them.</summary>
internal static class ReasonText
{
    /// <summary>A ready-made field beyond the core ones is called as on a customer's page.</summary>
    private static readonly string[] FieldPrefixes = ["imports.field.", "customers.field."];

    public static string Of(Sentences sentences, Reason reason) => Of(sentences, reason.Key, reason.Arguments!);

    public static string Of(Sentences sentences, string key, IReadOnlyDictionary<string, object?> arguments)
    {
        // Whoever writes a mapping by hand needs the fields' keys, not what they are called.
        if (key.StartsWith("imports.problem.map_", StringComparison.Ordinal)) return sentences.Get(key, arguments);
        var named = new Dictionary<string, object?>(arguments, StringComparer.OrdinalIgnoreCase);
        if (named.GetValueOrDefault("field") is string field) named["field"] = Field(sentences, field);
        if (named.GetValueOrDefault("fields") is string fields) named["fields"] = string.Join(", ", fields.Split(", ").Select(f => Field(sentences, f)));
        return sentences.Get(key, named);
    }

    /// <summary>A field of the organisation's own has its key alone.</summary>
    public static string Field(Sentences sentences, string key) => FieldPrefixes.Select(p => p + key).FirstOrDefault(sentences.Has) is { } called ? sentences[called] : key;

    public static string Kind(Sentences sentences, ImportKind kind) => sentences["imports.kind." + ImportFields.WordOf(kind)];
}
