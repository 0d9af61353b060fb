using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Sales;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDeals;
using Patron.Tasks.Contracts;
using Patron.Tests.Imports;

namespace Patron.Tests.Sales;

/// <summary>What people do with deals, leads and objections, and what they are refused.</summary>
public sealed class DealDeedsTests
{
    private static readonly NextStep Next = new("Send the offer", new DateOnly(2026, 3, 9));

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_deal_goes_its_way_and_every_deed_can_be_taken_back(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (deeds, acme) = (app.Get<DealDeeds>(), await Acme(app));
        var lost = (await app.Get<IReasons>().All(default)).First(r => r is { Kind: ReasonKind.NotBuying, Key: "price" }).Id;
        var deal = (await deeds.Open(acme, null, null, null, Edit(500), null, default)).Value!.Deal;

        Assert.IsType<NextStepNeeded>((await deeds.Move(deal, 1, 3, new(" ", null), null, default)).Refusal);
        Assert.IsType<NoSuchStage>((await deeds.Move(deal, 1, 5, Next, null, default)).Refusal);
        app.Clock.Advance(TimeSpan.FromDays(4));
        Assert.NotNull((await deeds.Move(deal, 1, 3, Next, null, default)).Value!.Set);
        Assert.IsType<DealChangedMeanwhile>((await deeds.Move(deal, 1, 4, Next, null, default)).Refusal);
        Assert.IsType<ReasonNeeded>((await deeds.Lose(deal, 2, null, null, null, null, default)).Refusal);
        Assert.IsType<DayInFuture>((await deeds.Lose(deal, 2, new DateOnly(2027, 1, 1), lost, null, null, default)).Refusal);
        app.Clock.Advance(TimeSpan.FromDays(3));
        var gone = (await deeds.Lose(deal, 2, null, lost, "Rival Ltd", null, default)).Value!;
        Assert.IsType<DealEnded>((await deeds.Win(deal, 3, null, null, null, null, default)).Refusal);
        Assert.Equal(1, (await app.Get<IReasons>().Count(ReasonKind.NotBuying, null, null, null, default)).First(c => c.Reason.Id == lost).Given);

        Assert.Null((await app.Get<DeedUndo>().Undo(gone.Set!.Value, null, default)).Refusal);
        var back = await One(app, deal);
        Assert.Equal((DealState.Open, 3, "Send the offer"), (back.Facts.State, back.Facts.Stage, back.Facts.NextStep));
        Assert.Equal(0, (await app.Get<IReasons>().Count(ReasonKind.NotBuying, null, null, null, default)).Sum(c => c.Given));

        var won = (await deeds.Win(deal, back.Version, 750_000_000, null, null, null, default)).Value!;
        Assert.NotNull(won.Set);
        var ended = await One(app, deal);
        // Each day of its life is in exactly one step; the four days in the first stage and the three in the next were learnt.
        Assert.Equal([(4, DealState.Won), (3, DealState.Won)], ended.Steps.Where(s => s.End.StageUntil is not null).Select(s => (s.End.StageUntil!.Value - s.Facts.Since, s.End.Outcome!.Value)));
        Assert.All(ended.Steps.Zip(ended.Steps.Skip(1)), pair => Assert.Equal(pair.First.End.Until, pair.Second.Day));
        Assert.Null((await deeds.Reopen(deal, ended.Version, Next, null, default)).Refusal);
        Assert.All((await One(app, deal)).Steps, step => Assert.Null(step.End.Outcome));
    }

    [Fact]
    public async Task The_board_and_the_list_say_the_same_and_the_stuck_are_those_longer_than_three_quarters()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var rows = string.Concat(Enumerable.Range(1, 20).Select(n => FormattableString.Invariant($"{n},Acme,Won,2026-01-01,2026-01-{1 + n:00},100\n")));
        await app.Import(app.Write("deals.csv", "opportunity_id,account,deal_stage,engage_date,close_date,close_value\n" + rows + "30,Acme,Engaging,2026-02-20,,40\n31,Acme,Engaging,2026-01-20,,60\n32,Beta,Prospecting,,,25\n"), "opportunities");
        await app.Get<ICustomerBase>().CatchUp(default);

        var board = await app.Get<BoardReads>().Read(new(null, null, false), null, default);
        var list = await app.Get<DealReads>().List(ListAddress.Of(_ => null), null, default);

