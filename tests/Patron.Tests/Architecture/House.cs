using System.Reflection;

namespace Patron.Tests.Architecture;

/// <summary>The rooms of a program: the first part of the namespace under its root. The root itself is where all is put together.</summary>
internal sealed class House(string root, IEnumerable<Type> types)
{
    private const string CompositionRoot = "";

    /// <summary>Found by reading all code, once for all that is asked.</summary>
    private readonly Lazy<TypeUse[]> uses = new(() => [.. TypeUses.Of(types)]);

    public static House Patron { get; } = new("Patron", Assembly.Load("Patron").GetTypes());

    public IReadOnlySet<Type> Types { get; } = types.ToHashSet();

    /// <summary>Each use of a room by another that does not go through what the other offers.</summary>
    public IEnumerable<string> Leaks() => Arrows()
        .Where(arrow => !MayUse(arrow.From, arrow.To, arrow.Use.Used))
        .Select(arrow => $"{arrow.Use.User.FullName} -> {arrow.Use.Used.FullName}")
        .Order(StringComparer.Ordinal);

    /// <summary>A way from a room over others back to itself, or nothing. Kernel and Data are one layer; the composition root stands outside.</summary>
    public IReadOnlyList<string> Circle()
    {
        var next = Arrows().Where(arrow => arrow.From != CompositionRoot && arrow.To != CompositionRoot)
            .Select(arrow => (From: Layer(arrow.From), To: Layer(arrow.To)))
            .Where(arrow => arrow.From != arrow.To)
            .ToLookup(arrow => arrow.From, arrow => arrow.To);
        var done = new HashSet<string>();
        return next.Select(rooms => rooms.Key).Order(StringComparer.Ordinal)
            .Select(room => Back(room, [], done, next)).FirstOrDefault(way => way.Count > 0) ?? [];
    }

    /// <summary>The room of a type, empty for the composition root, null for a type of another house or one that the compiler shares among all.</summary>
    public string? Room(Type type)
    {
        var outermost = TypeUses.Outermost(type);
        if (!Types.Contains(outermost) || outermost.Name.StartsWith('<')) return null;
        if (outermost.Namespace is not { } space) return outermost.Name == "Program" ? CompositionRoot : null;
        if (space == root) return CompositionRoot;
        return space.StartsWith($"{root}.", StringComparison.Ordinal) ? space[(root.Length + 1)..].Split('.')[0] : null;
    }

    public bool IsContract(Type type) => $"{TypeUses.Outermost(type).Namespace}.".StartsWith($"{root}.{Room(type)}.Contracts.", StringComparison.Ordinal);

    public bool IsCompositionRoot(Type type) => Room(type) == CompositionRoot;

    private bool MayUse(string from, string to, Type used) => from switch
    {
        CompositionRoot => to is "Kernel" or "Data" or "Web" or "CommandLine" || IsContract(used) || used.FullName == $"{root}.{to}.{to}Module",
        "Kernel" or "Data" or "Web" => to is "Kernel" or "Data",
        // What runs the program builds it: the command line stands beside the composition root, and uses rooms through contracts alone.
        "CommandLine" => to is "Kernel" or "Data" or CompositionRoot || IsContract(used),
        _ => to is "Kernel" or "Data" or "Web" || IsContract(used),
    };

    private IEnumerable<(string From, string To, TypeUse Use)> Arrows() =>
        from use in uses.Value
        let @from = Room(use.User)
        let to = Room(use.Used)
        where @from is not null && to is not null && @from != to
        select (@from, to, use);

    private static string Layer(string room) => room is "Kernel" or "Data" ? "Kernel and Data" : room;

    private static IReadOnlyList<string> Back(string room, List<string> way, HashSet<string> done, ILookup<string, string> next)
    {
        if (way.IndexOf(room) is >= 0 and var start) return [.. way[start..], room];
        if (!done.Add(room)) return [];
        way.Add(room);
        foreach (var to in next[room].Distinct().Order(StringComparer.Ordinal))
            if (Back(to, way, done, next) is { Count: > 0 } circle) return circle;
        way.RemoveAt(way.Count - 1);
        return [];
    }
}
