using Microsoft.EntityFrameworkCore;
using Patron.Campaigns.KeepCampaigns;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>What campaigns cost: each message that was handed over, at the price of its arm. All of a campaign counts on the day of its launch, later waves and its roll-out too.</summary>
internal sealed class CampaignCosts(IDbContextFactory<PatronDb> contexts, IMessages messages) : ITellsCosts
{
    public async Task<IReadOnlyList<MarketingCost>> Since(DateOnly day, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var from = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        var launched = await db.Campaigns.AsNoTracking().Where(c => c.LaunchedAt >= from).Select(c => new { c.Id, c.Plan, c.LaunchedAt }).ToListAsync(ct);
        var costs = new List<MarketingCost>(launched.Count);
        foreach (var campaign in launched)
        {
            var byArm = await messages.CountsByArm(CampaignBook.Source(campaign.Id), ct);
            var micros = CampaignPlan.Read(campaign.Plan).Arms.Select((arm, at) => byArm.TryGetValue(CampaignPlan.Letter(at), out var counts) ? Handed(counts) * arm.CostEach : 0).Sum();
            costs.Add(new(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(campaign.LaunchedAt!.Value, zone).DateTime), (double)micros / Micros.PerUnit));
        }
        return costs;
    }

    /// <summary>Those that cost something: what failed, was suppressed or still waits did not.</summary>
    public static long Handed(SendingCounts counts) => counts.HandedOff + counts.Sent + counts.Unknown;
}
