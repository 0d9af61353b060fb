using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ReportCampaign;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Tests.Insights;

namespace Patron.Tests.Campaigns;

/// <summary>What the report says beside the sums: when it is too early, for whom an arm worked, who was contacted all the same, and households.</summary>
public sealed class CampaignReportTests
{
    private static readonly UserId Author = new(1);

    private static PurchaseLine Sale(int order, int ago, decimal amount) => StillBase.Sale(order, Shop.Today.AddDays(-ago), amount);

    [Fact]
    public async Task On_the_first_day_and_while_the_window_is_open_nothing_is_decided_and_the_report_says_which_day_it_is()
    {
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(200, n => [n % 60 + 1]), messages: messages);
        var id = await Drawn(app, Shop.Plan(arms: 1), Enumerable.Range(1, 200).Select(n => (n, n % 2)));
        // What was spent before anybody bought is no loss yet: nothing was seen that chance could have done otherwise.
        messages.Planned.AddRange(Enumerable.Repeat(new Patron.Messaging.Contracts.MessagePlan(default, "wave-1", 0, "email", Shop.Template, "A", default, "marketing", null, 0), 100));

        var first = await Report(app, id);
        Assert.Equal((Decision.Wait, 1, 200, 0L), (first.Decision, first.Day, first.OpenWindows, first.Outcome.Arms[1].Answered));
        Assert.Equal((-2, false), (first.Effect(1)!.Profit.Estimate, first.Effect(1)!.Profit.IsProven));
        app.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal((Decision.Wait, 10), ((await Report(app, id)).Decision, (await Report(app, id)).Day));
        app.Clock.Advance(TimeSpan.FromDays(18));
        var last = await Report(app, id);
        Assert.Equal((Decision.NotProven, 28, 0, Shop.Today.AddDays(27)), (last.Decision, last.Day, last.OpenWindows, last.To));
    }

    [Fact]
    public async Task Parts_are_those_of_the_day_before_whatever_people_bought_since()
    {
        // Everybody bought once before and, in the arm, a second time since: whoever is told apart by today would see two kinds of people.
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 400).Select(n => new CustomerRow(n, true)
            .Lines([Sale(n * 10, 50, n), .. n % 2 == 1 ? [Sale(n * 10 + 1, -2, 20 + n % 7)] : Array.Empty<PurchaseLine>()]))), Shop.Today);
        await using var app = await Shop.Start(Database.Sqlite, people);
        var id = await Drawn(app, Shop.Plan(arms: 1), Enumerable.Range(1, 400).Select(n => (n, n % 2)));
        app.Clock.Advance(TimeSpan.FromDays(40));

        foreach (var by in (SplitBy[])[SplitBy.Bought, SplitBy.Ladder, SplitBy.Rfm, SplitBy.Value])
        {
            var split = (await Report(app, id, by)).Split!;
            Assert.Equal(by, split.By);
            Assert.Equal(200, split.Parts.Sum(p => p.Treated));
            Assert.Equal(200, split.Parts.Sum(p => p.Alone));
        }
        Assert.Equal(ReportParts.Once, Word(await Report(app, id), 0));
        Assert.Equal("Customer", Word(await Report(app, id, SplitBy.Ladder), 0));
        var tenths = (await Report(app, id, SplitBy.Value)).Split!;
        Assert.Equal((10, 20), (tenths.Parts.Count, tenths.Parts[0].Treated));

        static string Word(CampaignReport report, int at) => report.Split!.Names[Assert.Single(report.Split.Parts).Part + at];
    }

    [Fact]
    public async Task An_effect_on_one_part_alone_is_found_and_corrected_for_all_ways_to_look()
    {
        // Who bought often buys for about 100 more in the arm; who bought once does not.
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 800).Select(n => new CustomerRow(n, true).Lines(
        [
            Sale(n * 10, 50, 30), .. n % 4 < 2 ? [Sale(n * 10 + 1, 90, 30)] : Array.Empty<PurchaseLine>(),
            Sale(n * 10 + 2, -3, 20 + n * 37 % 50 + (n % 4 == 1 ? 100 : 0)),
        ]))), Shop.Today);
        await using var app = await Shop.Start(Database.Sqlite, people);
        var id = await Drawn(app, Shop.Plan(arms: 1), Enumerable.Range(1, 800).Select(n => (n, n % 2)));
        app.Clock.Advance(TimeSpan.FromDays(40));

        var split = (await Report(app, id)).Split!;
        Assert.True(split is { Differ: true, P: < .001 });
        Assert.True(split.P >= split.Differences!.P);
        Assert.Equal([ReportParts.Once, ReportParts.Often], split.Parts.Select(p => split.Names[p.Part]));
        Assert.Equal(30, split.Parts[1].Effect, 2.0);
        Assert.Null((await Report(app, id, SplitBy.Country)).Split!.P);
    }

    [Fact]
    public async Task A_household_is_one_unit_its_orders_count_once_and_the_arm_drawn_first_stays()
    {
        // 1 and 2 live together, and so do 3 and 4, who were drawn for two arms; 2 was not drawn and orders.
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 8).Select(n => new CustomerRow(n, true).Number(new NumberKey("household"), n <= 4 ? (n + 1) / 2 : null)
            .Lines(n is 2 or 4 or 7 ? [Sale(n, -1, 10 * n)] : []))), Shop.Today);
        await using var app = await Shop.Start(Database.Sqlite, people);
        var id = await Drawn(app, Shop.Plan(arms: 1), [(1, 1), (3, 0), (5, 1), (6, 0), (7, 0), (8, 1)]);
        await Assign(app, id, [(4, 1)]);
        app.Clock.Advance(TimeSpan.FromDays(40));

        var once = await Report(app, id);
        Assert.Equal((3, 20.0, 1L, 1), ((int)once.Outcome.Arms[1].People, once.Outcome.Arms[1].Revenue, once.Outcome.Arms[1].Answered, once.TwoArms));
        Assert.Equal((3, 110.0, 2L), ((int)once.Outcome.Arms[0].People, once.Outcome.Arms[0].Revenue, once.Outcome.Arms[0].Answered));

        var apart = await Drawn(app, Shop.Plan(arms: 1) with { OncePerHousehold = false }, [(1, 1), (3, 0), (4, 1), (5, 1), (6, 0), (7, 0)], "Persons");
        app.Clock.Advance(TimeSpan.FromDays(40));
        var persons = await Report(app, apart);
        Assert.Equal((3, 3, 0), ((int)persons.Outcome.Arms[1].People, (int)persons.Outcome.Arms[0].People, persons.TwoArms));
    }

    [Fact]
    public async Task The_check_and_the_draw_take_one_of_a_household_and_draw_all_of_it_by_its_number()
    {
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 600).Select(n => new CustomerRow(n, true).Number(new NumberKey("household"), n <= 400 ? 10_000 + n / 2 : null))), Shop.Today);
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(Database.Sqlite, people, messages);
        var id = await Shop.Launched(app, Shop.Plan());
        await Shop.Draw(app, id, 1);
        var drawn = await app.Get<ITests>().People(id.Value, default);
        // 1 lives with nobody of the 400, 2 with 3 and so on: 201 households.
        Assert.Equal(401, drawn.Customers.Length);
        var draw = new Patron.Analytics.Experiments.ArmDraw("campaign:" + id, [.2, .4, .4]);
        Assert.All(drawn.Customers.Zip(drawn.Arms), p => Assert.Equal(draw.Of(p.First <= 400 ? 10_000 + p.First / 2 : p.First), p.Second));
    }

    [Fact]
    public async Task Those_left_alone_who_were_called_visited_or_written_to_are_counted_by_way_within_their_window_alone()
    {
        var rooms = new ToldContacts();
        var people = Shop.People(20, n => [n]);
        await using var app = await PatronServices.Start(Database.Sqlite, services => { Shop.Play(services, people, null, null); services.AddSingleton<ITellsContacts>(rooms); });
        var id = await Drawn(app, Shop.Plan(arms: 1), Enumerable.Range(1, 20).Select(n => (n, n <= 10 ? 0 : 1)));
        var now = app.Clock.Now;
        rooms.Contacts.AddRange(
        [
            new(1, now.AddDays(1), "call", null, 0), new(1, now.AddDays(2), "visit", null, 0), new(2, now.AddDays(3), "email", "campaign", 99), new(3, now.AddDays(3), "email", "campaign", id.Value),
            new(4, now.AddDays(-1), "call", null, 0), new(5, now.AddDays(28), "call", null, 0), new(6, now.AddDays(27), "email", "journey", 5),
        ]);
        app.Clock.Advance(TimeSpan.FromDays(60));

        var touched = (await Report(app, id)).Touched;
        Assert.Equal(3, touched.People);
        Assert.Equal([("call", 1), (Touched.Campaign, 1), ("email", 1), ("visit", 1)], touched.Ways);
    }

    [Fact]
    public async Task Ways_to_win_prospects_are_compared_by_those_alone_who_had_never_bought()
    {
        // 1 to 20 never bought before; in the arm 8 of 10 buy, of those left alone 2. The others bought before and do not count.
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 40).Select(n => new CustomerRow(n, true)
            .Lines(n > 20 ? [Sale(n, 5, 10)] : n is <= 8 or 11 or 12 ? [Sale(n, -3, 10)] : n == 13 ? [Sale(n, -60, 10)] : []))), Shop.Today);
        await using var app = await Shop.Start(Database.Sqlite, people);
        var id = await Drawn(app, Shop.Plan(arms: 1), Enumerable.Range(1, 40).Select(n => (n, n <= 10 || n > 30 ? 1 : 0)));
        var way = Assert.Single(await new Patron.Campaigns.AcquireCustomers.NurtureWays(app.Get<ITests>(), app.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>()).All(people.Current, null, default));
        Assert.Equal((id, "Spring", 10L, 8L, 10L, 2L), (way.Campaign, way.Name, way.Answers.Treated.People, way.Answers.Treated.Answers, way.Answers.Control.People, way.Answers.Control.Answers));
    }

    private static async Task<CampaignId> Drawn(PatronServices app, CampaignPlan plan, IEnumerable<(int Customer, int Arm)> drawn, string name = "Spring")
    {
        var id = await Shop.Launched(app, plan, name);
        await Assign(app, id, drawn);
        return id;
    }

    private static async Task Assign(PatronServices app, CampaignId id, IEnumerable<(int Customer, int Arm)> drawn)
    {
        await using var session = await app.Session();
        app.Get<ITests>().Assign(session, id.Value, [.. drawn.Select(d => (new CustomerId(d.Customer), d.Arm))]);
        await session.Commit(default);
    }

    private static async Task<CampaignReport> Report(PatronServices app, CampaignId id, SplitBy by = SplitBy.Bought) =>
        await app.Get<ReportReckoning>().Of((await app.Get<CampaignBook>().Find(id, default))!, null, by, default);

    private sealed class ToldContacts : ITellsContacts
    {
        public List<MadeContact> Contacts { get; } = [];

        public Task<IReadOnlyList<MadeContact>> Since(BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<MadeContact>>([.. Contacts.Where(c => customers.Contains(new(c.Customer)) && c.At >= since)]);
    }
}
