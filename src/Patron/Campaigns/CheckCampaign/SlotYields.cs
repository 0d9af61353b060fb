using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Campaigns.KeepCampaigns;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.CheckCampaign;

/// <summary>Who of an audience has to wait because another campaign, which is worth more with this person, takes the last slot that the contact policy leaves.</summary>
internal sealed class SlotYields(IContactPolicy policy, IMessages messages, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <param name="worths">Of contacting each of the eligible, as the messages of this campaign will be planned with.</param>
    public async Task<IReadOnlyList<YieldLine>> Of(Campaign campaign, CampaignPlan plan, CustomerBaseSnapshot snapshot, int[] eligible, double[] worths, CancellationToken ct)
    {
        var waiting = (await messages.WaitingBeside(CampaignBook.Source(campaign.Id), ct)).GroupBy(w => w.Customer).ToDictionary(g => g.Key, g => g.OrderByDescending(w => w.Worth).ToArray());
        if (waiting.Count == 0) return [];
        var dearer = new WaitingMessage[eligible.Length][];
        for (var at = 0; at < eligible.Length; at++)
            dearer[at] = waiting.TryGetValue(snapshot.Ids[eligible[at]], out var of) ? [.. of.Where(w => w.Worth > worths[at])] : [];
        var yielding = new bool[eligible.Length];
        foreach (var channel in plan.Arms.Select(a => Audience.PolicyChannel(a.Channel)).OfType<string>().Distinct())
            foreach (var (at, yields) in (await policy.Yields(snapshot, eligible, channel, plan.Purpose, at => [.. dearer[at].Select(w => w.Channel)], clock.GetUtcNow(), ct)).Index())
                yielding[at] |= yields;
        var counted = Enumerable.Range(0, eligible.Length).Where(at => yielding[at]).CountBy(at => dearer[at][0].Source).OrderByDescending(c => c.Value).ToArray();
        return counted.Length == 0 ? [] : await Named(counted, ct);
    }

    private async Task<IReadOnlyList<YieldLine>> Named(KeyValuePair<SendingSource, int>[] counted, CancellationToken ct)
    {
        CampaignId[] ids = [.. counted.Where(c => c.Key.Kind == CampaignBook.Kind).Select(c => new CampaignId(c.Key.Id))];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var names = await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        return [.. counted.Where(c => names.ContainsKey(new(c.Key.Id))).Select(c => new YieldLine(new CampaignId(c.Key.Id).ToString(), names[new(c.Key.Id)], c.Value))];
    }
}
