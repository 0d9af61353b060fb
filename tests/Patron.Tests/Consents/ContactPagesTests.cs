using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Campaigns;
using Patron.Campaigns.KeepCampaigns;
using Patron.Codes.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.WriteTemplates;
using Patron.Portal.HandleRequests;
using Patron.Segments.EditSegment;
using Patron.Tests.Consents.JudgeContacts;
using Patron.Tests.Messaging;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Consents;

/// <summary>The pages about who may be contacted, worked as a browser without scripts works them; one program for all tests of the class.</summary>
public sealed class ContactPagesTests(ContactPagesTests.Served served) : IClassFixture<ContactPagesTests.Served>
{
    public sealed class Served : IAsyncLifetime
    {
        internal PatronApp App { get; private set; } = null!;
        internal TestBrowser Boss { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await PatronApp.Start();
            await App.AddUser(Roles.Administrator);
            await App.AddUser(Roles.Analyst);
            Boss = await App.SignIn();
            await using var session = await BulkSession.Begin(App.Get<IDbContextFactory<PatronDb>>(), App.Clock, Ct);
            await App.Get<IGoldenRecords>().Write(session, [.. Enumerable.Range(1, 9).Select(i => ContactPolicyTests.Somebody(i, phone: $"+44207946{i:D4}"))], App.Clock.GetUtcNow(), Ct);
            await session.Commit(Ct);
        }

        public ValueTask DisposeAsync()
        {
            Boss.Dispose();
            return App.DisposeAsync();
        }
    }

