using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.RecordPast;
using Patron.Campaigns.ReportCampaign;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Demo;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Segments.Contracts;
using Patron.Tests.Campaigns;
using Patron.Tests.Insights;

namespace Patron.Tests.Demo;

/// <summary>The demo's campaigns on the real invoices: no purchase is made up, one campaign worked and one did not, and both go with the demo.</summary>
public sealed class DemoCampaignTests
{
    private static readonly string[] Tables =
        ["campaigns_campaigns", "experiments_tests", "experiments_assignments", "messaging_messages", "messaging_queue", "messaging_sendings", "messaging_templates", "messaging_template_versions", "events_log", "kernel_claimed_keys"];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task One_earned_more_than_doing_nothing_one_did_not_and_both_are_taken_out_again(Database kind)
    {
        var people = new StillBase(StillBase.Retail, StillBase.RetailDay);
        await using var app = await PatronServices.Start(kind, services => services
            .AddSingleton<ICustomerBase>(people).AddSingleton<IReckoningDay>(people).AddSingleton<ISegments>(new BuyersOnDay()).AddSingleton<IContactPolicy>(new PlayedPolicy([])));
        await app.Get<DemoCampaigns>().Write(null, default);
        await app.Get<DemoCampaigns>().Write(null, default);

        var all = await app.Get<CampaignBook>().All(default);
        Assert.Equal([DemoCampaigns.Garden, DemoCampaigns.Catalogue], all.Select(c => c.Name));
        var spring = await app.Get<ReportReckoning>().Of(all[1], null, SplitBy.Bought, default);
        Assert.Equal((Decision.Send, 2, 0, 0), (spring.Decision, spring.Best, spring.OpenWindows, spring.TwoArms));
        Assert.True(spring.Effect(2)!.Profit.Interval.Low > 0 && !spring.Effect(1)!.Profit.IsProven && spring.Ratio!.Value.P > .001);
        // Arms had bought alike before: taking that into account changes little.
        Assert.Equal(spring.Effect(2)!.Profit.Estimate, spring.Effect(2)!.Adjusted.Estimate, spring.Effect(2)!.Profit.Estimate * .25);
        Assert.Equal(Decision.NotProven, (await app.Get<ReportReckoning>().Of(all[0], null, SplitBy.Bought, default)).Decision);
        var sent = await app.Get<IMessages>().Counts(CampaignBook.Source(all[1].Id), default);
        Assert.Equal((sent.Planned, spring.Outcome.Arms[1].People + spring.Outcome.Arms[2].People), (sent.Sent, sent.Planned));
        Assert.Equal(0L, Convert.ToInt64(await app.Ask("select count(*) from messaging_queue"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEmpty(spring.Events);
        await using (var db = await app.Db()) Assert.Equal(5, (await MarketingRules.Read(db, default)).ControlPercent);

        await using (var session = await app.Session())
        {
            await app.Services.GetServices<IForgetsSources>().OfType<ForgetsPast>().Single().Forget(session, new([], []), default);
            await DemoCampaigns.Forget(session, default);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        foreach (var table in Tables) Assert.Equal((table, 0L), (table, Convert.ToInt64(await app.Ask($"select count(*) from {table}"), System.Globalization.CultureInfo.InvariantCulture)));
        await using (var db = await app.Db()) Assert.Null(await db.Read<MarketingRules>(MarketingRules.Key, default));
    }

    /// <summary>The two questions of the demo, as the language of segments answers them, on a base without its other columns.</summary>
    private sealed class BuyersOnDay : ISegments
    {
        public IReadOnlyList<SegmentName> All => [];

        public SegmentName? Find(string idOrName) => null;

        public Bitmap? Members(SegmentId segment, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => null;

        public Result<Bitmap> Select(string query, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
        {
            var (before, quiet, found) = (snapshot.Summary(asOf.DayNumber), query.Contains("days_since_order >= 45", StringComparison.Ordinal), new Bitmap(snapshot.Size));
            for (var i = 0; i < snapshot.Size; i++)
                if (snapshot.Known.Get(i) && before.Orders[i] > 0 && (!quiet || (asOf.DayNumber - before.LastDay[i] >= 45 && before.Spent[i] <= 2_000 * Micros.PerUnit))) found.Set(i);
            return found;
        }
    }
}
