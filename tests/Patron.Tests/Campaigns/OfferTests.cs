using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Patron.Campaigns;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.CallGateways;
using Patron.Messaging.Contracts;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.WriteTemplates;
using Patron.Tests.Messaging;
using static Patron.Tests.Campaigns.CampaignSample;

namespace Patron.Tests.Campaigns;

/// <summary>What an arm promises reaches the customer by every channel, and what it does not promise is found before anything leaves.</summary>
public sealed class OfferTests
{
    private const string Words = "{{offer}} ({{offerValue}}) up to {{offerUntil}}: {{code}}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Mail_letter_text_message_and_call_say_their_own_arms_offer_and_the_codes_are_good_so_long(Database kind)
    {
        var texts = new ConcurrentQueue<string>();
        await using var gateway = await Gateway(texts);
        await using var sink = new MailSink();
        await using var patron = await SendingSample.Start(kind, sink);
        Assert.Null((await patron.Get<Gateways>().Save(new("sms", gateway.Urls.First(), "POST", "", "application/json", """{"text": "{text}"}""", true, "", ""), null, Ct)).Refusal);
        await patron.People(40, (golden, i) => golden with { Phone = $"+4479110000{i:00}", Language = "en" });
        var arms = new List<CampaignArm>();
        foreach (var (at, channel) in ((string[])["email", "letter", "sms", "phone"]).Index())
            arms.Add(new(channel, channel, (await patron.Template(SendingSample.Content("s", Words, BodyFormat.Text), channel, channel)).ToString(), 0, null, "Gift for " + channel, $"{at + 1}0%", new(2026, 3, 28 + at)));
        await Launch(patron, "Spring", Plan(patron) with { Arms = arms, HoldOutPercent = 0 });
        await patron.SendAll();

        Assert.NotEmpty(sink.Taken);
        Assert.All(sink.Taken, m => Assert.StartsWith("Gift for email (10%) up to Saturday, 28 March 2026: ", Body(m.Data), StringComparison.Ordinal));
        Assert.NotEmpty(texts);
        Assert.All(texts, t => Assert.StartsWith("Gift for sms (30%) up to Monday, 30 March 2026: ", t, StringComparison.Ordinal));
        var letters = await patron.Get<LetterFiles>().Letters(Assert.Single(await patron.Get<Runs>().All("letter", Ct)).Id, Ct);
        Assert.All(letters, l => Assert.Equal($"Gift for letter (20%) up to Sunday, 29 March 2026: {l.Code}", l.Text));
        var calls = await patron.Get<CallBook>().ToMake(null, Ct);
        Assert.All(calls, c => Assert.StartsWith("Gift for phone (40%) up to Tuesday, 31 March 2026: ", c.Says, StringComparison.Ordinal));
        // The agent reads the customer's own code, no sample.
        Assert.Equal(calls.Count, calls.Select(c => c.Says[^14..]).Distinct().Count());
        Assert.Equal(40, sink.Taken.Count + texts.Count + letters.Count + calls.Count);
        await using var db = await patron.Db();
        var zone = (await db.Organisation(Ct)).Zone;
        foreach (var (at, arm) in arms.Index())
            Assert.Equal(arm.Promise.Ends(zone), Assert.Single(db.Set<Patron.Codes.IssuedCode>().Where(c => c.Arm == CampaignPlan.Letter(at)).Select(c => c.Until).Distinct().ToList()));
    }

