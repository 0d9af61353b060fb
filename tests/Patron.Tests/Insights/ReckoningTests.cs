using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.FindCustomers;
using Patron.Insights.FitLifetimes;
using Patron.Insights.KeepResults;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel;
using Patron.Tests.Imports;

namespace Patron.Tests.Insights;

public sealed class ReckoningTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    /// <summary>Sixty customers with a rhythm of their own; every third has stopped.</summary>
    private static string Lines() => "order,product,name,quantity,price,at,customer,channel\n" + string.Concat(
        from customer in Enumerable.Range(1, 60)
        from order in Enumerable.Range(0, 4 + customer % 5)
        let ago = (customer % 3 == 0 ? 75 : 5) + order * (9 + customer % 7)
        select $"O{customer}-{order},P1,Cup,1,{10 + customer % 4}.50,{Today.AddDays(-ago):yyyy-MM-dd},{customer},web\n");

    private static async Task<PatronServices> Start(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Import(app.Write("people.csv", "id,name,phone\n" + string.Concat(Enumerable.Range(1, 60).Select(n => $"{n},Person {n},020 7946 {n:0000}\n"))), "customers");
        await app.Import(app.Write("lines.csv", Lines()), "order-lines");
        return app;
    }

    private static Task<JobProgress> Reckon(PatronServices app) => app.Get<IJobs>().RunNow(ReckonInsightsJob.JobKind, "{}", null, _ => { }, default);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task One_purchase_changes_that_customer_by_the_function_that_reckons_everybody(Database kind)
    {
        await using var app = await Start(kind);
        await Reckon(app);
        var live = app.Get<ICustomerBase>();
        var kept = await app.Get<ResultStore>().Latest<LifetimeResult>(LifetimeReckoning.ResultKind, default);
        Assert.Equal((60, Today), (kept!.Value.Customers, kept.AsOf));
        var before = live.Current;
        Assert.All(Enumerable.Range(0, before.Size), i => Assert.True(before[LifetimeColumns.Value][i] > 0));

        await app.Import(app.Write("more.csv", $"order,product,name,quantity,price,at,customer,channel\nNEW,P1,Cup,1,99.00,{Today:yyyy-MM-dd},9,web\n"), "order-lines");
        await live.CatchUp(default);

        var after = live.Current;
        var changed = Enumerable.Range(0, after.Size).Where(i => after[LifetimeColumns.Value][i] != before[LifetimeColumns.Value][i]).ToArray();
        Assert.Single(changed);
        var alone = (after[LifetimeColumns.Alive][changed[0]], after[LifetimeColumns.Purchases][changed[0]], after[LifetimeColumns.Value][changed[0]]);
        await app.Get<IDerivedColumns>().Renew(app.Get<LifetimeColumns>(), default);
        var whole = live.Current;
        Assert.Equal(alone, (whole[LifetimeColumns.Alive][changed[0]], whole[LifetimeColumns.Purchases][changed[0]], whole[LifetimeColumns.Value][changed[0]]));
        Assert.True(alone.Item1 > before[LifetimeColumns.Alive][changed[0]]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_list_of_a_week_is_there_once_and_stands_when_the_week_goes_on_and_another_begins_with_the_next(Database kind)
    {
        await using var app = await Start(kind);
        await Reckon(app);
        var book = app.Get<WarningBook>();
        var first = book.Latest.Keys.Order().ToArray();
        Assert.NotEmpty(first);
        Assert.Equal(Today, book.Week);
        var rows = await app.Ask($"select count(*) from {ChurnWarningTable.Name}");
        await Reckon(app);
        Assert.Equal(rows, await app.Ask($"select count(*) from {ChurnWarningTable.Name}"));
        Assert.Equal(1L, await app.Ask($"select count(*) from {InsightResultTable.Name} where kind = '{LifetimeReckoning.ResultKind}'"));
        Assert.Equal(first.Length, app.Get<WarningSets>().Find(WarningSets.Name, WarningSets.Now, app.Get<ICustomerBase>().Current, null, Today)!.Count());

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
    }

    [Fact]
    public async Task Files_one_after_the_other_are_reckoned_once_and_every_night_again()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        foreach (var name in (string[])["a.csv", "b.csv"]) await app.Import(app.Write(name, "id,name\n1,Ann Lee\n"), "customers");
        Assert.Equal(1L, await app.Ask($"select count(*) from kernel_jobs where kind = '{ReckonInsightsJob.JobKind}'"));
        await app.Get<InsightReckonings>().EveryNight(default);
        await app.Get<InsightReckonings>().EveryNight(default);
        await using var db = await app.Db();
        var night = Assert.Single(await db.Set<JobRow>().Where(j => j.Kind == ReckonInsightsJob.JobKind && j.EveryMinutes != null).ToListAsync());
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 3, 40, 0, TimeSpan.Zero), night.Due);
    }
}
