using Microsoft.EntityFrameworkCore;
using Patron.Campaigns.ReportCampaign;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Experiments.ShowTests;
using Patron.Kernel;
using Patron.Tests.Campaigns;

namespace Patron.Tests.Experiments;

/// <summary>What the page of experiments says of the health of tests.</summary>
public sealed class TestHealthTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whoever_was_in_another_test_at_the_same_time_overlaps_though_both_have_ended(Database kind)
    {
        await using var app = await Shop.Start(kind, Shop.People(30, n => [n]));
        var (tests, now) = (app.Get<ITests>(), app.Clock.Now);
        await using (var session = await app.Session())
        {
            // 1 runs to the tenth day, 2 from the fifth on, 3 began after 1 had ended.
            foreach (var (id, begins, ends) in ((long, int, int?)[])[(1, 0, 10), (2, 5, null), (3, 11, 12)])
            {
                await tests.Begin(session, new(id, "campaign", "key " + id, "Test " + id, "/", [new("", .5), new("A", .5)], 7, .9), default, now.AddDays(begins));
                if (ends is { } end) await tests.End(session, id, default, now.AddDays(end));
            }
            tests.Assign(session, 1, [.. Enumerable.Range(1, 20).Select(n => (new CustomerId(n), n % 2))]);
            tests.Assign(session, 2, [.. Enumerable.Range(16, 10).Select(n => (new CustomerId(n), n % 2))]);
            tests.Assign(session, 3, [.. Enumerable.Range(1, 17).Select(n => (new CustomerId(n), 1))]);
            await session.Commit(default);
        }
        var health = (await app.Get<TestReads>().Health(default)).OrderBy(h => h.Test.Id).ToArray();
        // 16 and 17 were in all three and count once.
        Assert.Equal([5, 5, 2], health.Select(h => h.Overlap));
        Assert.Equal([true, true, false], health.Select(h => h.IsFair));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_large_test_is_counted_by_its_customers_and_not_each_against_all(Database kind)
    {
        const int many = 30_000;
        await using var app = await Shop.Start(kind, Shop.People(1, _ => [1]));
        await using (var session = await app.Session())
        {
            await app.Get<ITests>().Begin(session, new(1, "campaign", "key", "Large", "/", [new("", .5), new("A", .5)], 7, .9), default);
            app.Get<ITests>().Assign(session, 1, [.. Enumerable.Range(1, many).Select(n => (new CustomerId(n), n % 2))]);
            await session.Commit(default);
        }
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Equal([many / 2, many / 2], Assert.Single(await app.Get<TestReads>().Health(default)).People);
        // Each against all takes a minute; this takes a tenth of a second.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task What_campaigns_cost_is_taken_off_what_all_marketing_earned_in_the_quarter_of_their_launch()
    {
        var (people, messages) = (Shop.People(400, n => [n % 60 + 1]), new PlayedMessages());
        await using var app = await Shop.Start(Database.Sqlite, people, messages);
        await Shop.Draw(app, await Shop.Launched(app, Shop.Plan()), 1);
        var room = new CampaignCosts(app.Get<IDbContextFactory<PatronDb>>(), messages);
        var cost = Assert.Single(await room.Since(new(2026, 1, 1), default));
        Assert.Equal((Shop.Today, messages.Planned.Count * .02), (cost.Day, cost.Amount));
        Assert.NotEmpty(messages.Planned);
        Assert.Empty(await room.Since(Shop.Today.AddDays(1), default));

        var control = ControlGroup.Of(new MarketingRules(20, new(2025, 12, 1), 30, false));
        var quarter = Assert.Single(ControlQuarter.Of(people.Current, null, control, [cost, cost with { Day = new(2025, 12, 31) }, cost with { Day = new(2026, 4, 1) }], Shop.Today));
        var (gross, net) = (quarter.Profit!, quarter.Net!);
        Assert.Equal((cost.Amount, gross.Estimate - cost.Amount, gross.Interval.Low - cost.Amount, gross.Interval.High - cost.Amount), (quarter.Cost!.Value, net.Estimate, net.Interval.Low, net.Interval.High));
        // Whoever sees but a part of the customers is not told that all of the cost was spent on them.
        var part = Assert.Single(ControlQuarter.Of(people.Current, Patron.Analytics.Base.Bitmap.CopyOf(people.Current.Known), control, [cost], Shop.Today));
        Assert.Equal((null, null, gross.Estimate), (part.Cost, part.Net, part.Profit!.Estimate));
        Assert.Equal([new DateOnly(2025, 12, 1), new(2024, 4, 1), null],
            (DateOnly?[])[ControlQuarter.First(control.Rules, Shop.Today), ControlQuarter.First(control.Rules with { ControlSince = new(2020, 1, 1) }, Shop.Today), ControlQuarter.First(MarketingRules.Default, Shop.Today)]);
    }

    [Fact]
    public void A_control_group_of_another_size_than_set_is_not_as_drawn()
    {
        Assert.True(ControlQuarter.Split(new(2026, 1, false, 9_500, 500, null), 5) > .99);
        Assert.True(ControlQuarter.Split(new(2026, 1, false, 9_700, 300, null), 5) < TestHealth.LeastRatio);
        Assert.Null(ControlQuarter.Split(new(2026, 1, false, 0, 0, null), 5));
    }
}
