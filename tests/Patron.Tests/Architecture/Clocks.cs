using System.Reflection;

namespace Patron.Tests.Architecture;

/// <summary>Members that read the machine's clock, or make an id from it or by chance, behind the back of a test. Stopwatch measures only, and is allowed.</summary>
internal static class Clocks
{
    /// <summary>As documentation ids, which is how BannedSymbols.txt names them.</summary>
    public static readonly IReadOnlyList<string> Banned =
    [
        "P:System.DateTime.Now",
        "P:System.DateTime.UtcNow",
        "P:System.DateTime.Today",
        "P:System.DateTimeOffset.Now",
        "P:System.DateTimeOffset.UtcNow",
        "P:System.Environment.TickCount",
        "P:System.Environment.TickCount64",
        "M:System.Guid.NewGuid",
        "M:System.Guid.CreateVersion7",
    ];

    /// <summary>The one clock, which only the composition root may take; all others are given it.</summary>
    public const string SystemClock = "P:System.TimeProvider.System";

    public static IEnumerable<string> ReadBy(IEnumerable<Type> types, params IEnumerable<string> members)
    {
        var sought = members.ToHashSet();
        return from type in types
               from method in TypeUses.Methods(type)
               from instruction in Instructions.Of(method)
               where instruction.Member is MethodBase
               let id = DocumentationId((MethodBase)instruction.Member)
               where sought.Contains(id)
               select $"{TypeUses.Outermost(type).FullName} -> {id}";
    }

    /// <summary>Exact for properties and for methods without parameters; others get a mark that no banned id has.</summary>
    private static string DocumentationId(MethodBase member)
    {
        var type = member.DeclaringType?.FullName;
        return member.Name.StartsWith("get_", StringComparison.Ordinal)
            ? $"P:{type}.{member.Name[4..]}"
            : $"M:{type}.{member.Name}{(member.GetParameters().Length == 0 ? "" : "(...)")}";
    }
}
