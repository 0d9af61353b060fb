using Patron.Access.Contracts;
using Patron.Data;
using Patron.Interactions;
using Patron.Interactions.KeepContacts;
using Patron.Kernel;
using Patron.Sales.KeepLeads;
using Patron.Sales.MoveDeals;
using Patron.Sales.SetSales;
using Patron.Tests.Imports;
using Patron.Tests.Sales;

namespace Patron.Tests.Acceptance;

/// <summary>A24: a lead with budget and an immediate need becomes a sales task with a deadline, and is done only by a second event; one who watches is kept warm.</summary>
public sealed class A24
{
    private static readonly Answers Ready = new(Answer.Yes, Answer.Yes, Answer.Unknown, Answer.Yes), Watching = new(Answer.No, Answer.Yes, Answer.Unknown, Answer.No);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("call", Database.Sqlite), InlineData("visit", Database.Sqlite), InlineData("quote", Database.Sqlite), InlineData("order", Database.Sqlite)]
    [InlineData("call", Database.Postgres), InlineData("order", Database.Postgres)]
    public async Task Whoever_is_ready_and_has_a_budget_becomes_a_task_with_a_deadline_that_only_a_second_event_ends(string second, Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (deeds, acme, by, lead) = await Captured(app);

        var qualified = (await deeds.Qualify(lead, 1, Ready, "Call", by, Ct)).Value!;

        Assert.Equal(LeadState.Sales, qualified.State);
        Assert.Equal(1L, await app.Ask("select count(*) from tasks_tasks where due is not null and done_at is null"));
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<NothingHappened>((await deeds.Finish(lead, 2, Said(app), by, Ct)).Refusal);
        await Happens(app, second, acme, qualified.Deal!.Value, by);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(LeadState.Done, (await deeds.Finish(lead, 2, Said(app), by, Ct)).Value!.State);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whoever_only_watches_is_kept_warm_without_a_task_or_a_deal(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (deeds, _, by, lead) = await Captured(app);

        var nurtured = (await deeds.Qualify(lead, 1, Watching, "Call", by, Ct)).Value!;

        Assert.Equal((LeadState.Nurtured, null), (nurtured.State, nurtured.Deal));
        foreach (var table in (string[])["tasks_tasks", "sales_opportunities"]) Assert.Equal(0L, await app.Ask($"select count(*) from {table}"));
    }

    [Theory, InlineData(false, true, true), InlineData(true, true, false)]
    public async Task Without_a_budget_or_without_haste_nobody_is_ready(bool budget, bool need, bool soon)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var (deeds, _, by, lead) = await Captured(app);
        Assert.Equal(LeadState.Nurtured, (await deeds.Qualify(lead, 1, new(Of(budget), Of(need), Answer.Yes, Of(soon)), "Call", by, Ct)).Value!.State);

        static Answer Of(bool yes) => yes ? Answer.Yes : Answer.No;
    }

    private static async Task<(LeadDeeds Deeds, CustomerId Acme, UserId By, LeadId Lead)> Captured(PatronServices app)
    {
        var by = (await app.Get<IUserAccounts>().Add(new("seller@example.com", null, Roles.Administrator, "correct horse battery"), null, Ct)).Value!.Id;
        var acme = await DealDeedsTests.Acme(app);
        await app.Get<LeadSettingDeeds>().AddSource("Fair", (int)LeadSourceKind.TradeShow, 900_000_000, by, Ct);
        var deeds = app.Get<LeadDeeds>();
        return (deeds, acme, by, (await deeds.Capture(acme, 1, "Printers", null, by, Said(app), Ct)).Value!.Lead);
    }

    private static async Task Happens(PatronServices app, string what, CustomerId acme, OpportunityId deal, UserId by)
    {
        switch (what)
        {
            case "order":
                await app.Import(app.Write("orders.csv", $"order,customer,at,total\nO1,Acme,{app.Clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ},50\n"), "orders");
                break;
            case "quote":
                Assert.NotNull((await app.Get<DealDeeds>().Move(deal, 1, 2, new("Offer", null), by, Ct)).Value);
                break;
            default:
                Assert.Null((await app.Get<ContactBook>().Log(new(acme, what, Direction.Out, app.Clock.GetUtcNow(), new("Printers", "Wants a quote", null, null, null, Critical: false, Seconds: null)), by, Ct)).Refusal);
                break;
        }
    }

    private static global::Patron.Kernel.Texts.Sentences Said(PatronServices app) => app.Get<global::Patron.Kernel.Texts.Texts>().For(global::Patron.Kernel.Texts.Language.English);
}
