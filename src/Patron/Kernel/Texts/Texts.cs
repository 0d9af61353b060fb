using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Patron.Kernel.Texts;

/// <summary>
/// All sentences of the program: each room's Texts/LANGUAGE.json, read from the assembly and parsed once in a process, a language when it is first asked for:
/// a command that lives for a second says a few sentences in one.
/// </summary>
public sealed class Texts
{
    private static readonly FrozenDictionary<string, Lazy<Sentences>> Own = Of(typeof(Texts).Assembly);

    private readonly FrozenDictionary<string, Lazy<Sentences>> byTag;

    /// <param name="assembly">Ours unless a test says otherwise; a key twice in a language throws when the language is first asked for.</param>
    public Texts(Assembly? assembly = null) => byTag = assembly is null ? Own : Of(assembly);

    public Sentences For(Language language) => byTag[language.Tag].Value;

    private static FrozenDictionary<string, Lazy<Sentences>> Of(Assembly assembly) => Language.All.ToFrozenDictionary(l => l.Tag, l => new Lazy<Sentences>(() => new(l, Read(assembly, l))));

    private static Dictionary<string, Message> Read(Assembly assembly, Language language)
    {
        var messages = new Dictionary<string, Message>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("texts/", StringComparison.Ordinal) && n.EndsWith($"/{language.Tag}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var json = JsonDocument.Parse(stream);
            foreach (var entry in json.RootElement.EnumerateObject())
                if (!messages.TryAdd(entry.Name, MessageParser.Parse(entry.Name, entry.Value.GetString()!)))
                    throw new InvalidDataException($"{name} has the key {entry.Name} a second time.");
        }
        return messages;
    }
}