    [Theory, InlineData("/settings/contact"), InlineData("/settings/contact/texts"), InlineData("/settings/contact/suppressions"), InlineData("/settings/contact/forms"), InlineData("/settings/keys"), InlineData("/requests"), InlineData("/codes")]
    public async Task A_page_answers_who_may_and_nobody_else(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await served.Boss.Get(path)).StatusCode);
        using var analyst = await served.App.SignIn(Roles.Analyst);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get(path)).StatusCode);
        using var nobody = served.App.Client(followRedirects: false);
        Assert.Equal(HttpStatusCode.Redirect, (await nobody.Get(path)).StatusCode);
    }

    [Fact]
    public async Task The_policy_is_set_refused_where_it_cannot_be_and_taken_back()
    {
        var path = "/settings/contact";
        var answer = await served.Boss.Post(path + "/limits", await served.Boss.Token(path), ("most-email", "2"), ("days-email", "30"), ("hours", "48"));
        Assert.Equal((2, 48, false), await Policy());
        await Undo(answer);
        Assert.Equal((6, 20, true), await Policy());
        answer = await served.Boss.Post(path + "/limits", await served.Boss.Token(path), ("most-email", "2"), ("days-email", "0"), ("hours", "48"));
        Assert.Contains("failed=consents.policy.refused.cap", answer.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        Assert.Equal((6, 20, true), await Policy());

        answer = await served.Boss.Post(path + "/rule", await served.Boss.Token(path), ("key", "NZ"), ("countries", "nz"), ("optin", "email"), ("from", "20:00"), ("to", "08:00"), ("quiet", "sms"), ("law", "UEMA 2007"));
        Assert.Contains("UEMA 2007", await served.Boss.Page(path + "?rule=NZ"), StringComparison.Ordinal);
        await Undo(answer);
        await using var db = await served.App.Db();
        Assert.DoesNotContain((await db.Read<ContactSettings>(ContactSettings.Key, Ct) ?? ContactSettings.Default).Rules, r => r.Key == "NZ");
    }

    [Fact]
    public async Task A_wording_becomes_a_version_once()
    {
        var path = "/settings/contact/texts";
        for (var i = 0; i < 2; i++) await served.Boss.Submit(path, "text", ("purpose", "marketing"), ("tongue", "ko"), ("words", "광고 수신에 동의합니다."));
        Assert.Contains("광고 수신에 동의합니다.", WebUtility.HtmlDecode(await served.Boss.Page(path)), StringComparison.Ordinal);
        Assert.Equal(1L, await Ask("select count(*) from consents_texts where language = 'ko'"));
        await served.Boss.Submit(path, "text", ("purpose", "marketing"), ("tongue", "ko"), ("words", " "));
        Assert.Equal(1L, await Ask("select count(*) from consents_texts where language = 'ko'"));
    }

    [Fact]
    public async Task A_list_is_put_in_exported_ended_and_taken_back()
    {
        var path = "/settings/contact/suppressions";
        var answer = await served.Boss.Post(path + "/import", await served.Boss.Token(path), ("lines", "a1@mail.example\nnobody@mail.example;x\n+44 20 7946 0002\nnonsense\n"), ("reason", "Ordered"), ("source", "Register"));
        Assert.Contains("read=3&added=4&unread=1", answer.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        var export = await served.Boss.Page(path + "/export");
        Assert.Equal(4, export.Split("Register").Length - 1);
        Assert.DoesNotContain("mail.example", export, StringComparison.Ordinal);
        var line = export.Split('\n').First(l => l.Contains("Register", StringComparison.Ordinal)).Split(',')[0].TrimStart('\ufeff');
        Assert.Contains("failed=", (await served.Boss.Post($"{path}/{line}/end", await served.Boss.Token(path), ("why", " "))).RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        var ended = await served.Boss.Post($"{path}/{line}/end", await served.Boss.Token(path), ("why", "by mistake"));
        Assert.Equal(3L, await Ask("select count(*) from consents_addresses where source = 'Register' and ended_at is null"));
        // Somebody has ended a line since: the list is not taken back behind their back.
        Assert.Contains("failed=kernel.deed.changed", (await Undo(answer)).RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        await Undo(ended);
        await Undo(answer);
        Assert.Equal(0L, await Ask("select count(*) from consents_addresses where source = 'Register'"));
    }

    [Fact]
    public async Task A_request_is_decided_on_its_page()
    {
        await served.App.Get<RequestBook>().Erase(new(7), Ct);
        var page = await served.Boss.Page("/requests");
        Assert.Contains("Person 7", page, StringComparison.Ordinal);
        var request = Assert.Single(await served.App.Get<RequestBook>().Open(Ct), r => r.CustomerId == new CustomerId(7));
        await served.Boss.Post(RequestRoutes.Decide(request.CustomerId, request.Id), TestBrowser.TokenIn(page), ("done", "false"), ("why", "an open invoice"));
        Assert.DoesNotContain("Person 7", await served.Boss.Page("/requests"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_typed_and_what_was_typed_by_mistake_is_taken_back()
    {
        string code;
        await using (var session = await BulkSession.Begin(served.App.Get<IDbContextFactory<PatronDb>>(), served.App.Clock, Ct))
        {
            code = (await served.App.Get<ICodes>().Issue(session, new("campaign", 5, "A"), [new(new(3), null)], null, Ct))[new(3)];
            await session.Commit(Ct);
        }
        var page = await (await served.Boss.Submit("/codes", "codes", ("code", code + "\nnothing"), ("place", "Till 7"))).Content.ReadAsStringAsync();
        Assert.Contains("nothing</textarea>", page, StringComparison.Ordinal);
        var undo = System.Text.RegularExpressions.Regex.Match(await served.Boss.Page("/codes"), "action=\"(/deeds/[^\"]+/undo)\"").Groups[1].Value;
        await served.Boss.Post(undo, await served.Boss.Token("/codes"), ("back", "/codes"));
        Assert.Equal(1L, await Ask("select count(*) from codes_codes where redeemed_at is null"));
        Assert.DoesNotContain("Till 7", await served.Boss.Page("/codes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_revoked()
    {
        var made = await (await served.Boss.Submit("/settings/keys", "key", ("name", "Shop"), ("scope", "api"))).Content.ReadAsStringAsync();
        Assert.Equal(1L, await Ask("select count(*) from api_keys where name = 'Shop'"));
        var secret = System.Text.RegularExpressions.Regex.Match(made, "<code class=\"quiet\">([^<]+)</code>").Groups[1].Value;
        Assert.NotEmpty(secret);
        var page = await served.Boss.Page("/settings/keys");
        Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
        var revoke = System.Text.RegularExpressions.Regex.Match(page, "action=\"(/settings/keys/[^\"]+)\"").Groups[1].Value;
        await served.Boss.Post(revoke, TestBrowser.TokenIn(page));
        Assert.Equal(0L, await Ask("select count(*) from api_keys where revoked_at is null"));
    }

    [Fact]
    public async Task Campaigns_segments_and_templates_are_found_by_a_part_of_their_name_by_whoever_may_see_them()
    {
        var plan = CampaignPlan.Empty with { Query = "days_since_order > 90 days", Arms = [new("Mail", "email", "", 0, null)] };
        Assert.Null((await served.App.Get<CampaignBook>().Add("Zebra spring", plan, null, Ct)).Refusal);
        Assert.Null((await served.App.Get<SegmentDeeds>().Save(null, new("Zebra silent", null, "days_since_order > 90 days", null, null), null, null, Ct)).Refusal);
        Assert.Null((await served.App.Get<TemplateBook>().Save(null, "Zebra letter", "letter", SendingSample.Content("Hello", "text"), false, null, Ct)).Refusal);
        var hits = await served.Boss.Page("/palette?q=zebra");
        Assert.All((string[])["Zebra spring", "Zebra silent", "Zebra letter"], name => Assert.Contains(name, hits, StringComparison.Ordinal));
        using var analyst = await served.App.SignIn(Roles.Analyst);
        Assert.DoesNotContain("Zebra letter", await analyst.Page("/palette?q=zebra"), StringComparison.Ordinal);
    }

    private async Task<(int, int, bool)> Policy()
    {
        await using var db = await served.App.Db();
        var now = await db.Read<ContactSettings>(ContactSettings.Key, Ct) ?? ContactSettings.Default;
        return (now.Caps.First(c => c.Channel == "email").Most, now.MinimumHours, now.HouseholdOnce);
    }

    /// <summary>By the note on the page to which the deed led.</summary>
    private async Task<HttpResponseMessage> Undo(HttpResponseMessage done)
    {
        var deed = System.Web.HttpUtility.ParseQueryString(done.RequestMessage!.RequestUri!.Query)["deed"]!;
        return await served.Boss.Post($"/deeds/{deed}/undo", await served.Boss.Token("/settings/contact"), ("back", "/settings/contact"));
    }

    private async Task<object?> Ask(string sql)
    {
        await using var db = await served.App.Db();
        await db.Database.OpenConnectionAsync(Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Ct);
    }
}
