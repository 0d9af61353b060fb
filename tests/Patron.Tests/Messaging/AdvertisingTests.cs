using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Consents.KeepPolicy;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;

namespace Patron.Tests.Messaging;

/// <summary>What the rule of a country wants of advertising stands in it, or it does not leave.</summary>
public sealed class AdvertisingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Advertising_says_what_the_law_of_the_country_asks_and_its_links_are_followed_in_plain_text_too()
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(Database.Sqlite, sink);
        Assert.Null((await SenderSettings.Save(patron.Get<IDbContextFactory<PatronDb>>(), "서울시 종로구 1길 2\n02-123-4567", ownReturn: true, null, Ct)).Refusal);
        var people = await patron.People(2, (golden, _) => golden with { Country = "KR", Language = "ko" });
        await using (var session = await patron.Session())
        {
            await session.Db.Write(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), Ct);
            await patron.Get<IConsentDeeds>().Say(session, [new(people[0], null, "marketing", "email", true, patron.Clock.Now, "form")], Ct);
            await session.Db.SaveChangesAsync(Ct);
            await session.Commit(Ct);
        }
        var template = await patron.Template(SendingSample.Content("봄 세일", "[매장](https://shop.example/?a=1&b=2)으로 오세요. 또는 https://shop.example/plain."));
        await patron.Plan([template.To(people[0], patron.Clock.Now) with { Purpose = "marketing" }, template.To(people[1], patron.Clock.Now)]);

        await patron.SendAll();

        var (advertising, service) = (sink.Taken.Single(t => t.To.StartsWith("ann0", StringComparison.Ordinal)).Data, sink.Taken.Single(t => t.To.StartsWith("ann1", StringComparison.Ordinal)).Data);
        Assert.Contains($"Subject: =?utf-8?B?{Convert.ToBase64String("(광고) 봄 세일"u8)}?=", advertising, StringComparison.Ordinal);
        Assert.All(Bodies(advertising), body =>
        {
            Assert.Contains("서울시 종로구 1길 2", body, StringComparison.Ordinal);
            Assert.Contains("02-123-4567", body, StringComparison.Ordinal);
            Assert.Contains("https://crm.firm.example/u/", body, StringComparison.Ordinal);
        });
        Assert.All(Bodies(service), body => Assert.DoesNotContain("종로구", body, StringComparison.Ordinal));
        Assert.Equal(2, Bodies(advertising).Length);
        // Both links, in both parts; the full stop stays outside.
        Assert.All(Bodies(advertising), body => Assert.DoesNotContain("shop.example/?a=1", body, StringComparison.Ordinal));
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(Bodies(advertising)[0], "https://crm.firm.example/t/[A-Za-z0-9_-]+"));
        Assert.Matches(@"https://crm\.firm\.example/t/[A-Za-z0-9_-]+\.\s", Bodies(advertising)[0]);
        Assert.Contains(sink.Told, t => System.Text.RegularExpressions.Regex.IsMatch(t.Command, @"^MAIL FROM:<shop\+msg_[0-9a-z]{13}@firm\.example>$"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Where_the_rule_wants_the_senders_address_advertising_waits_for_it_and_the_rest_goes(Database kind)
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        await using (var db = await patron.Db())
        {
            await db.WriteAtOnce(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), Ct);
            await db.WriteAtOnce(ContactSettings.Key, ContactSettings.Default with { MinimumHours = 0, Rules = [.. ContactSettings.Default.Rules.Select(r => r with { OptIn = [] })] }, Ct);
        }
        // China's rule asks for a mark and not for an address.
        string[] countries = ["KR", "DE", "US", "CN"];
        var people = await patron.People(5, (golden, i) => golden with { Country = i < 4 ? countries[i] : "KR" });
        var template = await patron.Template();
        await patron.Plan(people.Select((p, i) => template.To(p, patron.Clock.Now) with { Purpose = i < 4 ? "marketing" : "service" }));
        var duties = patron.Get<IAdvertisingDuties>();
        Assert.Equal(["KR", null, "DE"], await duties.WithoutSender(["email", "letter"], "marketing", ["KR", "CN", null, "DE", "DE"], Ct));
        Assert.Empty(await duties.WithoutSender(["letter"], "marketing", ["KR"], Ct));
        Assert.Empty(await duties.WithoutSender(["email"], "service", ["KR"], Ct));

        await patron.SendAll();
        Assert.Equal(["ann3@customer.example", "ann4@customer.example"], sink.Taken.Select(t => t.To).Order());
        var counts = await patron.Counts();
        Assert.Equal((5, 3, 2, 5), (counts.Planned, counts.Queued, counts.Sent, counts.Sum()));
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask("select max(attempts) from messaging_queue"), System.Globalization.CultureInfo.InvariantCulture));

        Assert.Null((await SenderSettings.Save(patron.Get<IDbContextFactory<PatronDb>>(), "1 High Street, Leeds", ownReturn: false, null, Ct)).Refusal);
        Assert.Empty(await duties.WithoutSender(["email"], "marketing", ["KR", null], Ct));
        patron.Clock.Advance(TimeSpan.FromMinutes(16));
        await patron.SendAll();
        Assert.Equal(5, (await patron.Counts()).Sent);
        Assert.Equal(5, sink.Taken.Select(t => t.To).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_public_address_there_is_no_link_to_unsubscribe_and_advertising_waits()
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(Database.Sqlite, sink);
        Assert.Null((await SenderSettings.Save(patron.Get<IDbContextFactory<PatronDb>>(), "1 High Street, Leeds", ownReturn: false, null, Ct)).Refusal);
        var people = await patron.People(2, (golden, _) => golden with { Country = "US" });
        var template = await patron.Template();
        await patron.Plan([template.To(people[0], patron.Clock.Now) with { Purpose = "marketing" }, template.To(people[1], patron.Clock.Now)]);
        await patron.SendAll();
        Assert.Equal((1, 1), ((await patron.Counts()).Queued, (await patron.Counts()).Sent));
        await using (var db = await patron.Db()) await db.WriteAtOnce(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), Ct);
        patron.Clock.Advance(TimeSpan.FromMinutes(16));
        await patron.SendAll();
        Assert.Contains("List-Unsubscribe: <https://crm.firm.example/u/", sink.Taken.Single(t => t.To.StartsWith("ann0", StringComparison.Ordinal)).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advertising_of_a_narrower_purpose_is_advertising()
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(Database.Sqlite, sink);
        Assert.Null((await SenderSettings.Save(patron.Get<IDbContextFactory<PatronDb>>(), "1 High Street, Leeds", ownReturn: false, null, Ct)).Refusal);
        var people = await patron.People(1, (golden, _) => golden with { Country = "US" });
        await using (var db = await patron.Db()) await db.WriteAtOnce(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), Ct);
        await patron.Plan([(await patron.Template()).To(people[0], patron.Clock.Now) with { Purpose = "marketing-news" }]);
        await patron.SendAll();
        var mail = Assert.Single(sink.Taken).Data;
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", mail, StringComparison.Ordinal);
        Assert.All(Bodies(mail), body => Assert.Contains("1 High Street, Leeds", body, StringComparison.Ordinal));
    }

    /// <summary>The parts of a mail, as they are read.</summary>
    private static string[] Bodies(string mail) => [.. System.Text.RegularExpressions.Regex.Matches(mail, @"Content-Transfer-Encoding: base64\r\n\r\n([A-Za-z0-9+/=\r\n]+)").Select(m => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value)))];
}
