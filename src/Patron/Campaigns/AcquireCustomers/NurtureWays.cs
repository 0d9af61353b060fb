using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Campaigns.AcquireCustomers;

/// <summary>What an arm of a campaign did for people who had never bought.</summary>
/// <param name="Answers">First purchases within the window, against those left alone.</param>
internal sealed record NurtureWay(CampaignId Campaign, string Name, string What, string Channel, ResponseTest Answers);

/// <summary>Compares the ways in which prospects were won, by the latest campaigns that reached some.</summary>
internal sealed class NurtureWays(ITests tests, IDbContextFactory<PatronDb> contexts)
{
    private const int Latest = 12;

    /// <summary>The most won of a thousand first.</summary>
    /// <param name="visibleTo">Whose people are counted; null: all.</param>
    public async Task<IReadOnlyList<NurtureWay>> All(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        var ways = new List<NurtureWay>();
        foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => c.LaunchedAt != null).OrderByDescending(c => c.LaunchedAt).Take(Latest).ToListAsync(ct))
        {
            var plan = CampaignPlan.Read(campaign.Plan);
            var (people, bought) = Counted(snapshot, visibleTo, await tests.People(campaign.Id.Value, ct), plan, zone);
            if (people[0] < 2) continue;
            ways.AddRange(plan.Arms.Select((arm, at) => (arm, at)).Where(a => people[a.at + 1] > 1)
                .Select(a => new NurtureWay(campaign.Id, campaign.Name, a.arm.What, a.arm.Channel, ResponseTest.Of(new(people[a.at + 1], bought[a.at + 1]), new(people[0], bought[0])))));
        }
        return [.. ways.OrderByDescending(w => w.Answers.Difference)];
    }

    private static (long[] People, long[] Bought) Counted(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, TestPeople people, CampaignPlan plan, TimeZoneInfo zone)
    {
        var (all, bought) = (new long[plan.Arms.Count + 1], new long[plan.Arms.Count + 1]);
        for (var i = 0; i < people.Customers.Length; i++)
        {
            if (!snapshot.TryIndex(people.Customers[i], out var index) || !snapshot.Known.Get(index) || visibleTo?.Get(index) == false) continue;
            var since = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(people.Since[i], zone).DateTime).DayNumber;
            var first = snapshot.Purchases.OrderDays(index, since + plan.WindowDays - 1);
            if (first.Length > 0 && first[0] < since) continue;
            all[people.Arms[i]]++;
            if (first.Length > 0) bought[people.Arms[i]]++;
        }
        return (all, bought);
    }
}
