namespace Patron.Imports.Reading;

/// <summary>
/// Why something was guessed, refused or left out: the key of a sentence in the resources and its named arguments.
/// It is never text itself, because whoever reads it chooses the language.
/// </summary>
internal sealed record Reason(string Key, IReadOnlyDictionary<string, object> Arguments)
{
    private static readonly Dictionary<string, object> None = [];

    public static Reason Of(string key) => new(key, None);

    public static Reason Of(string key, params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        var named = new Dictionary<string, object>(arguments.Length, StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            named.Add(name, value);
        }

        return new Reason(key, named);
    }
}

/// <summary>A value, or the reason why there is none: exactly one of the two is set.</summary>
internal readonly record struct Parsed<T>(T? Value, Reason? Problem)
    where T : class
{
    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(Reason problem) => new(null, problem);
}
