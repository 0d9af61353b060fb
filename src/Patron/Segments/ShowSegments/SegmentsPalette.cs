using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Segments.ShowSegments;

/// <summary>Segments by a part of their name, in the palette.</summary>
internal sealed class SegmentsPalette(SegmentBook book, ICurrentUser who) : IPaletteSource
{
    private const int Most = 5, Shortest = 2;

    public int Order => 39;

    public ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = text.Trim();
        return ValueTask.FromResult<IReadOnlyList<PaletteHit>>(words.Length < Shortest || !who.Can(Permissions.ReadInsights) ? []
            : [.. book.All.Where(s => s.Name.Contains(words, StringComparison.CurrentCultureIgnoreCase)).Take(Most).Select(s => new PaletteHit(s.Name, SegmentUrls.One(s.Id), "circles-relation"))]);
    }
}
