using Patron.Kernel;
using Patron.Segments.Contracts;

namespace Patron.Campaigns.KeepCampaigns;

/// <summary>Which campaigns go to which segment.</summary>
internal sealed class CampaignsOfSegments(CampaignBook book) : IUsesSegments
{
    public async Task<IReadOnlyList<SegmentUse>> Uses(CancellationToken ct)
    {
        var uses = new List<SegmentUse>();
        foreach (var campaign in await book.All(ct))
            if (IdText.TryRead<SegmentId>(CampaignPlan.Read(campaign.Plan).Segment, out var segment))
                uses.Add(new(segment, campaign.Name, CampaignDecisions.IsLaunched(campaign) ? CampaignUrls.Report(campaign.Id) : CampaignUrls.Check(campaign.Id), campaign.LaunchedAt ?? campaign.CreatedAt));
        return [.. uses.OrderByDescending(u => u.At)];
    }

    public string Begin(SegmentId segment) => $"{CampaignUrls.New}?segment={segment}";
}
