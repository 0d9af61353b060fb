using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Events.Contracts;

namespace Patron.Campaigns.KeepCampaigns;

/// <summary>Says what campaigns are called, for whoever knows only their numbers.</summary>
internal sealed class CampaignNames(IDbContextFactory<PatronDb> contexts) : INamesSources
{
    public string Kind => "campaign";

    public IReadOnlyDictionary<long, string> Names()
    {
        using var db = contexts.CreateDbContext();
        return db.Campaigns.AsNoTracking().Select(c => new { c.Id, c.Name }).ToDictionary(c => c.Id.Value, c => c.Name);
    }
}
