using Patron.Campaigns.KeepCampaigns;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>There is no mail server, no address for proofs, or no message to prove.</summary>
internal sealed record ProofsImpossible() : Refusal("campaigns.refused.proof");

/// <summary>A template cannot be written for the customer; the preview says why.</summary>
internal sealed record ProofUnwritten() : Refusal("campaigns.refused.unwritten");

/// <summary>The mail server is not there, or did not take one.</summary>
internal sealed record ProofsNotTaken() : Refusal("campaigns.refused.untaken");

/// <summary>Sends each arm's message, as one real customer of the audience would get it, to our own addresses: an e-mail as it is, the text of any other message as a plain one.</summary>
internal sealed class SendProofs(CampaignBook book, CheckCampaign.Audiences audiences, ITemplates templates, IProofs proofs, IMailSender mail, ICustomerBase customerBase, IVisibility visibility, IReckoningDay day, IdMaker ids)
{
    /// <param name="who">Sees only proofs of customers whom they may see.</param>
    /// <param name="chosen">One of the audience; null: the first.</param>
    public async Task<Result<Done>> Send(CampaignId id, CustomerId? chosen, UserId? who, CancellationToken ct)
    {
        if (await book.Find(id, ct) is not { } campaign) return new CampaignGone();
        var (plan, snapshot) = (CampaignPlan.Read(campaign.Plan), customerBase.Current);
        if (plan.Proofs.Count == 0 || !await mail.IsSetUp(ct)) return new ProofsImpossible();
        var everyone = audiences.Everyone(plan, snapshot, day.AsOf);
        if (everyone.Refusal is { } refusal) return refusal;
        if (visibility.Set(snapshot, who) is { } seen) everyone.Value!.And(seen);
        if (everyone.Value!.Indexes().Where(i => chosen is null || snapshot.Ids[i] == chosen.Value.Value).Select(i => (int?)i).FirstOrDefault() is not { } person) return new ProofsImpossible();
        foreach (var arm in Enumerable.Range(0, plan.Arms.Count))
        {
            if (plan.TemplateOf(arm) is not { } template) return new ProofsImpossible();
            if ((await Prove(plan.Arms[arm], CampaignPlan.Letter(arm), template, new(snapshot.Ids[person]), plan.Proofs, ct)).Refusal is { } broken) return broken;
        }
        return default(Done);
    }

    private async Task<Result<Done>> Prove(CampaignArm what, string arm, TemplateId template, CustomerId customer, IReadOnlyList<string> addresses, CancellationToken ct)
    {
        var rendered = await templates.Preview(template, customer, what.Promise, ct);
        if (rendered.Refusal is not null) return new ProofUnwritten();
        if (what.Channel == ContactChannels.Email)
        {
            foreach (var to in addresses)
                if ((await proofs.Send(template, customer, what.Promise, to, ct)).Refusal is not null) return new ProofsNotTaken();
            return default(Done);
        }
        try
        {
            foreach (var to in addresses) await mail.Send(new(to, null, $"{arm}: {rendered.Value!.Subject}", rendered.Value.Text, "proof-" + ids.Next<MessageId>()), ct);
            return default(Done);
        }
        catch (MailFailedException)
        {
            return new ProofsNotTaken();
        }
    }
}
