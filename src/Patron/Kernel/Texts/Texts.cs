using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Patron.Kernel.Texts;

/// <summary>All sentences of the program: each room's Texts/LANGUAGE.json, read from the assembly and parsed once.</summary>
public sealed class Texts
{
    private readonly FrozenDictionary<string, Sentences> byTag;

    /// <summary>Reads the sentences of an assembly, ours unless a test says otherwise; a key twice in a language throws.</summary>
    public Texts(Assembly? assembly = null) => byTag = Language.All.ToFrozenDictionary(l => l.Tag, l => new Sentences(l, Read(assembly ?? typeof(Texts).Assembly, l)));

    public Sentences For(Language language) => byTag[language.Tag];

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
