namespace Patron.ServiceDesk.SetService;

/// <summary>A tree of reasons to begin with; the words are in the resources.</summary>
internal static class UsualReasons
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Tops { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["delivery"] = ["late", "missing", "damaged"],
        ["product"] = ["faulty", "different", "usage"],
        ["bill"] = ["wrong", "payment"],
        ["service"] = ["unfriendly", "unreachable", "promise"],
        ["other"] = [],
    };
}