    [Fact]
    public async Task A_letter_whose_customer_lost_a_value_since_says_which_and_the_others_are_printed()
    {
        await using var patron = await SendingSample.Start(Database.Sqlite);
        var people = await patron.People(2);
        var template = await patron.Template(SendingSample.Content("Dear {{givenName}}", "Come."), "letter");
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now, "letter")));
        await patron.SendAll();
        await patron.Ask($"update customers set given_name = null where id = {people[0].Value}");
        var letters = await patron.Get<LetterFiles>().Letters(Assert.Single(await patron.Get<Runs>().All("letter", Ct)).Id, Ct);
        Assert.Equal([("", "{{givenName}}"), ("Dear Ann1", "Come.")], letters.OrderBy(l => l.Customer.Value).Select(l => (l.Subject, l.Text)));
    }

    [Fact]
    public async Task A_template_that_says_an_offer_which_its_arm_does_not_make_is_found_before_the_launch()
    {
        await using var patron = await SendingSample.Start(Database.Sqlite);
        await patron.People(10);
        var says = (await patron.Template(SendingSample.Content("{{offerValue}} off", "{{offer}}", BodyFormat.Text))).ToString();
        var guarded = (await patron.Template(SendingSample.Content("s", "{{#if offer}}{{offer}}{{else}}Come{{/if}}", BodyFormat.Text), name: "Guarded")).ToString();
        var (id, forecast) = await Checked(patron, "Spring", Plan(patron) with { Arms = [new("A", "email", says, 0, null), new("B", "email", guarded, 0, null), new("C", "email", says, 0, null, "Ten off", "10%")] });
        Assert.Equal(["offer"], forecast.Problems);
        Assert.Equal(("A", "", "subject", "{{offerValue}}"), Assert.Single(forecast.Faults) is var f ? (f.Arm, f.Customer, f.Part, f.Message) : default);
        Assert.Equal(new CampaignNotSound("offer"), (await patron.Get<CampaignBook>().Launch(id, Author, null, Ct)).Refusal);

        // A letter's words do not go out as a mail, and a template that is gone is none.
        var letter = (await patron.Template(SendingSample.Content("s", "Dear {{givenName}}"), "letter", "Letter")).ToString();
        var (other, crossed) = await Checked(patron, "Crossed", Plan(patron) with { Arms = [new("A", "email", guarded, 0, null), new("B", "email", letter, 0, null), new("C", "letter", new TemplateId(7).ToString(), 0, null)] });
        Assert.Equal(["template", "channel"], crossed.Problems);
        Assert.Equal([("B", "", FaultLine.OfChannel, "letter"), ("C", "", FaultLine.Gone, "")], crossed.Faults.Select(f => (f.Arm, f.Customer, f.Part, f.Message)));
        Assert.Equal(new CampaignNotSound("template"), (await patron.Get<CampaignBook>().Launch(other, Author, null, Ct)).Refusal);

        // Nor words that were changed since they were looked at.
        var (ready, sound) = await Checked(patron, "Ready", Plan(patron) with { Arms = [new("A", "email", guarded, 0, null)] });
        Assert.Empty(sound.Problems);
        Assert.Null((await patron.Get<TemplateBook>().Save(IdText.TryRead<TemplateId>(guarded, out var changed) ? changed : null, "Guarded", "email", SendingSample.Content("s", "{{phone}}", BodyFormat.Text), false, null, Ct)).Refusal);
        Assert.IsType<CampaignReworded>((await patron.Get<CampaignBook>().Launch(ready, Author, null, Ct)).Refusal);
        Assert.Equal(["faults"], (await patron.Get<Patron.Campaigns.CheckCampaign.CheckCampaign>().Run(ready, Author, Ct)).Value!.Problems);

        // Nor may it end before it is sent.
        var past = Plan(patron) with { Arms = [new("A", "email", says, 0, patron.Clock.Now.AddDays(3), "Ten off", "10%", DateOnly.FromDateTime(patron.Clock.Now.AddDays(2).Date))] };
        Assert.Equal(["late"], (await Checked(patron, "Past", past)).Forecast.Problems);
        Assert.Empty((await Checked(patron, "In time", past with { Arms = [past.Arms[0] with { OfferUntil = DateOnly.FromDateTime(patron.Clock.Now.AddDays(3).Date) }] })).Forecast.Problems);
    }

    private static string Body(string mail) => Encoding.UTF8.GetString(Convert.FromBase64String(mail[(mail.IndexOf("base64\r\n\r\n", StringComparison.Ordinal) + 10)..].Split("\r\n\r\n")[0].Split("\r\n--")[0].ReplaceLineEndings("")));

    private static async Task<WebApplication> Gateway(ConcurrentQueue<string> texts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gateway = builder.Build();
        gateway.MapPost("/", async (HttpContext http) => texts.Enqueue((await System.Text.Json.JsonDocument.ParseAsync(http.Request.Body)).RootElement.GetProperty("text").GetString()!));
        await gateway.StartAsync(Ct);
        return gateway;
    }
}
