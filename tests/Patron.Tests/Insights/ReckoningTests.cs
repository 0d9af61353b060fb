using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.FindCustomers;
using Patron.Insights.FitLifetimes;
using Patron.Insights.KeepResults;
using Patron.Insights.ReckonClusters;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;
using Patron.Insights.ShowChurn;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Tests.Purchases;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Insights;

public sealed class ReckoningTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    /// <summary>Sixty customers with a rhythm of their own; every third has stopped.</summary>
    private static async Task<PatronServices> Start(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Take([.. from customer in Enumerable.Range(1, 60)
                           from order in Enumerable.Range(0, 4 + customer % 5)
                           let ago = (customer % 3 == 0 ? 75 : 5) + order * (9 + customer % 7)
                           select Bought(app, $"O{customer}-{order}", customer, ago, 10.5m + customer % 4)]);
        return app;
    }

    private static IncomingLine Bought(PatronServices app, string order, int customer, int ago, decimal price) =>
        new(1, order, null, "P1", "Cup", null, Micros.PerUnit, Micros.From(price), 0, Instants.ToMicroseconds(app.Clock.Now.AddDays(-ago)), $"{customer}", null, null, "web");

    private static Task<JobProgress> Reckon(PatronServices app) => app.Get<IJobs>().RunNow(ReckonInsightsJob.JobKind, "{}", null, _ => { }, default);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task One_purchase_changes_that_customer_by_the_function_that_reckons_everybody_and_the_list_of_a_week_stands_until_the_next(Database kind)
    {
        await using var app = await Start(kind);
        await Reckon(app);
        var live = app.Get<ICustomerBase>();
        var kept = await app.Get<ResultStore>().Latest<LifetimeResult>(LifetimeReckoning.ResultKind, default);
        Assert.Equal((60, Today), (kept!.Value.Customers, kept.AsOf));
        var before = live.Current;
        Assert.All(before.Known.Indexes().ToArray(), i => Assert.True(before[LifetimeColumns.Value][i] > 0));

        var book = app.Get<WarningBook>();
        var first = book.Latest.Keys.Order().ToArray();
        Assert.NotEmpty(first);
        Assert.Equal(Today, book.Week);
        Assert.Equal(first.Length, app.Get<WarningSets>().Find(WarningSets.Name, WarningSets.Now, before, null, Today)!.Count());
        await TheWeek(app, book, first);

        await app.Take([Bought(app, "NEW", 9, 0, 99)]);
        await live.CatchUp(default);
        await OneCustomer(app, live, await app.CustomerOf("9"));
    }

    /// <summary>Every number that follows from a purchase, of that customer alone, is the one that reckoning everybody anew gives.</summary>
    private static async Task OneCustomer(PatronServices app, ICustomerBase live, long customer)
    {
        Assert.True(live.Current.TryIndex(customer, out var at));
        var all = app.Get<IEnumerable<IDerivesColumns>>().ToArray();
        Assert.Superset(new HashSet<Type> { typeof(LifetimeColumns), typeof(ProfitColumns), typeof(LadderColumns), typeof(ClusterColumns) }, all.Select(c => c.GetType()).ToHashSet());
        foreach (var columns in all)
        {
            var alone = columns.Keys.Select(key => live.Current[key][at]).ToArray();
            await app.Get<IDerivedColumns>().Renew(columns, default);
            Assert.Equal(alone, columns.Keys.Select(key => live.Current[key][at]));
        }
        Assert.All((NumberKey[])[LifetimeColumns.Value, ProfitColumns.Profit, LadderColumns.Step], key => Assert.NotEqual(NumberKey.Missing, live.Current[key][at]));
    }

    private static async Task TheWeek(PatronServices app, WarningBook book, long[] first)
    {
        var rows = await app.Ask($"select count(*) from {ChurnWarningTable.Name}");
        await Reckon(app);
        Assert.Equal(rows, await app.Ask($"select count(*) from {ChurnWarningTable.Name}"));
        Assert.Equal(1L, await app.Ask($"select count(*) from {InsightResultTable.Name} where kind = '{LifetimeReckoning.ResultKind}'"));

        app.Clock.Advance(TimeSpan.FromDays(3));
        await Reckon(app);
        Assert.Equal(first, book.Latest.Keys.Order());
        Assert.All(book.Latest.Values, w => Assert.Equal(Today, w.AsOf));

        app.Clock.Advance(TimeSpan.FromDays(7));
        await Reckon(app);
        Assert.Equal(Today.AddDays(7), book.Week);
        Assert.Equal(first, book.In(Today).Keys.Order());
        var weeks = (await app.Get<ResultStore>().Latest<ChurnResult>(ChurnReckoning.ResultKind, default))!.Value.Weeks;
        Assert.Equal([Today.AddDays(7), Today], weeks.Where(w => !w.Later).Select(w => w.Week));
        Assert.Equal(first.Length, weeks.Single(w => w.Week == Today).Warned);
        // Behind what became of each list stand as many customers as are counted.
        foreach (var week in weeks)
        {
            int? Came(string outcome) => app.Get<WarningSets>().Find(WarningSets.Name, $"{week.Week:yyyy-MM-dd}.{outcome}", app.Get<ICustomerBase>().Current, null, Today)?.Count();
            Assert.Equal((week.Silent, week.Back), (Came(WarningSets.Silent), Came(WarningSets.Back)));
            Assert.Null(Came("gone"));
        }
        await Behind(app);
    }

    /// <summary>Two months on the lists are judged: behind each number of the reasons, too, stand as many customers.</summary>
    private static async Task Behind(PatronServices app)
    {
        app.Clock.Advance(TimeSpan.FromDays(60));
        await Reckon(app);
        var (judged, today) = ((await app.Get<ResultStore>().Latest<ChurnResult>(ChurnReckoning.ResultKind, default))!.Value, Today.AddDays(70));
        int? Those(string value) => app.Get<WarningSets>().Find(WarningSets.Name, value, app.Get<ICustomerBase>().Current, null, today)?.Count();
        Assert.Contains(judged.Reasons, r => r.Warned > 0);
        foreach (var reason in judged.Reasons)
        {
            var ever = WarningSets.Ever + WarningWords.WordOf(reason.Reason);
            Assert.Equal((reason.Warned, reason.Silent, reason.Back), (Those(ever), Those($"{ever}.{WarningSets.Silent}"), Those($"{ever}.{WarningSets.Back}")));
        }
        Assert.Equal(app.Get<WarningBook>().Latest.Count, Those(WarningSets.Plain));
    }

    [Fact]
    public async Task What_another_way_of_reckoning_kept_and_what_later_files_say_of_the_past_is_reckoned_anew()
    {
        await using var app = await Start(Database.Sqlite);
        await Reckon(app);
        var all = app.Get<IEnumerable<IReckonsInsights>>();
        Task<object?> Waiting() => app.Ask($"select count(*) from kernel_jobs where kind = '{ReckonInsightsJob.JobKind}' and state = {(int)JobState.Waiting}");
        await app.Get<InsightReckonings>().Renew(all, default);
        Assert.Equal(0L, await Waiting());
        await app.Ask($"update {InsightResultTable.Name} set method = 0 where kind = '{LifetimeReckoning.ResultKind}'");
        await app.Get<InsightReckonings>().Renew(all, default);
        Assert.Equal(1L, await Waiting());

        // Month ends were kept; then a file brings orders of before them, and an older program had kept one more.
        var store = app.Get<ResultStore>();
        var before = (await store.Past<LadderMonth>(ReckonsLadder.ResultKind, 20, default))[0].Value;
        await app.Ask($"insert into {InsightResultTable.Name} (kind, as_of, at, body, method) select kind, as_of - 500, at, body, method from {InsightResultTable.Name} where kind = '{ReckonsLadder.ResultKind}' and as_of = (select max(as_of) from {InsightResultTable.Name} where kind = '{ReckonsLadder.ResultKind}')");
        await app.Take([.. Enumerable.Range(0, 4).Select(n => Bought(app, $"OLD{n}", 61, 40 + n, 20))]);
        await Reckon(app);
        var after = await store.Past<LadderMonth>(ReckonsLadder.ResultKind, 20, default);
        Assert.Equal((12, before.Orders + 4, 61), (after.Count, after[0].Value.Orders, after[0].Value.On.Sum()));
        Assert.Equal(after[0].Value.On[(int)LadderStep.Prospect], before.On[(int)LadderStep.Prospect]);
    }

    [Fact]
    public async Task Files_one_after_the_other_are_reckoned_once_and_every_night_again()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        for (var file = 0; file < 2; file++) await app.Get<InsightReckonings>().Imported(default, default);
        Assert.Equal(1L, await app.Ask($"select count(*) from kernel_jobs where kind = '{ReckonInsightsJob.JobKind}'"));
        await app.Get<InsightReckonings>().EveryNight(default);
        await app.Get<InsightReckonings>().EveryNight(default);
        await using var db = await app.Db();
        var night = Assert.Single(await db.Set<JobRow>().Where(j => j.Kind == ReckonInsightsJob.JobKind && j.EveryMinutes != null).ToListAsync());
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 3, 40, 0, TimeSpan.Zero), night.Due);
    }
}
