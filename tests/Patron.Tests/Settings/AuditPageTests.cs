using System.Net;
using Patron.Access.Contracts;
using Patron.Customers.ChangeMany;
using Patron.Customers.DeleteCustomers;
using Patron.Data.Audit;
using Patron.IdentityResolution;
using Patron.IdentityResolution.EnterValues;
using Patron.Settings.ShowAudit;
using Patron.Settings.TakeEverything;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Settings;

public sealed class AuditPageTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Sign_ins_good_and_refused_and_exports_stand_there_and_can_be_narrowed(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        using var browser = await app.SignIn();
        using (var stranger = app.Client())
        {
            await stranger.Submit("/sign-in", "sign-in", ("email", PatronApp.EmailOf(Roles.Administrator)), ("password", "not the password"));
            await stranger.Submit("/sign-in", "sign-in", ("email", "nobody.known@patron.example"), ("password", "not the password"));
        }
        await browser.Get("/customers/export?q=Lovelace");

        var all = await browser.Page("/settings/audit");
        Assert.Contains("Signed in", all, StringComparison.Ordinal);
        Assert.Contains("Customers exported", all, StringComparison.Ordinal);
        Assert.Equal(2, Count(all, "<td>Sign-in refused</td>"));
        Assert.DoesNotContain("nobody.known", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", all, StringComparison.Ordinal);

        Assert.Equal(1, Count(await browser.Page("/settings/audit?kind=sign-in-refused&who=program"), "<td>Sign-in refused</td>"));
        Assert.Equal(0, Count(await browser.Page("/settings/audit?kind=sign-in-refused"), "<td>Signed in</td>"));
        Assert.Contains("No entry is like that", await browser.Page("/settings/audit?from=2026-03-03"), StringComparison.Ordinal);
        Assert.Equal(2, Count(await browser.Page("/settings/audit?from=2026-03-02&to=2026-03-02"), "<td>Sign-in refused</td>"));
    }

    [Theory]
    [InlineData("sign-in-refused", "Sign-in refused")]
    [InlineData("template.add", "Template: added")]
    [InlineData("ticket.goodwill-refused", "Ticket: goodwill refused")]
    [InlineData("consents.stop.end", "Contact policy: stop lifted")]
    [InlineData("ticket.what-nobody-has-named", "Ticket")]
    [InlineData("what-nobody-has-named", "what-nobody-has-named")]
    public void A_deed_without_a_name_of_its_own_is_called_by_what_it_was_done_to_and_what_was_done(string kind, string called) =>
        Assert.Equal(called, AuditWords.Kind(new global::Patron.Kernel.Texts.Texts(typeof(AuditWords).Assembly).For(global::Patron.Kernel.Texts.Language.English), kind));

    [Fact]
    public async Task It_says_up_to_which_entry_the_chain_was_verified_and_which_is_the_first_bad_one()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        Assert.Contains("has not been verified yet", await browser.Page("/settings/audit"), StringComparison.Ordinal);

        var started = await browser.Submit("/settings/audit", "verify");
        Assert.Contains("is being verified", await started.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var sound = await app.Get<AuditVerification>().Verify(null, Ct);
        Assert.Contains($"Verified up to entry {sound.Position}", await browser.Page("/settings/audit"), StringComparison.Ordinal);

        await using (var db = await app.Db())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(db.Database,
                "drop trigger kernel_audit_no_update; update kernel_audit set kind = 'export-customers' where position = 2", Ct);
        }
        await app.Get<AuditVerification>().Verify(null, Ct);
        Assert.Contains("entry 2 is the first bad one", await browser.Page("/settings/audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_that_are_turned_away_stand_there_once_for_each_wait_and_name_nobody()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        using (var stranger = app.Client())
            for (var tries = 0; tries < Patron.Access.SignIn.SignInLimits.TriesForAccount + 3; tries++)
                await stranger.Submit("/sign-in", "sign-in", ("email", "nobody.known@patron.example"), ("password", "not the password"));

        var turned = await browser.Page("/settings/audit?kind=sign-in-blocked");

        Assert.Equal(1, Count(turned, "<td>Sign-in turned away: too many tries</td>"));
        Assert.Contains(">address:", turned, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody.known", turned, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_entry_and_every_table_it_counts_has_words()
    {
        var texts = new Patron.Kernel.Texts.Texts().For(Patron.Kernel.Texts.Language.English);
        string[] kinds =
        [
            AddsByHand.Kind, HandWriting.Edit, HandWriting.Undo, DeletesMany.DeedKind, "customer.restore", "customer.edit.many", ManyChange.Undo, "limits.change", "limits.undo", "organisation.change",
            "source.change", "import", "import.undo", TakeJob.JobKind, "sign-in", "sign-in-refused", "sign-in-blocked", "sign-out", "export-customers", "export-orders", "export-everything",
            "demo-load", "demo-remove", "erase", "erase-after-restore", "backup", "restore", "change-sets-forgotten",
        ];
        string[] tables =
        [
            IdentityTables.Customers, IdentityTables.Records, IdentityTables.Identifiers, IdentityTables.Links, IdentityTables.Hands, IdentityTables.Fields, IdentityTables.Merges, "identity_sources",
            "customers_relations", "quality_limits", "purchases_orders", "purchases_order_lines", "purchases_holdings", "interactions", "note", "consents_ledger", "catalog_products", "access_users", "organisation",
        ];

        Assert.All(kinds, k => Assert.NotEqual(k, AuditWords.Kind(texts, k)));
        Assert.All(tables, t => Assert.NotEqual($"{t} 2", AuditWords.Rows(texts, t, 2)));
    }

    [Fact]
    public async Task It_is_for_administrators()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn(Roles.Analyst);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/settings/audit")).StatusCode);
    }

    private static int Count(string page, string part) => page.Split(part).Length - 1;
}
