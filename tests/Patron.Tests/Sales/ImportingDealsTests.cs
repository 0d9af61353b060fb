using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Imports.Contracts;
using Patron.Sales;
using Patron.Tests.Imports;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Sales;

/// <summary>A hardware maker's deals, imported as anyone would: accounts, products, the team, then the pipeline.</summary>
public sealed class ImportingDealsTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_published_deals_have_their_published_numbers(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await CrmDeals.Company(app);

        var plan = await CrmDeals.Pipeline(app, plan: true);
        Assert.Equal(0L, await app.Ask("select count(*) from sales_opportunities"));
        var deals = await CrmDeals.Pipeline(app);
        var again = await CrmDeals.Pipeline(app);

        Assert.Equal((8_800, 8_800, 0, 0, 0, 0), plan.Counts());
        Assert.Equal((8_800, 8_800, 0, 0, 0, 0), deals.Counts());
        Assert.Equal((8_800, 0, 0, 8_800, 0, 0), again.Counts());
        var (won, lost) = ((long)(await app.Ask("select count(*) from sales_opportunities where state = 2"))!, (long)(await app.Ask("select count(*) from sales_opportunities where state = 3"))!);
        Assert.Equal((4_238, 2_473), (won, lost));
        Assert.Equal(63.15m, Math.Round(100m * won / (won + lost), 2));
        Assert.Equal(10_005_534m, Convert.ToDecimal(await app.Ask("select sum(amount) from sales_opportunities where state = 2"), CultureInfo.InvariantCulture) / 1_000_000);
        // The trap GTXPro is GTX Pro: seven products, none made by the pipeline; 1,425 deals name nobody.
        Assert.Equal(7L, await app.Ask("select count(*) from catalog_products"));
        Assert.Equal(0L, await app.Ask("select count(*) from sales_opportunities where product_id is null or owner_id is null"));
        Assert.Equal(1_425L, await app.Ask("select count(*) from sales_opportunities where source_record_id is null"));
        Assert.Equal(85L, await app.Ask("select count(distinct customer_id) from sales_opportunities where source_record_id is not null"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_history_tells_what_each_deal_was(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await CrmDeals.Company(app);
        await CrmDeals.Pipeline(app);

        // An open deal has one step, one that ended two; every day of its life has exactly one.
        Assert.Equal(8_800L + 4_238 + 2_473, await app.Ask("select count(*) from sales_steps"));
        Assert.Equal(0L, await app.Ask("select count(*) from sales_steps where until is null and state <> coalesce(outcome, 1)"));
        Assert.Equal(8_800L, await app.Ask("select count(*) from sales_steps where until is null"));
        Assert.Equal(0L, await app.Ask("select count(*) from sales_steps s join sales_opportunities o on o.customer_id = s.customer_id and o.id = s.opportunity_id where o.state <> 1 and (s.ended <> o.closed or s.outcome <> o.state)"));
        var day = new DateOnly(2017, 6, 30).DayNumber;
        // Of the file itself: begun by then and not ended by then.
        var open = File.ReadLines(Samples.Path("crm_sales_opportunities/sales_pipeline.csv")).Skip(1).Select(line => line.Split(','))
            .Count(row => Day(row[5]) is { } begun && begun <= day && (row[4] is "Engaging" || Day(row[6]) > day));
        Assert.Equal((long)open, await app.Ask($"select count(*) from sales_steps where state = 1 and day <= {day} and (until is null or until > {day})"));

        static int? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture).DayNumber;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_import_taken_back_leaves_nothing_and_a_later_file_is_taken_back_alone(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var first = await app.Import(app.Write("deals.csv", "opportunity_id,account,deal_stage,engage_date,close_date,close_value\n1,Acme,Engaging,2026-01-05,,500\n2,,Prospecting,,,\n3,Acme,Won,2026-01-05,2026-02-01,900\n"), "opportunities");
        var before = await Rows(app);

        var second = await app.Import(app.Write("later.csv", "opportunity_id,account,deal_stage,engage_date,close_date,close_value\n1,Acme,Lost,2026-01-05,2026-02-20,0\n2,,Engaging,2026-02-01,,700\n4,Beta,Prospecting,,,\n"), "opportunities");
        Assert.Equal((3, 1, 2, 0, 0, 0), second.Counts());
        Assert.Equal(4L + 3, await app.Ask("select count(*) from sales_steps"));
        var undo = app.Get<IUndoImports>();
        Assert.Null((await undo.Run(second.Import, "en", null, null, default)).Refusal);
        Assert.Equal(before, await Rows(app));

        Assert.Null((await undo.Run(first.Import, "en", null, null, default)).Refusal);
        foreach (var table in (string[])["sales_opportunities", "sales_steps", "kernel_claimed_keys"]) Assert.Equal(0L, await app.Ask($"select count(*) from {table}"));
        Assert.Equal(0L, await app.Ask("select count(*) from customers"));
    }

    [Theory]
    [InlineData("1,Acme,Dreaming,,,", "Dreaming")]
    [InlineData("1,Acme,Won,2026-02-02,2026-02-01,5", "before it was opened")]
    [InlineData("1,Acme,Engaging,2026-02-02,,-5", "less than nothing")]
    public async Task A_row_that_makes_no_sense_is_rejected_with_its_reason(string row, string why)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var outcome = await app.Import(app.Write("deals.csv", $"opportunity_id,account,deal_stage,engage_date,close_date,close_value\n{row}\n"), "opportunities");

        Assert.Equal((1, 0, 0, 0, 0, 1), outcome.Counts());
        Assert.Contains(why, await File.ReadAllTextAsync(outcome.RejectedFile!), StringComparison.Ordinal);
    }

    private static async Task<string> Rows(PatronServices app)
    {
        await using var db = await app.Db();
        var deals = await db.Opportunities.AsNoTracking().OrderBy(d => d.Id).Select(d => new { d.Number, d.State, d.Stage, d.Since, d.Amount, d.Opened, d.Closed, d.Name }).ToListAsync();
        var steps = await db.DealSteps.AsNoTracking().OrderBy(d => d.Id).Select(d => new { d.Day, d.Until, d.StageUntil, d.Stage, d.Outcome, d.Ended }).ToListAsync();
        return string.Join('\n', [.. deals.Select(d => d.ToString()), .. steps.Select(d => d.ToString())]);
    }
}
