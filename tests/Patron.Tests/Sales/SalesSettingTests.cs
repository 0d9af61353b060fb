using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reasons.Contracts;
using Patron.Reasons.ShowReasons;
using Patron.Reports.Contracts;
using Patron.Sales;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;
using Patron.Sales.SetSales;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDay;
using Patron.Sales.ShowDeals;
using Patron.Sales.ShowForecast;
using Patron.Tests.Imports;
using Patron.Workday.Contracts;

namespace Patron.Tests.Sales;

/// <summary>What people set for sales, each deed with its undo; and that every page says the same numbers.</summary>
public sealed class SalesSettingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Pipelines_are_changed_and_taken_back_and_no_deal_is_left_nowhere(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (deeds, acme) = (app.Get<PipelineDeeds>(), await DealDeedsTests.Acme(app));
        await app.Get<DealDeeds>().Open(acme, null, null, null, new("Printers", null, null, false, null, null, null, new("Call", null)), null, Ct);

        Assert.IsType<StageInUse>((await deeds.RemoveStage(0, 1, null, Ct)).Refusal);
        Assert.IsType<LastOfItsKind>((await deeds.RemoveStage(0, 5, null, Ct)).Refusal);
        Assert.IsType<ProbabilityWrong>((await deeds.ChangeStage(0, 2, "Talks", 101, DealState.Open, null, Ct)).Refusal);
        Assert.IsType<ProbabilityWrong>((await deeds.ChangeStage(0, 5, "Won", 90, DealState.Won, null, Ct)).Refusal);
        Assert.IsType<PipelineNameNeeded>((await deeds.NamePipeline(0, 1, " ", null, Ct)).Refusal);

        Assert.NotNull((await deeds.AddStage(0, 1, "Pilot", 60, null, Ct)).Value);
        Assert.IsType<PipelinesChanged>((await deeds.AddStage(0, 1, "Pilot", 60, null, Ct)).Refusal);
        // Behind the last open one; moved up twice it stands before the proposal.
        Assert.NotNull((await deeds.MoveStage(1, 7, true, null, Ct)).Value);
        var moved = (await deeds.MoveStage(2, 7, true, null, Ct)).Value;
        Assert.Equal([1, 2, 7, 3, 4, 5, 6], (await All(app)).First.Stages.Select(s => s.Id));
        Assert.Null((await app.Get<DeedUndo>().Undo(moved!.Value, null, Ct)).Refusal);
        Assert.Equal([1, 2, 3, 7, 4, 5, 6], (await All(app)).First.Stages.Select(s => s.Id));

        var added = (await deeds.AddPipeline(2, "Renewals", null, Ct)).Value;
        var renewals = (await All(app)).All[1];
        Assert.Empty(renewals.Stages.Select(s => s.Id).Intersect((await All(app)).First.Stages.Select(s => s.Id)));
        await app.Get<DealDeeds>().Open(acme, renewals.Id, null, null, new("Contract", 5_000_000, null, false, null, null, null, new("Call", null)), null, Ct);
        Assert.IsType<StageInUse>((await deeds.RemovePipeline(3, renewals.Id, null, Ct)).Refusal);
        await app.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal((1, 1), ((await app.Get<BoardReads>().Read(new(renewals.Id, null, false), null, Ct)).Count, (await app.Get<BoardReads>().Read(new(null, null, false), null, Ct)).Count));
        // An undo after which somebody else has changed the setting is refused.
        Assert.NotNull((await deeds.NamePipeline(3, 1, "New business", null, Ct)).Value);
        Assert.IsType<DeedChangedSince>((await app.Get<DeedUndo>().Undo(added!.Value, null, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Rules_of_scores_hold_at_once_and_unsound_ones_are_refused(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("leads.csv", "id,name,email,source,interested_in,budget,need\n1,A,a@example.com,Fair,Ink,yes,\n2,B,b@example.com,Fair,Ink,,yes\n"), "leads");
        var settings = app.Get<LeadSettingDeeds>();
        Assert.IsType<RulesUnsound>((await settings.Score(LeadRules.Default with { Budget = 36 }, null, Ct)).Refusal);
        Assert.IsType<RulesUnsound>((await settings.Score(LeadRules.Default with { Steps = [45, 45, 20] }, null, Ct)).Refusal);

        var set = (await settings.Score(LeadRules.Default with { Budget = 10, Need = 55 }, null, Ct)).Value;
        Assert.Equal((10L, 55L), (Convert.ToInt64(await app.Ask("select min(fit) from sales_leads"), null), Convert.ToInt64(await app.Ask("select max(fit) from sales_leads"), null)));
        Assert.Null((await app.Get<DeedUndo>().Undo(set!.Value, null, Ct)).Refusal);
        await app.Get<LeadWatch>().Look(Ct);
        Assert.Equal(35L, Convert.ToInt64(await app.Ask("select max(fit) from sales_leads"), null));

        Assert.IsType<SourceInUse>((await settings.RemoveSource(1, null, Ct)).Refusal);
        Assert.IsType<SourceWrong>((await settings.AddSource("fair", 1, 5, null, Ct)).Refusal);
        Assert.NotNull((await settings.ChangeSource(1, "Spring fair", 1, 5_000_000, null, Ct)).Value);
    }

    [Fact]
    public async Task Reasons_and_objections_can_be_taken_back()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var (reasons, acme) = (app.Get<ReasonDeeds>(), await DealDeedsTests.Acme(app));
        var added = (await reasons.Add(ReasonKind.Leaving, null, "Too far away", null, Ct)).Value;
        Assert.IsType<ReasonGone>((await reasons.Edit(new(999), "No", null, null, null, Ct)).Refusal);
        Assert.Contains(await app.Get<IReasons>().All(Ct), r => r.Name == "Too far away");
        Assert.Null((await app.Get<DeedUndo>().Undo(added!.Value, null, Ct)).Refusal);
        Assert.DoesNotContain(await app.Get<IReasons>().All(Ct), r => r.Name == "Too far away");

        var said = (await app.Get<Objections>().Add(acme, null, null, ObjectionKind.Defence, "Another time", "A proof", false, null, Ct)).Value;
        Assert.Null((await app.Get<DeedUndo>().Undo(said, null, Ct)).Refusal);
        Assert.Equal(0L, await app.Ask("select count(*) from sales_objections"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_board_the_list_the_forecast_the_reports_and_the_day_say_the_same(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await CrmDeals.Company(app);
        await CrmDeals.Pipeline(app);
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var today = DateOnly.FromDateTime(app.Clock.Now.UtcDateTime);

        var board = await app.Get<BoardReads>().Read(new(null, null, false), null, Ct);
        var list = await app.Get<DealReads>().List(ListAddress.Of(_ => null), null, Ct);
        var forecast = await app.Get<ForecastReads>().Read(new(today, today.AddYears(1), today.AddDays(-30)), null, Ct);
        Assert.Equal((2_089, 2_089L, 2_089), (board.Count, list.Found, forecast.Deals + forecast.Later));
        var sum = board.Columns.SelectMany(c => c.Sums).Sum(s => s.Sum);
        Assert.Equal((sum, sum), (list.Sums.Sum(s => s.Sum), forecast.Sum));
        Assert.All(board.Columns.Where(c => c.Count > 0), c => Assert.Equal(c.Sums.Sum(s => s.Sum), forecast.Stages.Single(s => s.Stage == c.Stage.Id).Sum));

        // As of a past day: what the forecast says of it, the report says, and what came is what the list of won deals holds of those.
        var report = await Report(app, "forecast-accuracy", new(2017, 4, 1), new(2017, 12, 31));
        Assert.True(report.Lines.Count >= 6);
        foreach (var line in report.Lines)
        {
            var (at, until) = (DateOnly.Parse((string)line.Values[0]!, null), DateOnly.Parse((string)line.Values[0]!, null).AddDays(30));
            var past = await app.Get<ForecastReads>().Read(new(at, until, at), null, Ct);
            Assert.Equal(((long)past.History!.Value.Expected / 1_000_000, past.Came!.Value), ((long)line.Values[1]! / 1_000_000, (long)line.Values[4]!));
        }

        var owner = board.Owners[0];
        var day = await app.Services.GetServices<IDayItems>().OfType<SalesDay>().Single().For(new([owner], [], [], app.Clock.Now, app.Clock.Now.AddHours(12), 100, app.Get<Texts>().For(Language.English)), Ct);
        var stuck = await app.Get<BoardReads>().Read(new(null, owner, true), null, Ct);
        Assert.Equal(Math.Min(100, stuck.Count), day.Count(i => i.Group == DayGroup.Today));
    }

    private static async Task<Pipelines> All(PatronServices app)
    {
        await using var db = await app.Db();
        return await Pipelines.Read(db, Ct);
    }

    private static async Task<ReportTable> Report(PatronServices app, string key, DateOnly from, DateOnly to) =>
        Assert.Single((await app.Services.GetServices<IReport>().Single(r => r.Key == key).Of(new(from, to, Organisation.Default, null, app.Get<Texts>().For(Language.English)), Ct)).Tables);
}
