using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
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

/// <summary>Who is drawn, who is left out and why, and what is expected of it.</summary>
public sealed class CampaignForecastTests
{
    private static readonly UserId Author = new(1);

    [Fact]
    public async Task Who_is_left_out_is_counted_by_the_first_reason_that_holds()
    {
        var barriers = new Dictionary<int, ContactBarrier> { [1] = ContactBarrier.NoConsent, [2] = ContactBarrier.NoAddress, [3] = ContactBarrier.QuietTime };
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(1_000, n => [n % 60]), barriers: barriers);
        await using (var db = await app.Db())
        {
            await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { ControlPercent = 10 }, default);
        }
        var forecast = (await Shop.Checked(app, Shop.Plan() with { RandomPercent = 50 })).Forecast;
        Assert.Equal(1_000, forecast.Audience);
        Assert.Equal(forecast.Audience, forecast.Eligible + forecast.Excluded.Values.Sum());
        Assert.Equal(Enumerable.Range(1, 1_000).Count(n => (MarketingRules.Default with { ControlPercent = 10 }).Draws(n)), forecast.Excluded[Audience.Control]);
        Assert.Equal(2, forecast.Excluded.GetValueOrDefault("noconsent") + forecast.Excluded.GetValueOrDefault("noaddress") + Enumerable.Range(1, 2).Count(n => (MarketingRules.Default with { ControlPercent = 10 }).Draws(n)));
        Assert.InRange(forecast.Excluded[Audience.NotDrawn], 380, 520);
        Assert.False(forecast.Excluded.ContainsKey("quiettime"));
    }

    [Fact]
    public async Task What_is_expected_adds_up_and_lies_within_its_own_doubt()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(3_000, n => [n % 335, n % 335 + 30]));
        var forecast = (await Shop.Checked(app, Shop.Plan(holdOut: 10))).Forecast;
        Assert.Equal((3_000, .10, 0), (forecast.Eligible, forecast.HoldOut, forecast.Lift.Campaigns));
        Assert.Equal(2_700, forecast.Contacted);
        // Two orders of 10 a year: the chance of one within 28 days is 1 - e^(-2 x 28 / 365).
        Assert.Equal(1 - Math.Exp(-2 * 28 / 365.0), forecast.Alone, .01);
        Assert.Equal(10, forecast.OrderValue, 1e-9);
        Assert.All(forecast.Arms, a =>
        {
            Assert.Equal(a.People * .02, a.Cost, 1e-9);
            Assert.Equal(a.People * forecast.Alone * .2 * 10 * .3 - a.Cost, a.Profit, 1e-6);
            Assert.InRange(a.Profit, a.ProfitInterval.Low, a.ProfitInterval.High);
            Assert.InRange(a.Answers, a.AnswersInterval.Low, a.AnswersInterval.High);
        });
        Assert.Equal(HoldOut.PowerOf(3_000, 2, .10, forecast.Alone, forecast.Alone * 1.2), forecast.Power, 1e-9);
    }

    [Fact]
    public async Task The_next_campaign_expects_what_the_last_one_brought()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(2_000, n => [n % 300]));
        var book = app.Get<CampaignBook>();
        var before = await Shop.Launched(app, Shop.Plan(arms: 1));
        await book.Settle(before, new([new("A", "E-mail", "email", 90_000, 2_250, 0, 0, 0)], 10_000, 200, 0, 1), default);
        await book.Learn(before, "A reminder pays.", Author, default);
        var forecast = (await Shop.Checked(app, Shop.Plan(), "Next")).Forecast;
        Assert.Equal((.25, 1), (Math.Round(forecast.Lift.Relative, 9), forecast.Lift.Campaigns));
        // The delta method on the logarithm: e^(ln 1.25 ± 1.96 sqrt(1/2250 - 1/90000 + 1/200 - 1/10000)) - 1.
        Assert.Equal(1.25 * Math.Exp(-1.959964 * Math.Sqrt(1 / 2250.0 - 1 / 90000.0 + 1 / 200.0 - 1 / 10000.0)) - 1, forecast.Lift.Interval.Low, 1e-5);
        Assert.Equal("A reminder pays.", Assert.Single(forecast.Learned).Text);
    }

    [Fact]
    public async Task Drawing_stops_where_the_budget_does_and_says_how_many_are_left()
    {
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(1_000, n => [n % 60]), messages);
        // A half is drawn at first: about 400 messages at 0.02; there is money for 500.
        var id = await Shop.Launched(app, Shop.Plan(arms: 1) with { RandomPercent = 50, Budget = Micros.From(10m) });
        await Shop.Draw(app, id, 1);
        var first = messages.Planned.Count;
        Assert.InRange(first, 340, 460);
        Assert.Null((await app.Get<CampaignBook>().Find(id, default))!.LeftForBudget);
        Assert.Null((await app.Get<CampaignBook>().RollOut(id, 1, true, Author, default)).Refusal);
        await Shop.Draw(app, id, 2, 1, alone: true);
        Assert.Equal(500, messages.Planned.Count);
        Assert.Equal(1_000 - 500, (await app.Get<CampaignBook>().Find(id, default))!.LeftForBudget);
    }

    /// <summary>Whoever the audience means is drawn or left out for one reason, and whoever is drawn is left alone or gets a message.</summary>
    [Fact]
    public async Task Whatever_stands_in_the_way_everybody_is_counted_once()
    {
        var barriers = new Dictionary<int, ContactBarrier>();
        var people = new StillBase(StillBase.Of(Enumerable.Range(1, 300).Select(n => new CustomerRow(n, true).Number(new NumberKey("household"), n % 5 == 0 ? n / 10 : null))), Shop.Today);
        var messages = new PlayedMessages();
        await using var app = await Shop.Start(Database.Sqlite, people, messages, barriers);
        var number = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, byte, bool)>(), drawn => Law(drawn).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(12));

        async Task<bool> Law((byte Seed, byte Control, byte Random, bool Household) drawn)
        {
            var random = new Random(drawn.Seed);
            barriers.Clear();
            for (var n = 1; n <= 300; n++) barriers[n] = (ContactBarrier)random.Next(0, 8);
            await using (var db = await app.Db()) await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { ControlPercent = drawn.Control % 21 }, default);
            var plan = Shop.Plan() with { RandomPercent = 30 + drawn.Random % 71, OncePerHousehold = drawn.Household };
            var (id, forecast) = await Shop.Checked(app, plan, "Law " + ++number);
            if (forecast.Audience != 300 || forecast.Eligible + forecast.Excluded.Values.Sum() != 300 || forecast.Problems.Count > 0) return forecast.Problems.Count > 0 && forecast.Eligible < 2;
            await app.Get<CampaignBook>().Launch(id, Author, null, default);
            var before = messages.Planned.Count;
            await Shop.Draw(app, id, 1);
            var arms = (await app.Get<ITests>().People(id.Value, default)).Arms;
            return arms.Length == forecast.Eligible && messages.Planned.Count - before == arms.Count(a => a > 0);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_is_held_out_from_everything_stays_so_through_a_merge_as_the_one_known_first_was(Database kind)
    {
        await using var app = await Patron.Tests.Messaging.SendingSample.Start(kind);
        var people = await Patron.Tests.Messaging.SendingSample.People(app, 60);
        await using (var db = await app.Db()) await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { ControlPercent = 20 }, default);
        var before = await app.Get<IControlGroup>().Now(default);
        Assert.All(people, p => Assert.False(before.IsMixed(p.Value)));
        var (held, free) = (people.Where(p => before.Holds(p.Value)).ToArray(), people.Where(p => !before.Holds(p.Value)).ToArray());
        // The one held out was known first and is merged, over a third, into one who is not.
        var first = held.First(h => free.Count(f => f.Value > h.Value) > 1);
        var (middle, last) = (free.First(f => f.Value > first.Value), free.Last());
        await using (var session = await app.Session())
        {
            await session.Execute("update customers set merged_into = @into where id = @id", default, ("@into", middle.Value), ("@id", first.Value));
            await session.Execute("update customers set merged_into = @into where id = @id", default, ("@into", last.Value), ("@id", middle.Value));
            await session.Commit(default);
        }
        var after = await app.Get<IControlGroup>().Now(default);
        Assert.True(after.Holds(last.Value) && after.IsMixed(last.Value));
        Assert.All(people.Where(p => p != first && p != middle && p != last), p => Assert.Equal((before.Holds(p.Value), false), (after.Holds(p.Value), after.IsMixed(p.Value))));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_merge_of_somebody_whom_an_archive_named_as_held_out_is_flagged_and_the_person_stays_held_out(Database kind)
    {
        await using var app = await Patron.Tests.Messaging.SendingSample.Start(kind);
        var people = await Patron.Tests.Messaging.SendingSample.People(app, 6);
        await using (var db = await app.Db()) await db.WriteAtOnce(MarketingRules.Key, MarketingRules.Default with { ControlPercent = 10, ControlSince = Shop.Today }, default);
        await using (var session = await app.Session())
        {
            app.Get<ITests>().Assign(session, ControlGroup.Test, [(people[0], 0), (people[2], 0), (people[3], 0)]);
            await ControlGroup.KeepNamed(session, default);
            // One who was named becomes one who was not; two who were named become one; two who were not become one.
            await app.Get<CustomerRowMover>().Move(session, [new(people[0], people[1], null), new(people[2], people[3], null)], default);
            foreach (var (gone, into) in ((CustomerId, CustomerId)[])[(people[0], people[1]), (people[2], people[3]), (people[4], people[5])])
                await session.Execute("update customers set merged_into = @into where id = @id", default, ("@into", into.Value), ("@id", gone.Value));
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        var group = await app.Get<IControlGroup>().Now(default);
        Assert.Equal([(true, true), (true, false), (false, false)], ((int[])[1, 3, 5]).Select(n => (group.Holds(people[n].Value), group.IsMixed(people[n].Value))));
    }

    [Fact]
    public async Task Each_arm_expects_what_its_own_channel_brought_before()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(2_000, n => [n % 300]));
        var book = app.Get<CampaignBook>();
        var before = await Shop.Launched(app, Shop.Plan(arms: 1));
        await book.Settle(before, new([new("A", "E-mail", "email", 90_000, 2_250, 0, 0, 0)], 10_000, 200, 0, 1), default);
        var plan = Shop.Plan() with { AssumedLift = 60 };
        var forecast = (await Shop.Checked(app, plan with { Arms = [plan.Arms[0], plan.Arms[1] with { Channel = "letter", Offer = "10% off" }] }, "Next")).Forecast;
        Assert.Equal([(.25, 1), (.6, 0)], forecast.Arms.Select(a => (Math.Round(a.Lift!.Value.Relative, 9), a.Lift.Value.Campaigns)));
        Assert.True(forecast.Arms[1].Answers > forecast.Arms[0].Answers);
    }

    [Fact]
    public async Task Whoever_never_bought_is_expected_to_order_as_often_as_prospects_did_in_the_window_before()
    {
        // 100 had not bought 28 days ago; 20 of them ordered for 10 since. The other 80 are asked about.
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(140, n => n <= 40 ? [60] : n <= 60 ? [5] : []), barriers: Enumerable.Range(1, 60).ToDictionary(n => n, _ => ContactBarrier.NoConsent));
        var forecast = (await Shop.Checked(app, Shop.Plan())).Forecast;
        Assert.Equal((80, .2, 10.0), (forecast.Eligible, Math.Round(forecast.Alone, 9), Math.Round(forecast.OrderValue, 9)));
    }
}
