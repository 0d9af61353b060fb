using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Consents.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Segments.Contracts;

namespace Patron.Campaigns.CheckCampaign;

/// <summary>Who is drawn, and why the others of the audience are not.</summary>
/// <param name="Everyone">How many the segment or query means.</param>
/// <param name="Eligible">Indexes of the snapshot, ascending.</param>
/// <param name="Excluded">By the word of the reason.</param>
internal sealed record Audience(int Everyone, int[] Eligible, IReadOnlyDictionary<string, int> Excluded)
{
    /// <summary>Words for what no barrier of the contact policy is.</summary>
    public const string Control = "control", Household = "household", NotDrawn = "notdrawn";

    /// <summary>What a person, or a household of which one is contacted, is drawn by.</summary>
    public static long UnitOf(NumberColumn? households, CustomerBaseSnapshot snapshot, int index) =>
        households is not null && households[index] is var household && household != NumberKey.Missing ? household : snapshot.Ids[index];
}

/// <summary>Finds the audience of a campaign as it is now.</summary>
internal sealed class Audiences(ISegments segments, IContactPolicy policy, TimeProvider clock)
{
    /// <summary>Everybody that the segment or query means.</summary>
    public Result<Bitmap> Everyone(CampaignPlan plan, CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        if (plan.Segment.Length == 0) return segments.Select(plan.Query, snapshot, null, asOf);
        return segments.Find(plan.Segment) is { } segment && segments.Members(segment.Id, snapshot, null, asOf) is { } members ? members : new CampaignAudienceWrong();
    }

    /// <summary>
    /// Leaves out, in this order: the universal control group, whom the contact policy forbids to contact by any arm's channel (so that all arms and those left alone are alike),
    /// all but one of a household, and whom the draw of a small part leaves for later.
    /// </summary>
    /// <param name="taken">Indexes of customers who are in the campaign already; of their households nobody else is taken.</param>
    public async Task<Result<Audience>> Of(Campaign campaign, CampaignPlan plan, CustomerBaseSnapshot snapshot, DateOnly asOf, ControlGroup control, IReadOnlySet<int>? taken, CancellationToken ct)
    {
        var found = Everyone(plan, snapshot, asOf);
        if (found.Refusal is { } refusal) return refusal;
        var excluded = new Dictionary<string, int>();
        var all = found.Value!.ToIndexes();
        var left = Without(all, i => control.Holds(snapshot.Ids[i]), Audience.Control, excluded);
        foreach (var channel in plan.Arms.Select(a => PolicyChannel(a.Channel)).OfType<string>().Distinct())
        {
            var barriers = await policy.Foresee(snapshot, left, channel, plan.Purpose, plan.Topic, clock.GetUtcNow(), ct);
            var kept = new List<int>(left.Length);
            for (var at = 0; at < left.Length; at++)
            {
                if (barriers[at] is ContactBarrier.None or ContactBarrier.QuietTime) kept.Add(left[at]);
                else Count(excluded, barriers[at].ToString().ToLowerInvariant());
            }
            left = [.. kept];
        }
        var households = plan.OncePerHousehold ? KnownColumns.Households(snapshot) : null;
        if (households is not null)
        {
            var seen = taken is null ? [] : taken.Select(i => households[i]).ToHashSet();
            left = Without(left, i => households[i] != NumberKey.Missing && !(taken?.Contains(i) ?? false) && !seen.Add(households[i]), Audience.Household, excluded);
        }
        if (plan.RandomPercent < 100)
        {
            var key = StableChance.KeyOf(campaign.DrawKey + ":part");
            left = Without(left, i => StableChance.Of(key, Audience.UnitOf(households, snapshot, i)) * 100 >= plan.RandomPercent, Audience.NotDrawn, excluded);
        }
        return new Audience(all.Length, left, excluded);
    }

    /// <summary>A webhook tells another program, and a task a colleague: neither reaches the customer by an address.</summary>
    private static string? PolicyChannel(string channel) => channel switch { "webhook" => null, "task" => ContactChannels.Phone, _ => channel };

    private static int[] Without(int[] from, Func<int, bool> excludes, string reason, Dictionary<string, int> excluded)
    {
        var kept = new List<int>(from.Length);
        foreach (var index in from)
        {
            if (excludes(index)) Count(excluded, reason); else kept.Add(index);
        }
        return [.. kept];
    }

    private static void Count(Dictionary<string, int> excluded, string reason) => excluded[reason] = excluded.GetValueOrDefault(reason) + 1;
}
