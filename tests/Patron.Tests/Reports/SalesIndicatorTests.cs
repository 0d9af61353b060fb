using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonProfit;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reports.Contracts;
using Patron.Reports.StoreIndicators;
using Patron.Sales.KeepLeads;
using Patron.Tests.Imports;

namespace Patron.Tests.Reports;

/// <summary>What leads cost and brought, month by month; and what is not known yet says why.</summary>
public sealed class SalesIndicatorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_lead_costs_its_part_of_its_source_and_what_was_won_of_leads_is_held_against_it(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("l.csv", "id,name,source,source_cost,interested_in,lead_at\n1,Ann Lee,Fair,400,Tins,2026-01-10 10:00:00\n2,Bo Ray,Fair,400,Tins,2026-02-10 10:00:00\n3,Cy Orr,Fair,400,Tins,2026-02-11 10:00:00\n4,Di Fox,Fair,400,Tins,2026-02-12 10:00:00\n5,Ed Low,Friends,0,Tins,2026-02-12 10:00:00\n"), "leads");
        await app.Import(app.Write("d.csv", "id,customer,stage,amount,currency,opened,closed\nA,1,Won,900,EUR,2026-01-12,2026-02-20\nB,2,Won,300,EUR,2026-02-12,2026-02-25\nC,3,Won,50,USD,2026-02-12,2026-02-25\nD,4,Won,70,EUR,2026-02-12,2026-02-26\n"), "opportunities");
        // A, B and C came of their leads, D did not.
        await using (var session = await app.Session())
        {
            await session.Execute("update sales_leads set opportunity_id = (select o.id from sales_opportunities o where o.customer_id = sales_leads.customer_id and o.number in ('A', 'B', 'C'))", Ct);
            await session.Commit(Ct);
        }
        await app.Get<ICustomerBase>().CatchUp(Ct);

        var february = await Of(app, new(2026, 2, 1), new(2026, 2, 28));
        Assert.Equal(300_000_000, february["selling-cost"].Value);
        Assert.Equal(1_200 * 1_000_000 / 300, february["marketing-return"].Value);
        Assert.Null((await Of(app, new(2025, 12, 1), new(2025, 12, 31)))["selling-cost"].Value);
        // The months together cost what the sources cost.
        Assert.Equal(400_000_000, february["selling-cost"].Value + (await Of(app, new(2026, 1, 1), new(2026, 1, 31)))["selling-cost"].Value);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Contacts_and_tickets_cost_in_every_report_what_they_cost_in_the_partnership_sheet(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("l.csv", "id,name,source,source_cost,interested_in,lead_at\n1,Ann Lee,Fair,400,Tins,2026-02-10 10:00:00\n2,Bo Ray,Fair,400,Tins,2026-02-10 10:00:00\n2,Bo Ray,Site,90,Tins,2026-02-11 10:00:00\n"), "leads");
        await app.Import(app.Write("c.csv", "id,customer,at,kind\na,1,2026-02-12 10:00,call\nb,1,2026-02-13 10:00,visit\nc,2,2026-02-13 10:00,call\n"), "interactions");
        await app.Import(app.Write("t.csv", "id,customer,subject,at\nx,2,Late,2026-02-20 10:00\n"), "tickets");
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var (columns, costs) = (app.Get<ProfitColumns>(), app.Get<IServingCosts>());
        await app.Get<ReckonsProfit>().Kept(Ct);
        Assert.Null(costs.Ticket);
        await app.Get<RuleBook>().Save(ProfitSetting.Key, ProfitSetting.Usual with { Rules = ProfitSetting.Usual.Rules with { Contact = 7_000_000, Ticket = 11_000_000 } }, null, Ct);
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.Get<ReckonsProfit>().Kept(Ct);

        var (snapshot, year) = (app.Get<ICustomerBase>().Current, new ReportScope(new(2026, 2, 1), new(2026, 3, 2), Organisation.Default with { TimeZone = "UTC" }, null, app.Get<global::Patron.Kernel.Texts.Texts>().For(Language.English)));
        var sheet = Enumerable.Range(0, snapshot.Size).Select(i => columns.Model!.YearOf(snapshot, i).Costs).Aggregate((a, b) => a + b);
        Assert.Equal(3 * 7_000_000 + 11_000_000, sheet.Salary + sheet.Other);
        Assert.Equal(sheet.Salary + sheet.Other, Enumerable.Range(0, snapshot.Size).Sum(i => costs.Of(new(snapshot.Ids[i]))));
        Assert.Equal(11_000_000, costs.Ticket);
        Assert.Equal((11_000_000, 0), await app.Get<Patron.ServiceDesk.ReportService.ServiceReports>().Of(year.From, year.To, null, Ct) is var service ? (service.TicketCost, service.ContactCost) : default);
        Assert.Equal(490_000_000 + 3 * 7_000_000, (await Of(app, year.From, year.To))["selling-cost"].Value);
        // Bo is a lead of two sources: each has half of what serving him cost.
        var sources = (await app.Get<Patron.Sales.ShowLeads.LeadReads>().Sources(null, null, null, Ct)).ToDictionary(s => s.Source.Name);
        Assert.Equal((2 * 7_000_000 + 9_000_000, 9_000_000), (sources["Fair"].Work, sources["Site"].Work));
    }

    [Fact]
    public async Task What_is_not_known_says_why()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Get<IJobs>().RunNow(IndicatorJob.JobKind, "{}", null, null, Ct);
        var sheet = await app.Services.GetServices<IReport>().Single(r => r.Key == "indicators").Of(Scope(app, new(2026, 3, 1), new(2026, 3, 31)), Ct);
        var why = sheet.Tables.Single(t => t.Key == "unknown").Lines.ToDictionary(l => (string)l.Values[0]!, l => (string)l.Values[1]!);
        Assert.Equal("No lead with a cost came, nobody was contacted, and no salaries are set under the rules of profit.", why["Selling costs: leads, contacts, salaries"]);
        Assert.StartsWith("No forecast of thirty days", why["Forecast accuracy"], StringComparison.Ordinal);
        Assert.Equal("Nothing of it happened in this period.", why.First(w => w.Key.Contains("Promises", StringComparison.OrdinalIgnoreCase)).Value);
    }

    private static async Task<Dictionary<string, Indicator>> Of(PatronServices app, DateOnly from, DateOnly to)
    {
        var all = new List<Indicator>();
        foreach (var room in app.Services.GetServices<IIndicators>()) all.AddRange(await room.Of(Scope(app, from, to), Ct));
        return all.ToDictionary(i => i.Key);
    }

    private static ReportScope Scope(PatronServices app, DateOnly from, DateOnly to) => new(from, to, Organisation.Default with { TimeZone = "UTC", Currency = "EUR" }, null, app.Get<global::Patron.Kernel.Texts.Texts>().For(Language.English));
}
