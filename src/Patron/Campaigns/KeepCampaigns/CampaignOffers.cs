using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.KeepCampaigns;

/// <summary>What the arms of a campaign promise, for those who write its messages.</summary>
internal sealed class CampaignOffers(CampaignBook book) : ITellsOffers
{
    public async Task<IReadOnlyDictionary<string, ArmOffer>> Of(SendingSource source, CancellationToken ct)
    {
        if (source.Kind != CampaignBook.Kind || await book.Find(new CampaignId(source.Id), ct) is not { } campaign) return new Dictionary<string, ArmOffer>();
        return CampaignPlan.Read(campaign.Plan).Arms.Index().ToDictionary(a => CampaignPlan.Letter(a.Index), a => a.Item.Promise);
    }
}
