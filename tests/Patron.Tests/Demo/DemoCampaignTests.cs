using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Microsoft.EntityFrameworkCore;
using Patron.Campaigns;
using Patron.Campaigns.AcquireCustomers;
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

/// <summary>The demo's campaigns on the real invoices: no purchase is made up, two campaigns worked and one did not, and all go with the demo.</summary>
public sealed class DemoCampaignTests
{
    private static readonly string[] Tables =
        ["campaigns_campaigns", "experiments_tests", "experiments_assignments", "messaging_messages", "messaging_queue", "messaging_sendings", "messaging_templates", "messaging_template_versions", "events_log", "kernel_claimed_keys"];

    [Fact]
    public async Task One_earned_more_than_doing_nothing_one_did_not_one_won_prospects()
    {
        await using var app = await Start(Database.Sqlite, new StillBase(StillBase.Retail, StillBase.RetailDay));
        await app.Get<DemoCampaigns>().Write(null, default);

        var all = await app.Get<CampaignBook>().All(default);
        Assert.Equal([DemoCampaigns.Garden, DemoCampaigns.Catalogue, DemoCampaigns.First], all.Select(c => c.Name));
        var spring = await Report(app, all[1]);
        Assert.Equal((Decision.Send, 2, 0, 0), (spring.Decision, spring.Best, spring.OpenWindows, spring.TwoArms));
        Assert.True(spring.Effect(2)!.Profit.Interval.Low > 0 && !spring.Effect(1)!.Profit.IsProven && spring.Ratio!.Value.P > .001);
        // Arms had bought alike before: taking that into account changes little.
        Assert.Equal(spring.Effect(2)!.Profit.Estimate, spring.Effect(2)!.Adjusted.Estimate, spring.Effect(2)!.Profit.Estimate * .25);
        Assert.NotEmpty(spring.Events);
        // What did nothing is proven by none of the three ways.
        var garden = await Report(app, all[0]);
        Assert.Equal((Decision.NotProven, false, false), (garden.Decision, garden.Effect(1)!.Adjusted.IsProven, garden.Effect(1)!.Drawn is { Low: > 0 } or { High: < 0 }));
        var sent = await app.Get<IMessages>().Counts(CampaignBook.Source(all[1].Id), default);
        Assert.Equal((sent.Planned, spring.Outcome.Arms[1].People + spring.Outcome.Arms[2].People), (sent.Sent, sent.Planned));
        // Ways to win prospects: three, the best of them beyond chance.
        var people = app.Get<ICustomerBase>().Current;
        var ways = await new NurtureWays(app.Get<ITests>(), app.Get<IDbContextFactory<PatronDb>>()).All(people, null, default);
        Assert.Equal(["Invitation with a coupon", "Brochure", "Postcard"], ways.Where(w => w.Name == DemoCampaigns.First).Select(w => w.What));
        Assert.True(ways[0].Answers.Interval.Low > 0);
        // Loaded anew, what is there stays.
        Assert.Equal(all.Select(c => c.Id), (await Again(app)).Select(c => c.Id));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task All_of_it_is_taken_out_again_with_the_demo(Database kind)
    {
        await using var app = await Start(kind, Few);
        await app.Get<DemoCampaigns>().Write(null, default);
        Assert.True(await Rows(app, "campaigns_campaigns") == 3 && await Rows(app, "messaging_messages") > 0 && await Rows(app, "messaging_queue") == 0);
        await using (var db = await app.Db()) Assert.Equal(5, (await MarketingRules.Read(db, default)).ControlPercent);
        Assert.Equal(3, app.Get<MadeSegments>().Made.Count);

        await using (var session = await app.Session())
        {
            await app.Services.GetServices<IForgetsSources>().OfType<ForgetsPast>().Single().Forget(session, new([], []), default);
            await DemoCampaigns.Forget(session, default);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        foreach (var table in Tables) Assert.Equal((table, 0L), (table, await Rows(app, table)));
        Assert.Empty(app.Get<MadeSegments>().Made);
        await using (var db = await app.Db()) Assert.Null(await db.Read<MarketingRules>(MarketingRules.Key, default));
    }

    /// <summary>Six hundred customers of whom some had bought before each campaign and some had not.</summary>
    private static StillBase Few { get; } = new(StillBase.Of(Enumerable.Range(1, 600).Select(n => new CustomerRow(n, true).Lines(
        [.. ((int[])[n % 200, n % 60 + 20, n % 35]).Take(n % 4).Select((ago, at) => StillBase.Sale(n * 10 + at, DemoCatalogue.LastDay.AddDays(-ago), 10 + n % 90))]))), DemoCatalogue.LastDay);

    private static Task<PatronServices> Start(Database kind, StillBase people) => PatronServices.Start(kind, services => services
        .AddSingleton<ICustomerBase>(people).AddSingleton<IReckoningDay>(people).AddSingleton<IContactPolicy>(new PlayedPolicy([])).AddSingleton<MadeSegments>()
        .AddSingleton<ISegments>(p => p.GetRequiredService<MadeSegments>()).AddSingleton<IMakesSegments>(p => p.GetRequiredService<MadeSegments>()));

    private static async Task<CampaignReport> Report(PatronServices app, Campaign campaign) => await app.Get<ReportReckoning>().Of(campaign, null, SplitBy.Bought, default);

    private static async Task<IReadOnlyList<Campaign>> Again(PatronServices app)
    {
        await app.Get<DemoCampaigns>().Write(null, default);
        return await app.Get<CampaignBook>().All(default);
    }

    private static async Task<long> Rows(PatronServices app, string table) => Convert.ToInt64(await app.Ask($"select count(*) from {table}"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The questions of the demo, as the language of segments answers them, on a base without its other columns; and who was saved.</summary>
    private sealed class MadeSegments : ISegments, IMakesSegments
    {
        public Dictionary<SegmentId, SegmentName> Made { get; } = [];

        public IReadOnlyList<SegmentName> All => [.. Made.Values];

        public SegmentName? Find(string idOrName) => All.FirstOrDefault(s => s.Id.ToString() == idOrName || s.Name == idOrName);

        public Bitmap? Members(SegmentId segment, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) => Select(Made[segment].Query, snapshot, visibleTo, asOf).Value;

        public FieldRefusal? Wrong(string query) => null;

        public Task<Result<SegmentId>> Make(string name, string about, string query, UserId? by, CancellationToken ct)
        {
            var id = Find(name)?.Id ?? new SegmentId(Made.Count + 1);
            Made[id] = new(id, name, query);
            return Task.FromResult<Result<SegmentId>>(id);
        }

        public Task Forget(BulkSession session, IReadOnlyCollection<SegmentId> segments, CancellationToken ct)
        {
            foreach (var id in segments) Made.Remove(id);
            return Task.CompletedTask;
        }

        public Result<Bitmap> Select(string query, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
        {
            var (before, quiet, never, found) = (snapshot.Summary(asOf.DayNumber), query.Contains("days_since_order >= 45", StringComparison.Ordinal), query == "orders = 0", new Bitmap(snapshot.Size));
            for (var i = 0; i < snapshot.Size; i++)
                if (snapshot.Known.Get(i) && before.Orders[i] > 0 != never && (!quiet || (asOf.DayNumber - before.LastDay[i] >= 45 && before.Spent[i] <= 2_000 * Micros.PerUnit))) found.Set(i);
            return found;
        }
    }
}
