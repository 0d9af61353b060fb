using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Tests.Insights;

namespace Patron.Tests.Campaigns;

/// <summary>A campaign from the first plan to what it brought.</summary>
public sealed class CampaignTests
{
    private static readonly UserId Author = new(1), Second = new(2);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_launch_that_is_killed_goes_on_and_draws_each_customer_once(Database kind)
    {
        var messages = new PlayedMessages { BreaksAt = 2 };
        await using var app = await Shop.Start(kind, Shop.People(5_000, n => [n % 90]), messages);
        var id = await Shop.Launched(app, Shop.Plan());
        var (job, run) = (app.Services.GetServices<IJobHandler>().OfType<LaunchJob>().Single(), new RememberedRun(JsonSerializer.Serialize(new LaunchArguments(id.Value, 1, null))));

        await Assert.ThrowsAsync<InvalidOperationException>(() => job.Run(run, default));
        Assert.Equal(2_000, (await app.Get<ITests>().People(id.Value, default)).Customers.Length);
        await job.Run(run, default);
        // The job comes again although it is done: a lease that ran out.
        await job.Run(new RememberedRun(run.Arguments), default);

        var people = await app.Get<ITests>().People(id.Value, default);
        Assert.Equal(Enumerable.Range(1, 5_000).Select(n => (long)n), people.Customers);
        Assert.Equal(5_000L, await app.Ask("select count(*) from experiments_assignments"));
        Assert.True(SampleRatio.Of([.. people.Arms.CountBy(a => a).OrderBy(a => a.Key).Select(a => (long)a.Value)], [.2, .4, .4]).P > 1e-4);
        var draw = new ArmDraw("campaign:" + id, [.2, .4, .4]);
        Assert.All(people.Customers.Zip(people.Arms), p => Assert.Equal(draw.Of(p.First), p.Second));
        Assert.Equal(people.Customers.Zip(people.Arms).Where(p => p.Second > 0).Select(p => (p.First, CampaignPlan.Letter(p.Second - 1))), messages.Planned.Select(p => (p.Customer.Value, p.Arm)));
        Assert.All(messages.Planned, p => Assert.Equal(("wave-1", Shop.Template), (p.Step, p.Template)));
    }

