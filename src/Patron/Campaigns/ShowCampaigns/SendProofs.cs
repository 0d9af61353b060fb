using Patron.Campaigns.KeepCampaigns;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>There is no mail server, no address for proofs, or no message to prove.</summary>
internal sealed record ProofsImpossible() : Refusal("campaigns.refused.proof");

/// <summary>Sends each arm's message, as one real customer of the audience would get it, to our own addresses.</summary>
internal sealed class SendProofs(CampaignBook book, CheckCampaign.Audiences audiences, ITemplates templates, IMailSender mail, ICustomerBase customerBase, IReckoningDay day, IdMaker ids)
{
    public async Task<Result<Done>> Send(CampaignId id, CancellationToken ct)
    {
        if (await book.Find(id, ct) is not { } campaign) return new CampaignGone();
        var (plan, snapshot) = (CampaignPlan.Read(campaign.Plan), customerBase.Current);
        if (plan.Proofs.Count == 0 || !await mail.IsSetUp(ct)) return new ProofsImpossible();
        var everyone = audiences.Everyone(plan, snapshot, day.AsOf);
        if (everyone.Refusal is { } refusal) return refusal;
        if (everyone.Value!.Indexes().Select(i => (int?)i).FirstOrDefault() is not { } first) return new ProofsImpossible();
        foreach (var arm in Enumerable.Range(0, plan.Arms.Count))
        {
            if (plan.TemplateOf(arm) is not { } template) return new ProofsImpossible();
            var rendered = await templates.Preview(template, new(snapshot.Ids[first]), ct);
            if (rendered.Refusal is { } broken) return broken;
            foreach (var to in plan.Proofs)
                await mail.Send(new(to, null, $"{CampaignPlan.Letter(arm)}: {rendered.Value!.Subject}", rendered.Value.Text, "proof-" + ids.Next<MessageId>()), ct);
        }
        return default(Done);
    }
}
