using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Web.SearchPalette;

/// <summary>GET /palette?q=: what the palette shows for a text.</summary>
internal static class SearchPalette
{
    private const int Most = 12;

    public static void MapSearchPalette(this IEndpointRouteBuilder app) => app.MapGet(Urls.Palette, Find);

    private static async Task<IResult> Find(string? q, IEnumerable<IPaletteSource> sources, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = (q ?? "").Trim();
        var hits = new List<PaletteHit>();
        foreach (var source in sources.OrderBy(s => s.Order)) hits.AddRange(await source.Find(words, user, ct));
        return new RazorComponentResult<PaletteHits>(new { Words = words, Hits = (IReadOnlyList<PaletteHit>)[.. hits.Take(Most)] });
    }
}

/// <summary>The pages of the navigation, and those that it does not show, by any part of their name. Without a word the navigation alone.</summary>
internal sealed class PagesPaletteSource(IEnumerable<NavigationItem> items, IEnumerable<PalettePage> pages, IShellContext who, Sentences text) : IPaletteSource
{
    public int Order => 0;

    public ValueTask<IReadOnlyList<PaletteHit>> Find(string words, ClaimsPrincipal user, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<PaletteHit>>(
        [.. items.Where(i => i.Permission is null || who.Can(i.Permission))
            .OrderBy(i => i.Group).ThenBy(i => i.Order)
            .Select(i => new PaletteHit(text[i.Key], i.Href, i.Icon))
            .Concat(pages.Where(p => words.Length > 0 && (p.Permission is null || who.Can(p.Permission))).Select(p => new PaletteHit(text[p.Key], p.Href, p.Icon)))
            .Where(h => h.Label.Contains(words, StringComparison.OrdinalIgnoreCase))]);
}
