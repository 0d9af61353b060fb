using Patron.Kernel.Texts;

namespace Patron.Reasons.ShowReasons;

/// <summary>Why customers come to a service desk: a tree to begin with, in the language of whoever begins; it is the organisation's own from then on.</summary>
internal static class UsualReasons
{
    private static readonly (string Top, string[] Parts)[] Tops =
    [
        ("delivery", ["late", "missing", "damaged"]), ("product", ["faulty", "different", "usage"]), ("bill", ["wrong", "payment"]), ("service", ["unfriendly", "unreachable", "promise"]), ("other", []),
    ];

    public static IReadOnlyList<(string Name, IReadOnlyList<string> Parts)> In(Sentences text) =>
        [.. Tops.Select(t => (text.Get("reasons.usual.top", new { reason = t.Top }), (IReadOnlyList<string>)[.. t.Parts.Select(p => text.Get("reasons.usual.part", new { reason = p }))]))];
}
