using System.Security.Claims;

namespace Patron.Web.Contracts;

/// <summary>One thing to go to.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Href">Where it is.</param>
/// <param name="Icon">Name of a Tabler icon, without "ti-".</param>
/// <param name="Hint">A word beside it: a city, an address; null for none.</param>
public sealed record PaletteHit(string Label, string Href, string Icon, string? Hint = null);

/// <summary>Finds things for the palette (Ctrl K); each room that has things registers a scoped one.</summary>
public interface IPaletteSource
{
    /// <summary>Sources with a smaller order come first.</summary>
    int Order { get; }

    /// <summary>The best few hits that this user may see; none for a blank text unless the source has something to suggest.</summary>
    ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct);
}
