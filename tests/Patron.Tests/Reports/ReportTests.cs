using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Data;
using Patron.Reports.Contracts;
using Patron.Reports.StoreIndicators;
using Patron.ServiceDesk.ReportService;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tests.Customers;
using Patron.Tests.Imports;

namespace Patron.Tests.Reports;

/// <summary>Reports say what happened: the same numbers as lists and boards, and as a file.</summary>
public sealed class ReportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Contacts_are_counted_once_each_and_the_days_of_the_period_are_the_organisations(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "id,name\n1,Ann Lee\n2,Bo Ray\n"), "customers");
        await app.Import(app.Write("c.csv", "id,customer,at,kind\na,1,2026-02-02T00:00:00Z,call\nb,1,2026-02-08T23:59:59Z,call\nc,2,2026-02-09T00:00:00Z,visit\nd,2,2026-02-01T23:59:59Z,call\ne,2,2026-02-10T00:00:00Z,call\nf,1,2026-02-05T10:00:00Z,note\n"), "interactions");
        await app.Get<ICustomerBase>().CatchUp(Ct);

        var tables = (await Of(app, "activity", new(2026, 2, 2), new(2026, 2, 9))).Tables;

        Assert.Equal([("Call", 2L, 1L), ("Visit", 1L, 1L)], Lines(tables[0]));
        Assert.Equal([("2026-02-02", 2L, 1L), ("2026-02-09", 1L, 1L)], Lines(tables[2]));
        // However it is divided, it is the same contacts.
        Assert.All(tables, t => Assert.Equal(3L, t.Lines.Sum(l => (long)l.Values[1]!)));

        static IEnumerable<(string, long, long)> Lines(ReportTable table) => table.Lines.Select(l => ((string)l.Values[0]!, (long)l.Values[1]!, (long)l.Values[2]!));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Tickets_and_promises_have_the_numbers_of_their_own_pages(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "id,name\n1,Ann Lee\n2,Bo Ray\n"), "customers");
        await app.Import(app.Write("t.csv", "id,customer,at,kind,subject,reason\nT1,1,2026-02-20T10:00:00Z,complaint,Late,Delivery\nT2,2,2026-02-21T10:00:00Z,question,How,Use\nT3,2,2026-01-01T10:00:00Z,question,Old,Use\n"), "tickets");
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var (from, to) = (new DateOnly(2026, 2, 1), new DateOnly(2026, 3, 2));

        var own = await app.Get<ServiceReports>().Of(from, to, null, Ct);
        var sheet = await Of(app, "service", from, to);
        Assert.Equal(2, own.Opened);
        Assert.Equal(own.Reasons.Select(r => (long)r.All), sheet.Tables[0].Lines.Select(l => (long)l.Values[4]!));
        Assert.Equal(own.Balance, sheet.Tables[1].Lines[^1].Values[1]);
        Assert.Equal(own.Balance, sheet.Tables[1].Lines.SkipLast(1).Sum(l => (long)l.Values[1]!));

        var scope = Scope(app, from, to);
        var counts = await app.Get<TaskReads>().Promises(TaskKind.Promise, scope.Begin, scope.End, null, Ct);
        Assert.Equal(counts.Sum(c => (long)c.Kept), (await Of(app, "promises", from, to)).Tables[0].Lines.Sum(l => (long)l.Values[2]!));
        Assert.Empty((await Of(app, "follow-up", from, to)).Tables[0].Lines);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Indicators_are_stored_by_month_and_stay_as_they_were_once_the_month_is_over(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "id,name\n1,Ann Lee\n2,Bo Ray\n"), "customers");
        await app.Import(app.Write("t.csv", "id,customer,at,solved,kind,subject\nT0,1,2025-11-20T10:00:00Z,2025-11-20T12:00:00Z,complaint,Late\nT1,1,2026-02-20T10:00:00Z,2026-02-20T16:00:00Z,complaint,Late\nT2,2,2026-02-21T10:00:00Z,2026-02-21T12:00:00Z,question,How\n"), "tickets");
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var jobs = app.Get<IJobs>();

        await jobs.RunNow(IndicatorJob.JobKind, "{}", null, null, Ct);
        Assert.Equal((2L, 4L), await Stored(202602));
        Assert.Equal((0L, null), await Stored(202603));
        // The first time the months before are there too.
        Assert.Equal((1L, 2L), await Stored(202511));
        await app.Import(app.Write("u.csv", "id,customer,at,kind,subject\nT3,2,2026-02-22T10:00:00Z,question,Late news\nT4,2,2026-03-01T10:00:00Z,question,March\n"), "tickets");
        app.Clock.Now = new(2026, 3, 20, 9, 0, 0, TimeSpan.Zero);
        await jobs.RunNow(IndicatorJob.JobKind, "{}", null, null, Ct);
        Assert.Equal((2L, 4L), await Stored(202602));
        Assert.Equal((1L, null), await Stored(202603));

        var sheet = await Of(app, "indicators", new(2026, 3, 1), new(2026, 3, 31));
        var tickets = sheet.Tables.Single(t => t.Key == "count").Lines.Single(l => (string)l.Values[0]! == "Tickets opened");
        Assert.Equal([0L, 1L, 0L, 0L, 2L, 1L, 2L], tickets.Values.Skip(1));

        async Task<(long?, long?)> Stored(int month)
        {
            await using var db = await app.Db();
            var all = await db.Indicators.AsNoTracking().Where(i => i.Month == month).ToDictionaryAsync(i => i.Key, i => i.Value, Ct);
            return (all["service-tickets"], all["service-hours"]);
        }
    }

    [Fact]
    public void A_day_begins_with_its_first_instant_even_where_clocks_leap_over_midnight()
    {
        var scope = new ReportScope(new(2024, 4, 26), new(2024, 4, 26), Organisation.Default with { TimeZone = "Africa/Cairo" }, null, null!);
        Assert.Equal(new DateTimeOffset(2024, 4, 25, 22, 0, 0, TimeSpan.Zero), scope.Begin);
        Assert.Equal(new DateTimeOffset(2024, 4, 26, 21, 0, 0, TimeSpan.Zero), scope.End);
    }

    [Fact]
    public async Task Each_report_is_a_page_and_a_file_for_those_who_may()
    {
        await using var app = await PatronApp.Start();
        await ListSample.Add(app.Get<IServiceProvider>(), 3);
        using var browser = await app.SignIn();
        foreach (var report in app.Get<IServiceProvider>().GetServices<IReport>())
        {
            Assert.Contains("lede", await browser.Page($"/reports/{report.Key}?from=2026-01-01&to=2026-03-01"), StringComparison.Ordinal);
            var file = await browser.Get($"/reports/{report.Key}/export?from=2026-01-01&to=2026-03-01");
            Assert.Equal("text/csv", file.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("\uFEFFtable,from,to,", System.Text.Encoding.UTF8.GetString(await file.Content.ReadAsByteArrayAsync(Ct)), StringComparison.Ordinal);
        }
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.Get("/reports/nothing")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.Get("/reports/nothing/export")).StatusCode);
    }

    private static Task<ReportSheet> Of(PatronServices app, string key, DateOnly from, DateOnly to) => app.Services.GetServices<IReport>().Single(r => r.Key == key).Of(Scope(app, from, to), Ct);

    private static ReportScope Scope(PatronServices app, DateOnly from, DateOnly to) => new(from, to, Organisation.Default with { TimeZone = "UTC" }, null, app.Get<global::Patron.Kernel.Texts.Texts>().For(Language.English));
}