    [Fact]
    public async Task Nothing_is_launched_that_was_not_checked_as_it_stands_or_is_not_sound()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(200, n => [n]));
        var (book, check) = (app.Get<CampaignBook>(), app.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>());
        Assert.IsType<CampaignNameNeeded>((await book.Add(" ", Shop.Plan(), Author, default)).Refusal);
        Assert.IsType<CampaignArmsWrong>((await book.Add("Spring", Shop.Plan() with { Arms = [] }, Author, default)).Refusal);
        Assert.IsType<CampaignNumberWrong>((await book.Add("Spring", Shop.Plan() with { WindowDays = 0 }, Author, default)).Refusal);
        var id = (await book.Add("Spring", Shop.Plan() with { Arms = [new("Letter", "letter", "", 0, null)] }, Author, default)).Value;
        Assert.IsType<CampaignNameTaken>((await book.Add("SPRING", Shop.Plan(), Author, default)).Refusal);
        Assert.IsType<CampaignStateWrong>((await book.Launch(id, Author, null, default)).Refusal);

        Assert.Equal(["template"], (await check.Run(id, Author, default)).Value!.Problems);
        Assert.IsType<CampaignNotSound>((await book.Launch(id, Author, null, default)).Refusal);
        var row = (await book.Find(id, default))!;
        Assert.IsType<CampaignChanged>((await book.Edit(id, row.Version - 1, "Spring", Shop.Plan(), Author, default)).Refusal);
        Assert.Null((await book.Edit(id, row.Version, "Spring", Shop.Plan() with { Budget = 1 }, Author, default)).Refusal);
        Assert.IsType<CampaignStateWrong>((await book.Launch(id, Author, null, default)).Refusal);
        Assert.Equal(["budget"], (await check.Run(id, Author, default)).Value!.Problems);
    }

    [Fact]
    public async Task A_second_person_approves_where_that_is_wanted_and_nobody_approves_the_own()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(200, n => [n]));
        await using (var db = await app.Db())
        {
            await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { SecondPerson = true }, default);
        }
        var book = app.Get<CampaignBook>();
        var id = (await book.Add("Spring", Shop.Plan(), Author, default)).Value;
        Assert.IsType<CampaignStateWrong>((await book.Approve(id, Second, default)).Refusal);
        await app.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(id, Author, default);
        Assert.IsType<CampaignNeedsApproval>((await book.Launch(id, Author, null, default)).Refusal);
        Assert.IsType<CampaignOwnApproval>((await book.Approve(id, Author, default)).Refusal);
        Assert.Null((await book.Approve(id, Second, default)).Refusal);
        Assert.Null((await book.Launch(id, Author, null, default)).Refusal);
    }

    [Fact]
    public async Task It_can_be_paused_resumed_and_ended_and_messages_hear_of_it()
    {
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(200, n => [n]), messages);
        var (book, id) = (app.Get<CampaignBook>(), await Shop.Launched(app, Shop.Plan()));
        Assert.IsType<CampaignStateWrong>((await book.Resume(id, Author, default)).Refusal);
        Assert.Null((await book.Pause(id, Author, default)).Refusal);
        Assert.Null((await book.Resume(id, Author, default)).Refusal);
        Assert.Null((await book.End(id, Author, default)).Refusal);
        Assert.IsType<CampaignStateWrong>((await book.End(id, Author, default)).Refusal);
        Assert.IsType<CampaignStateWrong>((await book.RollOut(id, 1, true, Author, default)).Refusal);
        Assert.Equal(["pause", "resume", "stop"], messages.Told);
        Assert.Empty(await app.Get<ITests>().Running(default));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_report_says_what_was_published_of_a_campaign_a_tenth_as_large(Database kind)
    {
        // 225 of 9,000 contacted and 20 of 1,000 left alone bought for 100: at a margin of 30 % that is 30 each, and a contact costs 230 / 9,000.
        var arms = new Dictionary<int, int>();
        var bought = Enumerable.Range(1, 225).Concat(Enumerable.Range(9_001, 20)).ToHashSet();
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 10_000).Select(n =>
            bought.Contains(n) ? new CustomerRow(n, true).Lines([StillBase.Sale(n, Shop.Today.AddDays(3), 100)]) : new CustomerRow(n, true))), Shop.Today);
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(kind, people, messages);
        var id = await Shop.Launched(app, Shop.Plan(arms: 1, holdOut: 10) with { Arms = [new("Letter", "letter", Shop.Letter.ToString(), Micros.From(230m / 9_000), null)] });
        await using (var session = await app.Session())
        {
            app.Get<ITests>().Assign(session, id.Value, [.. Enumerable.Range(1, 10_000).Select(n => (new CustomerId(n), n <= 9_000 ? 1 : 0))]);
            await session.Commit(default);
        }
        messages.Planned.AddRange(Enumerable.Repeat(new Patron.Messaging.Contracts.MessagePlan(default, "wave-1", 0, "letter", Shop.Template, "A", default, "marketing", null, 0), 9_000));
        app.Clock.Advance(TimeSpan.FromDays(40));

        var report = await app.Get<ReportReckoning>().Of((await app.Get<CampaignBook>().Find(id, default))!, null, SplitBy.Bought, default);

        Assert.Equal((9_000, 225, 1_000, 20), ((int)report.Outcome.Arms[1].People, (int)report.Outcome.Arms[1].Answered, (int)report.Outcome.Arms[0].People, (int)report.Outcome.Arms[0].Answered));
        Assert.Equal(1_120, report.Effect(1)!.Profit.Estimate, .01);
        Assert.Equal(4.87, report.Effect(1)!.Profit.Return!.Value, .001);
        Assert.Equal(report.Whole!.Estimate, report.Effect(1)!.Profit.Estimate, 1e-6);
        // A tenth of the people make it uncertain: what was proven with 100,000 is not with 10,000.
        Assert.Equal((Decision.NotProven, 0, 1), (report.Decision, report.OpenWindows, report.Best));
        Assert.Equal((225, 0, 22_500.0), (report.Claims.Orders, report.Claims.Shared, report.Claims.Last));
        Assert.Equal(report.Claims.First, report.Claims.Last);
        Assert.Equal(22_500 - 9_000 * 2_000 / 1_000.0, report.Claims.More, 1e-6);
        Assert.Equal(28, report.Daily.Count);
        Assert.True(report.Ratio!.Value.P > .99);
        var result = CampaignResult.Of(report);
        Assert.Equal((9_000, 225, 1_000, 20), ((int)result.Arms[0].People, (int)result.Arms[0].Answered, (int)result.AlonePeople, (int)result.AloneAnswered));
    }

    [Fact]
    public async Task What_was_bought_before_after_the_window_or_by_others_does_not_count()
    {
        var people = new StillBase(StillBase.Of(
            new CustomerRow(1, true).Lines([StillBase.Sale(1, Shop.Today.AddDays(-1), 50), StillBase.Sale(2, Shop.Today.AddDays(27), 7), StillBase.Sale(3, Shop.Today.AddDays(28), 1_000)]),
            new CustomerRow(2, true).Lines([StillBase.Sale(4, Shop.Today, 5)]), new CustomerRow(3, true), new CustomerRow(4, true).Lines([StillBase.Sale(5, Shop.Today.AddDays(2), 11)])), Shop.Today);
        await using var app = await Shop.Start(Database.Sqlite, people);
        var id = await Shop.Launched(app, Shop.Plan(arms: 1));
        await using (var session = await app.Session())
        {
            app.Get<ITests>().Assign(session, id.Value, [(new(1), 1), (new(2), 1), (new(3), 0)]);
            await session.Commit(default);
        }
        app.Clock.Advance(TimeSpan.FromDays(60));
        var report = await app.Get<ReportReckoning>().Of((await app.Get<CampaignBook>().Find(id, default))!, null, SplitBy.Bought, default);
        Assert.Equal((2, 2, 12.0, 0.0), ((int)report.Outcome.Arms[1].People, (int)report.Outcome.Arms[1].Answered, report.Outcome.Arms[1].Revenue, report.Outcome.Arms[0].Revenue));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task When_two_persons_are_found_to_be_one_the_first_arm_stays_and_the_case_is_flagged(Database kind)
    {
        await using var app = await Shop.Start(kind, Shop.People(10, n => [n]));
        var tests = app.Get<ITests>();
        await using (var session = await app.Session())
        {
            tests.Assign(session, 9, [(new(1), 2), (new(2), 0), (new(3), 1)]);
            await session.Commit(default);
        }
        app.Clock.Advance(TimeSpan.FromHours(1));
        await using (var session = await app.Session())
        {
            tests.Assign(session, 9, [(new(4), 1), (new(5), 1)]);
            await app.Get<CustomerRowMover>().Move(session, [new(new(4), new(1), null), new(new(5), new(3), null)], default);
            await session.Commit(default);
        }
        var people = await tests.People(9, default);
        Assert.Equal(([1L, 2L, 3L], [2, 0, 1]), (people.Customers, people.Arms), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2));
        Assert.Equal([1L], people.TwoArms);
    }

    [Fact]
    public async Task The_winner_goes_to_all_who_did_not_get_it_and_later_purchases_no_longer_count()
    {
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(600, n => [n % 60]), messages);
        var (book, id) = (app.Get<CampaignBook>(), await Shop.Launched(app, Shop.Plan()));
        var job = app.Services.GetServices<IJobHandler>().OfType<LaunchJob>().Single();
        await job.Run(new RememberedRun(JsonSerializer.Serialize(new LaunchArguments(id.Value, 1, null))), default);
        var got = messages.Planned.Where(p => p.Arm == "B").Select(p => p.Customer).ToHashSet();
        app.Clock.Advance(TimeSpan.FromDays(10));
        Assert.IsType<CampaignNoSuchArm>((await book.RollOut(id, 3, true, Author, default)).Refusal);
        Assert.Null((await book.RollOut(id, 2, true, Author, default)).Refusal);
        await job.Run(new RememberedRun(JsonSerializer.Serialize(new LaunchArguments(id.Value, 2, 2, Alone: true))), default);
        var rest = messages.Planned.Where(p => p.Step == LaunchJob.RollOutStep).ToArray();
        Assert.Equal(600 - got.Count, rest.Select(p => p.Customer).Distinct().Count());
        Assert.All(rest, p => Assert.True(p.Arm == "B" && !got.Contains(p.Customer)));
        Assert.Equal(600, (await app.Get<ITests>().People(id.Value, default)).Customers.Length);
        app.Clock.Advance(TimeSpan.FromDays(50));
        var report = await app.Get<ReportReckoning>().Of((await book.Find(id, default))!, null, SplitBy.Bought, default);
        Assert.Equal((Shop.Today.AddDays(9), 10), (report.To, report.Daily.Count));
    }

    [Fact]
    public async Task What_is_edited_after_the_approval_has_lost_it()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(200, n => [n]));
        await using (var db = await app.Db()) await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { SecondPerson = true }, default);
        var book = app.Get<CampaignBook>();
        var (id, _) = await Shop.Checked(app, Shop.Plan());
        Assert.Null((await book.Approve(id, Second, default)).Refusal);
        var approved = (await book.Find(id, default))!;
        Assert.Null((await book.Edit(id, approved.Version, "Spring", Shop.Plan() with { Goal = "Another" }, Author, default)).Refusal);
        var edited = (await book.Find(id, default))!;
        Assert.Equal((CampaignState.Draft, null, null), (edited.State, edited.ApprovedBy, edited.ApprovedAt));
        await app.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(id, Second, default);
        Assert.IsType<CampaignNeedsApproval>((await book.Launch(id, Author, null, default)).Refusal);
        Assert.IsType<CampaignOwnApproval>((await book.Approve(id, Author, default)).Refusal);
        // Whoever edited it approves it no more than its author.
        Assert.Null((await book.Edit(id, (await book.Find(id, default))!.Version, "Spring", Shop.Plan(), Second, default)).Refusal);
        await app.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(id, Author, default);
        Assert.IsType<CampaignOwnApproval>((await book.Approve(id, Second, default)).Refusal);
        Assert.Null((await book.Approve(id, new UserId(3), default)).Refusal);
    }
}
