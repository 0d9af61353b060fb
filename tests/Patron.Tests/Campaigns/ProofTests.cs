using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Campaigns;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ShowCampaigns;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.WriteTemplates;
using Patron.Tests.Messaging;
using static Patron.Tests.Campaigns.CampaignSample;

namespace Patron.Tests.Campaigns;

/// <summary>Messages shown to our own people first: proofs to seed addresses, "send me this" as any customer.</summary>
public sealed class ProofTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_seed_address_gets_each_arm_as_the_chosen_customer_would_and_the_customer_knows_nothing_of_it()
    {
        await using var sink = new MailSink((command, to) => command[0] == 'R' && to.StartsWith("full@", StringComparison.Ordinal) ? "550 full" : MailSink.Usual(command));
        await using var patron = await SendingSample.Start(Database.Sqlite, sink);
        var people = await patron.People(3);
        var mail = (await patron.Template(SendingSample.Content("{{offerValue}} for {{givenName}}", "x"))).ToString();
        var letter = (await patron.Template(SendingSample.Content("Dear {{givenName}}", "Come"), "letter", "Letter")).ToString();
        var plan = Plan(patron) with { Proofs = ["one@firm.example", "two@firm.example"], Arms = [new("A", "email", mail, 0, null, "", "10%"), new("B", "letter", letter, 0, null)] };
        var id = (await patron.Get<CampaignBook>().Add("Spring", plan, Author, Ct)).Value;
        var proofs = ActivatorUtilities.CreateInstance<SendProofs>(patron.Services);

        Assert.Null((await proofs.Send(id, people[1], null, Ct)).Refusal);
        Assert.Equal(
            ["one@firm.example 10% for Ann1", "one@firm.example B: Dear Ann1", "two@firm.example 10% for Ann1", "two@firm.example B: Dear Ann1"], sink.Taken.Select(t => $"{t.To} {Subject(t.Data)}").Order());
        Assert.Equal(0L, await Count(patron, "messaging_messages"));
        Assert.Equal(0L, await Count(patron, "consents_contacts"));
        sink.Taken.Clear();
        Assert.Null((await proofs.Send(id, null, null, Ct)).Refusal);
        Assert.Contains(sink.Taken, t => Subject(t.Data) == "10% for Ann0");

        Assert.IsType<ProofsImpossible>((await proofs.Send(id, new CustomerId(1), null, Ct)).Refusal);
        var unknown = (await patron.Template(SendingSample.Content("{{phone}}", "Come"), name: "Phone")).ToString();
        foreach (var (name, arm, refused) in ((string, CampaignArm, Type)[])[("Mail", plan.Arms[0], typeof(ProofsNotTaken)), ("Letters", plan.Arms[1], typeof(ProofsNotTaken)), ("Unwritten", plan.Arms[0] with { Template = unknown }, typeof(ProofUnwritten)), ("None", plan.Arms[0] with { Template = "" }, typeof(ProofsImpossible))])
        {
            var full = (await patron.Get<CampaignBook>().Add(name, plan with { Proofs = ["full@firm.example"], Arms = [arm] }, Author, Ct)).Value;
            Assert.IsType(refused, (await proofs.Send(full, null, null, Ct)).Refusal);
        }
    }

    [Fact]
    public async Task A_template_is_sent_to_oneself_as_any_customer_and_what_hinders_it_is_said()
    {
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(Database.Sqlite);
        var people = await patron.People(2, (golden, i) => i == 1 ? golden with { GivenName = null } : golden);
        var (seeds, template) = (patron.Get<SeedMail>(), await patron.Template());
        var known = (await patron.Get<TemplateBook>().Find(template, Ct))!;
        Assert.IsType<TestNotSent>((await seeds.Send(known, people[0], TemplateBook.SampleOffer, "me@firm.example", Ct)).Refusal);
        await patron.UseServer(sink.Port);
        Assert.Null((await seeds.Send(known, people[0], TemplateBook.SampleOffer, " me@firm.example ", Ct)).Refusal);
        Assert.IsType<NoSeedAddress>((await seeds.Send(known, people[0], TemplateBook.SampleOffer, "me at home", Ct)).Refusal);
        Assert.IsType<TemplateValueMissing>((await seeds.Send(known, people[1], TemplateBook.SampleOffer, "me@firm.example", Ct)).Refusal);
        Assert.IsType<NoSuchCustomer>((await seeds.Send(known, new(1), TemplateBook.SampleOffer, "me@firm.example", Ct)).Refusal);
        var taken = Assert.Single(sink.Taken);
        Assert.Equal(("me@firm.example", "Hello Ann0"), (taken.To, Subject(taken.Data)));
        Assert.Equal(0L, await Count(patron, "messaging_messages"));
    }

    [Fact]
    public async Task The_preview_finds_a_customer_by_name_and_its_frame_says_what_the_arm_promises()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        var names = (string[])["Ann Young", "김철수", "Bea Old"];
        CustomerId[] people = [.. names.Select(_ => app.Get<IdMaker>().Next<CustomerId>())];
        await using (var session = await BulkSession.Begin(app.Get<IDbContextFactory<PatronDb>>(), app.Clock, Ct))
        {
            await app.Get<IGoldenRecords>().Write(session, [.. people.Zip(names, (id, name) => new GoldenRecord(id, true, CustomerKind.Person, null, name, name, null, null, null, "x@customer.example", null, null, null, null, null, "GB", null, null, "en", null, null, null, null, 0))], app.Clock.Now, Ct);
            await session.Commit(Ct);
        }
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var template = (await app.Get<TemplateBook>().Save(null, "Spring", "email", SendingSample.Content("For {{givenName}}", "{{offer}}"), false, null, Ct)).Value;
        var id = (await app.Get<CampaignBook>().Add("Spring", CampaignPlan.Empty with { Query = "orders = 0", Arms = [new("Mail", "email", template.ToString(), 0, null, "Ten off & more")] }, Author, Ct)).Value;

        foreach (var (asked, name) in ((string, string)[])[("", "Ann Young"), ("?find=bea", "Bea Old"), ("?find=" + Uri.EscapeDataString("철수"), "김철수"), ($"?find={people[2]}", "Bea Old"), ("?find=nobody", "Ann Young"), ("?at=1", "김철수"), ("?at=99", "Bea Old")])
            Assert.Contains("For " + name, System.Net.WebUtility.HtmlDecode(await browser.Page(CampaignUrls.Preview(id) + asked)), StringComparison.Ordinal);
        Assert.Contains("Ten off &amp; more", await browser.Page(CampaignUrls.Mail(id, 0, people[1])), StringComparison.Ordinal);
        foreach (var wrong in (string[])[CampaignUrls.Mail(id, 1, people[1]), CampaignUrls.Mail(id, 0, new(1)), CampaignUrls.Mail(new(1), 0, people[1])])
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.Get(wrong)).StatusCode);
    }

    private static string Subject(string data)
    {
        var line = data.Split("\r\n").First(l => l.StartsWith("Subject: ", StringComparison.Ordinal))[9..];
        return line.StartsWith("=?utf-8?B?", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(line[10..^2])) : line;
    }

    private static async Task<long> Count(PatronServices patron, string table) => Convert.ToInt64(await patron.Ask($"select count(*) from {table}"), System.Globalization.CultureInfo.InvariantCulture);
}
