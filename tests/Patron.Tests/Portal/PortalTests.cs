using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Portal;
using Patron.Portal.HandleRequests;
using Patron.Tests.Consents.JudgeContacts;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Portal;

/// <summary>The customers' own pages, worked as a browser without scripts works them; one program for all tests of the class, a customer for each.</summary>
public sealed partial class PortalTests(PortalTests.Served served) : IClassFixture<PortalTests.Served>
{
    public sealed class Served : IAsyncLifetime
    {
        internal PatronApp App { get; private set; } = null!;
        internal Mailbox Mail { get; } = new();

        public async ValueTask InitializeAsync()
        {
            App = await PatronApp.Start(more: s => s.AddSingleton<IMailSender>(Mail));
            await App.AddUser("administrator");
            await using var db = await App.Db();
            await db.WriteAtOnce(SettingsKeys.Organisation, Organisation.Default with { Name = "Mill & Sons" }, default);
            await db.WriteAtOnce(SettingsKeys.PublicAddress, new PublicAddress("https://crm.example"), default);
            await db.WriteAtOnce(ContactSettings.Key, ContactSettings.Default with { Topics = [new("wine", "Wine"), new("cheese", "Cheese")] }, default);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    internal sealed class Mailbox : IMailSender
    {
        public System.Collections.Concurrent.ConcurrentQueue<Mail> Sent { get; } = [];

        public Task<bool> IsSetUp(CancellationToken ct) => Task.FromResult(true);

        public Task Send(Mail mail, CancellationToken ct)
        {
            Sent.Enqueue(mail);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_customer_agrees_chooses_pauses_and_stops_everything_without_signing_in()
    {
        var (browser, link) = await Visit(1);
        await browser.Post(link + "/wishes", await browser.Token(link), ("channel", "email"), ("topic", "wine"), ("most", "2"), ("pause", "30"));
        Assert.Equal([("email", true)], await States(1));
        var wishes = await served.App.Get<IPreferences>().Of(new(1), Ct);
        Assert.Equal((2, served.App.Clock.Now.AddDays(30), "cheese"), (wishes.Most, wishes.PausedUntil!.Value, string.Join(' ', wishes.Refused)));
        var page = await browser.Page(link);
        Assert.Matches("value=\"email\"[^>]* checked", page);
        // They know the firm, not its programs.
        Assert.Contains("<p class=\"brand\">Mill &amp; Sons</p>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("value=\"cheese\"[^>]* checked", page);

        await browser.Post(link + "/stop", await browser.Token(link));
        Assert.Equal([("email", false), ("letter", false), ("phone", false), ("sms", false)], await States(1));
        // Saying it again adds nothing.
        await browser.Post(link + "/stop", await browser.Token(link));
        await using var db = await served.App.Db();
        Assert.Equal(5, await db.Set<Patron.Consents.ConsentEntry>().CountAsync(e => e.CustomerId == new CustomerId(1), Ct));
    }

    [Fact]
    public async Task A_wrong_an_old_and_a_revoked_link_are_answered_alike()
    {
        var (browser, link) = await Visit(2);
        var flipped = link[..^1] + (link[^1] == 'A' ? 'B' : 'A');
        var ended = await browser.Page("/my/ended");
        foreach (var bad in new[] { flipped, link[..^1] + "!", "/my/" + new string('A', 32), "/my/x" })
        {
            Assert.Equal(Plain(ended), Plain(await browser.Page(bad)));
            Assert.Equal(Plain(ended), Plain(await browser.Page(bad + "/data")));
        }
        served.App.Clock.Advance(TimeSpan.FromSeconds(2));
        await served.App.Get<IContactLinks>().Revoke(new(2), Ct);
        Assert.Equal(Plain(ended), Plain(await browser.Page(link)));
        Assert.Equal("/my/ended", (await browser.Get(link + "/data.json")).RequestMessage!.RequestUri!.AbsolutePath);
        served.App.Clock.Advance(TimeSpan.FromSeconds(2));
        var (_, fresh) = await Visit(2, make: false);
        Assert.NotEqual(Plain(ended), Plain(await browser.Page(fresh)));
        var before = served.App.Clock.Now;
        served.App.Clock.Advance(TimeSpan.FromDays(IContactLinks.Days + 1));
        Assert.Null(await served.App.Get<IContactLinks>().Read(fresh[4..], Ct));
        served.App.Clock.Now = before;
    }

    [Fact]
    public async Task A_link_opens_its_own_customer_alone_and_takes_no_change_without_a_token()
    {
        var (browser, link) = await Visit(3);
        await Visit(4);
        Assert.DoesNotContain("a4@mail.example", await browser.Page(link + "/data"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post(link + "/wishes", null, ("channel", "email"))).StatusCode);
        Assert.Empty(await States(3));
        var answer = await browser.Get(link);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task All_data_can_be_seen_taken_along_and_put_right()
    {
        var (browser, link) = await Visit(5);
        await browser.Post(link + "/wishes", await browser.Token(link), ("channel", "email"));
        var data = JsonDocument.Parse(await browser.Page(link + "/data.json")).RootElement;
        Assert.Equal("a5@mail.example", data.GetProperty("customers")[0].GetProperty("email").GetString());
        Assert.Equal("marketing", data.GetProperty("consents_ledger")[0].GetProperty("purpose").GetString());
        Assert.Contains("a5@mail.example", await browser.Page(link + "/data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_to_be_erased_waits_for_a_person_once_however_often_it_is_asked()
    {
        var (browser, link) = await Visit(6);
        await browser.Post(link + "/erase", await browser.Token(link + "/data"));
        Assert.DoesNotContain(await served.App.Get<RequestBook>().Open(Ct), r => r.CustomerId == new CustomerId(6));
        for (var i = 0; i < 2; i++) await browser.Post(link + "/erase", await browser.Token(link + "/data"), ("sure", "1"));
        var request = Assert.Single(await served.App.Get<RequestBook>().Open(Ct), r => r.CustomerId == new CustomerId(6));
        Assert.Equal("portal.request.why", (await served.App.Get<RequestBook>().Decide(request.CustomerId, request.Id, done: false, " ", null, Ct)).Refusal!.Key);
        Assert.Null((await served.App.Get<RequestBook>().Decide(request.CustomerId, request.Id, done: false, "an open invoice", null, Ct)).Refusal);
        Assert.Equal("portal.request.gone", (await served.App.Get<RequestBook>().Decide(request.CustomerId, request.Id, done: true, null, null, Ct)).Refusal!.Key);
    }

    [Fact]
    public async Task Signing_up_takes_a_mail_to_agree_and_a_program_gets_none()
    {
        await using (var db = await served.App.Db()) await db.WriteAtOnce(SignUpForms.Key, new SignUpForms([new("news", "News", "marketing")]), Ct);
        using var browser = served.App.Client();
        // From another site: no token, no cookie.
        foreach (var (email, trap) in new[] { ("eve@mail.example", ""), ("bot@mail.example", "http://spam"), ("no address", "") })
        {
            var answer = await browser.Post("/my/forms/news/sign-up", null, ("email", email), ("name", "Eve"), ("website", trap));
            Assert.Equal("?sent=1", answer.RequestMessage!.RequestUri!.Query);
        }
        await Deliver();
        var mail = Assert.Single(served.Mail.Sent, m => m.To.Contains("mail.example", StringComparison.Ordinal) && m.Text.Contains("/my/confirm/", StringComparison.Ordinal));
        Assert.Equal("eve@mail.example", mail.To);
        var path = ConfirmLink().Match(mail.Text).Groups[1].Value;
        // Looking at the link agrees to nothing: scanners follow links.
        Assert.Contains("eve@mail.example", await browser.Page(path), StringComparison.Ordinal);
        await using var after = await served.App.Db();
        Assert.Equal(0, await after.Set<Patron.Consents.ConsentEntry>().CountAsync(e => e.Evidence == "portal.evidence.form", Ct));
        for (var i = 0; i < 2; i++) await browser.Post(path + "/yes", await browser.Token(path));
        Assert.Equal(1, await after.Set<Patron.Consents.ConsentEntry>().CountAsync(e => e.Evidence == "portal.evidence.form" && e.Given && e.Channel == "email", Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Post("/my/forms/none/sign-up", null, ("email", "eve@mail.example"))).StatusCode);
        Assert.DoesNotContain(served.App.Log, line => line.Contains("eve@mail", StringComparison.Ordinal));
    }

    private async Task Deliver()
    {
        for (var wait = 0; wait < 100 && !served.Mail.Sent.Any(m => m.Text.Contains("/my/confirm/", StringComparison.Ordinal)); wait++)
        {
            served.App.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Ct);
        }
    }

    private async Task<(TestBrowser Browser, string Link)> Visit(long id, bool make = true)
    {
        if (make)
        {
            await using var session = await BulkSession.Begin(served.App.Get<IDbContextFactory<PatronDb>>(), served.App.Clock, Ct);
            await served.App.Get<IGoldenRecords>().Write(session, [ContactPolicyTests.Somebody(id, phone: $"+44207946{id:D4}") with { Street = "1 High Street" }], served.App.Clock.GetUtcNow(), Ct);
            await session.Commit(Ct);
        }
        return (served.App.Client(), (await served.App.Get<IContactLinks>().Preferences(Ct))(new(id)));
    }

    private async Task<(string, bool)[]> States(long id) => [.. (await served.App.Get<IConsentLedger>().Of(new(id), Ct)).Select(s => (s.Channel, s.Given))];

    /// <summary>The page without what differs with every request.</summary>
    private static string Plain(string page) => Tokens().Replace(page, "");

    [GeneratedRegex("value=\"CfDJ8[^\"]*\"|hx-headers=\"[^\"]*\"|hx-headers='[^']*'|<input type=\"hidden\" name=\"returnTo\"[^>]*>")]
    private static partial Regex Tokens();

    [GeneratedRegex("https://crm\\.example(/my/confirm/[A-Za-z0-9_-]+)")]
    private static partial Regex ConfirmLink();
}
