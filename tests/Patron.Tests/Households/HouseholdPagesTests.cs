using System.Net;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Households.FindHouseholds;
using Patron.Households.ShowHouseholds;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Households;

public sealed class HouseholdPagesTests
{
    [Fact]
    public async Task A_household_is_seen_on_a_members_page_confirmed_named_and_undone_there_and_in_the_lists()
    {
        await using var app = await PatronApp.Start();
        await Take(app);
        using var browser = await app.SignIn();
        var ada = await Customer(app, "1");

        var list = await browser.Page("/households");
        Assert.Contains("1 household of 2 customers. 1 waits to be confirmed.", list, StringComparison.Ordinal);
        var page = await browser.Page($"/customers/{ada}");
        Assert.Contains("They seem to live together.", page, StringComparison.Ordinal);
        var id = page.Split("/households/")[1].Split('"')[0];
        Assert.StartsWith("hsh_", id, StringComparison.Ordinal);

        var confirmed = await (await browser.Post($"/households/{id}/confirm", TestBrowser.TokenIn(page), ("name", "The Lovelaces"))).Content.ReadAsStringAsync();
        Assert.Contains("The Lovelaces", confirmed, StringComparison.Ordinal);
        Assert.Contains("data-undo", confirmed, StringComparison.Ordinal);
        Assert.Contains("They live together: confirmed by one of us.", await browser.Page($"/customers/{ada}"), StringComparison.Ordinal);
        Assert.Contains(ada.ToString(), await browser.Page($"/customers?household={id}"), StringComparison.Ordinal);
        Assert.Contains(ada.ToString(), await browser.Page("/customers?household-state=confirmed"), StringComparison.Ordinal);
        Assert.DoesNotContain(ada.ToString(), await browser.Page("/customers?household-state=none"), StringComparison.Ordinal);
        Assert.Contains("Bo Ek", await browser.Page($"/households/{id}?add=Bo"), StringComparison.Ordinal);

        var undo = confirmed.Split("/undo/")[1].Split('"')[0];
        await browser.Post($"/households/{id}/undo/{undo}", TestBrowser.TokenIn(confirmed));
        Assert.Contains("Confirm 2 members", await browser.Page($"/households/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_write_sees_and_changes_nothing_and_an_unknown_household_is_not_found()
    {
        await using var app = await PatronApp.Start();
        using (var first = await app.SignIn()) Assert.Contains("No households yet", await first.Page("/households"), StringComparison.Ordinal);
        await Take(app);
        using var browser = await app.SignIn(Roles.Analyst);
        var home = (await app.Get<HouseholdReads>().Of(await Customer(app, "1"), null, Ct))!.Id;

        var page = await browser.Page($"/households/{home}");
        Assert.DoesNotContain("Confirm", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/take-out", page, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await browser.Post($"/households/{home}/refuse", await browser.Token("/account"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/households/{new HouseholdId(77)}")).StatusCode);
        Assert.False((await app.Get<HouseholdReads>().One(home, null, Ct))!.Refused);
    }

    private static async Task<CustomerId> Customer(PatronApp app, string externalId)
    {
        await using var session = await BulkSession.BeginReading(app.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), app.Clock, Ct);
        await using var command = session.Command($"select customer_id from identity_source_records where external_id = '{externalId}'");
        return new((long)(await command.ExecuteScalarAsync(Ct))!);
    }

    private static async Task Take(PatronApp app)
    {
        var source = (await app.Get<ISources>().FindOrMake("Shop", false, Ct)).Value!;
        var intake = new Intake(source, Organisation.Default, app.Clock.GetUtcNow(), null, false, app.Get<IdMaker>(), null);
        await using (var session = await BulkSession.Begin(app.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), app.Clock, Ct))
        {
            await app.Get<ITakesRows<IncomingRecord>>().Begin(intake).Take(session,
                [Row("1", "Ada Lovelace", "ada@example.org", street: "12 High Street", city: "London"), Row("2", "Byron Lovelace", "byron@example.org", street: "12 High St", city: "London"), Row("3", "Bo Ek", "bo@example.org")], Ct);
            await session.Commit(Ct);
        }
        await app.Get<IJobs>().RunNow(FindJob.JobKind, "{}", null, null, Ct);
        await app.Get<ICustomerBase>().CatchUp(Ct);
    }
}
