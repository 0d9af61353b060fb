using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Reasons.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;
using Patron.Sales.SetSales;
using Patron.Tests.Imports;

namespace Patron.Tests.Sales;

/// <summary>What sales keeps leaves with everything and comes back; a source that is forgotten takes its deals and leads along; people who come and go own what names them.</summary>
public sealed class KeptSalesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Deals_leads_and_objections_come_back_as_they_were_and_twice_changes_nothing(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        var by = (await first.Get<IUserAccounts>().Add(new("kim@example.com", "Kim Park", "administrator", "correct horse battery"), null, Ct)).Value!.Id;
        await Fill(first, by);
        var archive = await Export(first, "first.zip");

        await using var second = await PatronServices.Start(kind);
        second.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(Files(archive), Files(await Export(second, "second.zip")));
        Assert.True(Files(archive).Values.Count(text => text.Count(sign => sign == '\n') > 1) >= 5);
        foreach (var table in (string[])["sales_opportunities", "sales_steps", "sales_leads", "sales_objections", "reasons_given"])
            Assert.Equal(Convert.ToInt64(await first.Ask($"select count(*) from {table}"), null), Convert.ToInt64(await second.Ask($"select count(*) from {table}"), null));
        Assert.Equal(1L, await second.Ask("select count(*) from sales_leads l join sales_opportunities d on d.customer_id = l.customer_id and d.id = l.opportunity_id"));
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(Convert.ToInt64(await first.Ask("select count(*) from sales_steps"), null), Convert.ToInt64(await second.Ask("select count(*) from sales_steps"), null));
        // The file that brought them says nothing new there either.
        Assert.Equal((3, 0, 0, 3, 0, 0), (await second.Import(second.Write("deals.csv", DealsFile), "opportunities", source: "crm")).Counts());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_source_that_is_forgotten_takes_its_deals_and_leads_along_and_nobody_elses(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var by = (await app.Get<IUserAccounts>().Add(new("kim@example.com", "Kim Park", "administrator", "correct horse battery"), null, Ct)).Value!.Id;
        await Fill(app, by);
        var crm = (await app.Get<ISources>().Find("crm", Ct))!;
        await using (var session = await app.Session())
        {
            await app.Services.GetServices<IForgetsSources>().Single(f => f.Order == 8).Forget(session, new([crm], []), Ct);
            await session.Db.SaveChangesAsync(Ct);
            await session.Commit(Ct);
        }
        // What was made by hand is left, and the lead of the other system.
        Assert.Equal((2L, 0L, 2L), (await app.Ask("select count(*) from sales_opportunities"), await app.Ask("select count(*) from sales_opportunities where source_id is not null"), await app.Ask("select count(*) from sales_leads")));
        Assert.Equal(0L, await app.Ask("select count(*) from sales_steps s where not exists (select 1 from sales_opportunities d where d.customer_id = s.customer_id and d.id = s.opportunity_id)"));
        Assert.Equal(0L, await app.Ask("select count(*) from kernel_claimed_keys where scope like 'opportunity:%'"));
        Assert.Equal(0L, await app.Ask("select count(*) from customers where anonymous = " + (kind == Database.Sqlite ? "1" : "true")));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_owner_whom_a_file_names_before_he_comes_owns_his_deals_when_he_does(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("deals.csv", DealsFile), "opportunities", source: "crm");
        Assert.Equal(3L, await app.Ask("select count(*) from sales_opportunities where owner_id is null and owner_name is not null"));

        await app.Import(app.Write("team.csv", "name,email\nKim Park,kim@example.com\n"), "team", source: "crm");
        Assert.Equal(2L, await app.Ask("select count(*) from sales_opportunities where owner_id is not null"));
        Assert.Equal(0L, await app.Ask("select count(*) from sales_steps s join sales_opportunities d on d.customer_id = s.customer_id and d.id = s.opportunity_id where coalesce(s.owner_id, 0) <> coalesce(d.owner_id, 0)"));
        Assert.Equal((3, 0, 0, 3, 0, 0), (await app.Import(app.Write("deals.csv", DealsFile), "opportunities", source: "crm")).Counts());

        var kim = new UserId((long)(await app.Ask("select owner_id from sales_opportunities where owner_id is not null limit 1"))!);
        await using (var session = await app.Session())
        {
            foreach (var room in app.Services.GetServices<IAwaitsUsers>()) await room.Left(session, [kim], Ct);
            await session.Commit(Ct);
        }
        Assert.Equal(3L, await app.Ask("select count(*) from sales_opportunities where owner_id is null and owner_name is not null"));
    }

    private const string DealsFile = "opportunity_id,account,deal_stage,engage_date,close_date,close_value,sales_agent,product\n1,Acme,Engaging,2026-01-05,,500,Kim Park,GTX\n2,,Won,2026-01-05,2026-02-01,900,Kim Park,GTX\n3,Beta,Lost,2026-01-07,2026-02-03,0,Lee Min,\n";

    /// <summary>Deals and leads from files and by hand, moved, lost with a reason, with objections, and settings that are not the ready-made ones.</summary>
    private static async Task Fill(PatronServices app, UserId by)
    {
        var text = app.Get<Texts>().For(Language.Korean);
        await app.Import(app.Write("deals.csv", DealsFile), "opportunities", source: "crm");
        await app.Import(app.Write("people.csv", "id,name,email\nP1,\"=Ann, \"\"Lee\"\"\",ann@example.com\n"), "customers", source: "shop");
        await app.Import(app.Write("leads.csv", "id,name,email,source,source_kind,source_cost,interested_in,budget,soon\nL1,Ann Lee,ann@example.com,'Fair',fair,12.5,\"ink, \"\"black\"\"\",yes,no\n"), "leads", source: "fair");
        await app.Get<PipelineDeeds>().AddPipeline(0, "재구매", by, Ct);
        var ann = new CustomerId((long)(await app.Ask("select customer_id from identity_source_records where external_id = 'P1'"))!);
        var deeds = app.Get<DealDeeds>();
        var open = (await deeds.Open(ann, 13, null, null, new("A deal, \"ours\"", 1_250_000, new DateOnly(2026, 4, 1), true, by, null, "Rival", new("Call\nagain", new DateOnly(2026, 3, 9))), by, Ct)).Value!.Deal;
        app.Clock.Advance(TimeSpan.FromDays(3));
        await deeds.Move(open, 1, 8, new("Offer", null), by, Ct);
        var price = (await app.Get<IReasons>().All(Ct)).First(r => r is { Kind: ReasonKind.NotBuying, Key: "price" }).Id;
        Assert.Null((await deeds.Lose(open, 2, null, price, "Rival", by, Ct)).Refusal);
        var lead = (await app.Get<LeadDeeds>().Capture(ann, 1, "Printers", null, by, text, Ct)).Value!.Lead;
        Assert.Equal(LeadState.Sales, (await app.Get<LeadDeeds>().Qualify(lead, 1, new(Answer.Yes, Answer.No, Answer.Unknown, Answer.Yes), "전화", by, Ct)).Value!.State);
        Assert.Null((await app.Get<Objections>().Add(ann, open, null, ObjectionKind.Regret, "'quoted", "Three years", true, by, Ct)).Refusal);
    }

    private static async Task<string> Export(PatronServices app, string name)
    {
        var file = Path.Combine(app.Location.Directory, name);
        await app.Get<IEverything>().Export(file, null, null, Ct);
        return file;
    }

    private static SortedDictionary<string, string> Files(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(e => ((string[])["sales-settings", "deals", "leads", "objections"]).Any(k => e.Name == k + ".csv" || e.Name.StartsWith(k + "-0", StringComparison.Ordinal))))
        {
            using var reader = new StreamReader(entry.Open());
            files[entry.Name] = reader.ReadToEnd();
        }
        return files;
    }
}
