using System.Collections.Concurrent;
using System.Reflection;

namespace Patron.Kernel.Texts;

/// <summary>The arguments of a sentence, found by name in an object's public properties; the list of properties is kept per type.</summary>
internal sealed class Arguments(object? source)
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Properties = new();

    public static Arguments Of(object? source) => new(source);

    public bool TryGet(string name, out object? value)
    {
        value = null;
        if (source is IReadOnlyDictionary<string, object?> named) return named.TryGetValue(name, out value);
        if (source is null || !PropertiesOf(source.GetType()).TryGetValue(name, out var property)) return false;
        value = property.GetValue(source);
        return true;
    }

    private static Dictionary<string, PropertyInfo> PropertiesOf(Type type) => Properties.GetOrAdd(type, t => t
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetIndexParameters().Length == 0)
        .GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase));
}