        Assert.Equal((3, 125_000_000), (board.Count, board.Columns.SelectMany(c => c.Sums).Sum(s => s.Sum)));
        Assert.Equal((3, 125_000_000), (list.Found, list.Sums.Sum(s => s.Sum)));
        // Of 20 that stayed 1 to 20 days, 15 had left within 15 days: 10 days are none, 41 are stuck.
        Assert.Equal(15, board.Columns.Single(c => c.Stage.Id == 2).Limit);
        Assert.Equal([60_000_000], board.Columns.SelectMany(c => c.Deals).Where(d => d.Stuck).Select(d => d.Value));
    }

    [Fact]
    public void Three_quarters_by_nearest_rank() => Assert.Equal([15, 3, null], (int?[])
        [StageTimes.ThreeQuarters([.. Enumerable.Range(1, 20).Select(d => (d, 1))]), StageTimes.ThreeQuarters([(3, 7), (9, 1)]), StageTimes.ThreeQuarters([(1, 7)])]);

    [Fact]
    public async Task A_lead_is_decided_by_what_was_asked_and_done_only_by_what_happened()
    {
        var happenings = new Happenings();
        await using var app = await PatronServices.Start(Database.Sqlite, services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IProvesTasks>(services, happenings));
        var (deeds, acme) = (app.Get<LeadDeeds>(), await Acme(app));
        var by = (await app.Get<Patron.Access.Contracts.IUserAccounts>().Add(new("boss@example.com", null, "administrator", "correct horse battery"), null, default)).Value!.Id;
        await using (var db = await app.Db()) await db.WriteAtOnce(LeadSources.Key, new LeadSources([new(1, "Fair", LeadSourceKind.TradeShow, 900_000_000)]), default);
        var text = app.Get<Patron.Kernel.Texts.Texts>().For(Patron.Kernel.Texts.Language.English);

        Assert.IsType<LeadSourceNeeded>((await deeds.Capture(acme, 7, "Printers", null, by, text, default)).Refusal);
        var ready = (await deeds.Capture(acme, 1, "Printers", null, by, text, default)).Value!.Lead;
        var watching = (await deeds.Capture(acme, 1, "Scanners", null, by, text, default)).Value!.Lead;
        var first = (await deeds.Qualify(ready, 1, new(Answer.Yes, Answer.Yes, Answer.Unknown, Answer.Yes), "Call", by, default)).Value!;
        var second = (await deeds.Qualify(watching, 1, new(Answer.No, Answer.Yes, Answer.Unknown, Answer.No), "Call", by, default)).Value!;

        Assert.Equal((LeadState.Sales, LeadState.Nurtured), (first.State, second.State));
        var task = Assert.Single(await app.Get<ITasks>().OpenOf(acme, default));
        Assert.Equal((first.Deal!.Value.Value, app.Clock.Now + LeadRules.Default.ToCall), (task.About!.Value.Id, task.Due));
        Assert.IsType<NothingHappened>((await deeds.Finish(ready, 2, text, by, default)).Refusal);
        happenings.All.Add(new(new("order", 1), app.Clock.Now.AddHours(1), "An order"));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(LeadState.Done, (await deeds.Finish(ready, 2, text, by, default)).Value!.State);
    }

    [Theory]
    [InlineData(true, true, true, true, 4, "A1")]
    [InlineData(false, false, false, false, 0, "D4")]
    [InlineData(true, false, false, true, 1, "B3")]
    public void A_score_is_a_letter_for_fit_and_a_digit_for_engagement(bool budget, bool need, bool decider, bool soon, int events, string score)
    {
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        Happening[] happened = [.. Enumerable.Range(0, events).Select(n => new Happening(new("call", n), now, ""))];
        var (rules, said) = (LeadRules.Default, new Answers(Said(budget), Said(need), Said(decider), Said(soon)));
        var cools = rules.CoolsAt(happened, now);
        Assert.Equal(score, rules.Score(said, cools, now).ToString());
        // After a half-life it is worth half, never more; and the instant that is kept says the same as the things themselves, whenever it was reckoned.
        var later = now.AddDays(rules.HalfLife);
        Assert.Equal(rules.Score(said, cools, now).Engagement / 2, rules.Score(said, cools, later).Engagement, 6);
        Assert.Equal(rules.Engagement(cools, later), rules.Engagement(rules.CoolsAt(happened, later), later), 6);
    }

    private static Answer Said(bool yes) => yes ? Answer.Yes : Answer.Unknown;

    [Fact]
    public async Task The_answer_that_worked_most_often_is_told()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var (objections, acme) = (app.Get<Objections>(), await Acme(app));
        foreach (var (answer, worked) in ((string, bool)[])[ ("Three years of warranty", true), ("three years of WARRANTY", true), ("A discount", true), ("A discount", false), ("Silence", false)])
            Assert.Null((await objections.Add(acme, null, null, ObjectionKind.Objective, "Too dear", answer, worked, null, default)).Refusal);

        var count = Assert.Single(await objections.Count(false, false, null, default));

        Assert.Equal((5, "Three years of warranty", 2, 2), (count.Times, count.Best!.Value.Answer, count.Best.Value.Worked, count.Best.Value.Times));
    }

    internal static async Task<CustomerId> Acme(PatronServices app)
    {
        await app.Import(app.Write("accounts.csv", "id,company\nAcme,Acme Corp\n"), "customers");
        return new((long)(await app.Ask("select id from customers"))!);
    }

    private static DealEdit Edit(long amount) => new("Printers", amount * 1_000_000, null, false, null, null, null, new("Call", null));

    private static async Task<Deal> One(PatronServices app, OpportunityId deal)
    {
        await using var session = await app.Session();
        var customer = await session.Db.Opportunities.Where(d => d.Id == deal).Select(d => d.CustomerId).SingleAsync();
        return (await DealStore.Read(session, [(customer.Value, deal.Value)], default)).Single();
    }

    private sealed class Happenings : IProvesTasks
    {
        public List<Happening> All { get; } = [];

        public Task<IReadOnlyList<Happening>> Since(CustomerId customer, DateTimeOffset since, Patron.Kernel.Texts.Sentences sentences, CancellationToken ct) => Task.FromResult<IReadOnlyList<Happening>>([.. All.Where(h => h.At >= since)]);

        public Task<DateTimeOffset?> At(BulkSession session, CustomerId customer, Reference thing, CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);
    }
}
