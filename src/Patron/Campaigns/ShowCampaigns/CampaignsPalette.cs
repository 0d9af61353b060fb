using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>Campaigns by a part of their name, in the palette: a draft leads to its plan, one that is out to its report.</summary>
internal sealed class CampaignsPalette(IDbContextFactory<PatronDb> contexts, ICurrentUser who) : IPaletteSource
{
    private const int Most = 5, Shortest = 2;

    public int Order => 40;

    public async ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = text.Trim().ToLowerInvariant();
        if (words.Length is < Shortest or > CampaignTable.LongestName || !who.Can(Permissions.ReadInsights)) return [];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Campaigns.AsNoTracking().Where(c => c.FoldedName.Contains(words)).OrderByDescending(c => c.CreatedAt).Take(Most).Select(c => new { c.Id, c.Name, c.LaunchedAt }).ToListAsync(ct);
        return [.. found.Select(c => new PaletteHit(c.Name, c.LaunchedAt is null ? CampaignUrls.Check(c.Id) : CampaignUrls.Report(c.Id), "send"))];
    }
}
