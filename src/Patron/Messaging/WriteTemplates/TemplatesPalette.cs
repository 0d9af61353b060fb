using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Messaging.WriteTemplates;

/// <summary>Templates by a part of their name, in the palette; those not offered any more too.</summary>
internal sealed class TemplatesPalette(TemplateBook book, ICurrentUser who) : IPaletteSource
{
    private const int Most = 5, Shortest = 2;

    public int Order => 41;

    public async ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = text.Trim();
        if (words.Length < Shortest || !who.Can(Permissions.ManageCampaigns)) return [];
        return [.. (await book.Kept(ct)).Where(t => t.Name.Contains(words, StringComparison.CurrentCultureIgnoreCase)).Take(Most).Select(t => new PaletteHit(t.Name, MessagingUrls.Template(t.Id), "template"))];
    }
}
