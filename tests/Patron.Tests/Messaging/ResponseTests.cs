using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.Decide;
using Patron.Messaging.ReceiveMail;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;
using Patron.Messaging.ShowSending;
using Patron.Messaging.TrackResponses;
using Patron.Messaging.WriteTemplates;
using Patron.Tasks.Contracts;

namespace Patron.Tests.Messaging;

/// <summary>One started program and one message in it, shared by the tests of the class: what the links of the message do.</summary>
public sealed class SentMessage : IAsyncLifetime
{
    internal PatronApp App { get; private set; } = null!;
    internal MailSink Sink { get; private set; } = null!;
    internal CustomerId[] People { get; private set; } = [];
    internal TemplateId Template { get; private set; }

    internal static readonly SendingSource Source = new("campaign", 5);

    public async ValueTask InitializeAsync()
    {
        Sink = new();
        // The workers of the server would send by themselves; here a test says when.
        App = await PatronApp.Start(more: services =>
        {
            foreach (var worker in services.Where(s => s.ImplementationType == typeof(MessageSender)).ToList()) services.Remove(worker);
        });
        await App.AddUser(Patron.Access.Contracts.Roles.Administrator);
        await App.Get<SmtpSettings>().Save("127.0.0.1", $"{Sink.Port}", tls: false, null, null, "shop@firm.example", null, null, default);
        await using (var db = await App.Db())
        {
            await db.Write(SettingsKeys.PublicAddress, new PublicAddress("https://crm.firm.example"), default);
            await db.Write(SenderSetting.Key, new SenderSetting("1 Low Street, York", OwnReturn: false), default);
            await db.SaveChangesAsync();
        }
        var ids = App.Get<IdMaker>();
        var golden = Enumerable.Range(0, 6).Select(i => new GoldenRecord(ids.Next<CustomerId>(), true, CustomerKind.Person, null, $"Ann{i} Young", $"Ann{i}", null, null, null,
            $"ann{i}@customer.example", "+447911000000", "1 High Street", "Leeds", null, "LS1 4AP", "GB", null, null, "en-GB", null, null, null, null, 0)).ToList();
        await using (var session = await BulkSession.Begin(App.Get<IDbContextFactory<PatronDb>>(), App.Clock, default))
        {
            await App.Get<IGoldenRecords>().Write(session, golden, App.Clock.Now, default);
            await App.Get<IConsentDeeds>().Say(session, [.. golden.Select(g => new ConsentSaid(g.Id, null, "marketing", "email", true, App.Clock.Now, "form"))], default);
            await session.Db.SaveChangesAsync();
            await session.Commit(default);
        }
        People = [.. golden.Select(g => g.Id)];
        Template = (await App.Get<TemplateBook>().Save(null, "Spring", "email", SendingSample.Content("Hello {{givenName}}", "See [the shop](https://shop.example/?a=1&b=2), [more](https://shop.example/more), [yet more](https://shop.example/yet) or [answer]({{links.respond}})."), false, null, default)).Value;
        await Plan(People, "wave-1");
        while (await App.Get<SendWorker>().Pass(default) > 0) { }
    }

    internal async Task Plan(IEnumerable<CustomerId> people, string step, string channel = "email", TemplateId? template = null, string purpose = "marketing")
    {
        await using var session = await BulkSession.Begin(App.Get<IDbContextFactory<PatronDb>>(), App.Clock, default);
        await App.Get<IMessages>().Plan(session, Source, [.. people.Select(p => new MessagePlan(p, step, 0, channel, template ?? Template, "A", App.Clock.Now, purpose, null, 1))], default);
        await session.Commit(default);
    }

    /// <summary>The HTML that this customer got.</summary>
    internal string Html(int person)
    {
        var data = Sink.Taken.First(t => t.To == $"ann{person}@customer.example").Data;
        var at = data.IndexOf("Content-Type: text/html", StringComparison.Ordinal);
        return Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Replace(data[(data.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) + 4)..data.IndexOf("--a-", at, StringComparison.Ordinal)], @"\s", "")));
    }

    internal string[] Links(int person, string path) => [.. Regex.Matches(Html(person), $"https://crm\\.firm\\.example(/{path}/[^\"]+)\"").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))];

    internal async Task<IReadOnlyDictionary<string, long>> Counted()
    {
        var counts = await App.Get<IEventLog>().Counts(Source.Kind, Source.Id, default);
        return counts.GroupBy(c => c.Kind).ToDictionary(g => g.Key, g => g.Max(c => c.Customers));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Sink.DisposeAsync();
    }
}

public sealed class ResponseTests(SentMessage sent) : IClassFixture<SentMessage>
{
    private const string Reader = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_click_leads_to_where_the_message_pointed_and_counts_for_a_person_alone()
    {
        using var browser = Browser(Reader);
        var links = sent.Links(0, "t").Where(l => !l.EndsWith(".gif", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, links.Length);
        sent.App.Clock.Advance(TimeSpan.FromMinutes(5));

        using (var scanner = Browser("Mimecast scanner")) await scanner.GetAsync(links[0], Ct);
        await browser.SendAsync(new(HttpMethod.Head, links[0]), Ct);
        Assert.Empty(await Clicks(0, machine: false));
        using var answer = await browser.GetAsync(links[0], Ct);
        Assert.Equal((HttpStatusCode.Redirect, "https://shop.example/?a=1&b=2"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.Single(await Clicks(0, machine: false));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(links[0][..^3] + "AAA", Ct)).StatusCode);
    }

    [Fact]
    public async Task Whoever_follows_all_links_at_once_is_no_person_and_a_pixel_is_an_image()
    {
        using var browser = Browser(Reader);
        sent.App.Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (var link in sent.Links(1, "t").Where(l => !l.EndsWith(".gif", StringComparison.Ordinal))) await browser.GetAsync(link, Ct);
        Assert.Empty(await Clicks(1, machine: false));
        Assert.Equal(3, (await Clicks(1, machine: true)).Count);
        using var pixel = await browser.GetAsync(Assert.Single(sent.Links(1, "t"), l => l.EndsWith(".gif", StringComparison.Ordinal)), Ct);
        Assert.Equal("image/gif", pixel.Content.Headers.ContentType!.MediaType);
        Assert.Contains((await Events(1)), e => e is { Kind: EventKinds.Opened, Machine: false });
    }

    [Fact]
    public async Task One_click_takes_consent_back_and_a_link_that_is_only_followed_does_not()
    {
        using var browser = Browser(Reader);
        var data = sent.Sink.Taken.First(t => t.To == "ann2@customer.example").Data;
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", data, StringComparison.Ordinal);
        var link = Regex.Match(data, "List-Unsubscribe: <https://crm.firm.example(/u/[^>]+)>").Groups[1].Value;
        Assert.Contains(link, sent.Html(2), StringComparison.Ordinal);
        var page = await browser.GetStringAsync(link, Ct);
        Assert.Contains("<form method=\"post\"", page, StringComparison.Ordinal);
        Assert.True(await Given(2));

        // As a mail program does it: no cookie, no token, this body.
        using var done = await browser.PostAsync(link, new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "application/x-www-form-urlencoded"), Ct);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.False(await Given(2));
        await browser.PostAsync(link, null, Ct);
        Assert.Single(await Events(2), e => e.Kind == EventKinds.Unsubscribed);
        // The next message is not sent.
        await sent.Plan([sent.People[2]], "wave-2");
        while (await sent.App.Get<SendWorker>().Pass(Ct) > 0) { }
        Assert.Single(sent.Sink.Taken, t => t.To == "ann2@customer.example");
    }

    [Fact]
    public async Task An_answer_is_taken_once_and_only_when_a_button_is_pressed()
    {
        using var browser = Browser(Reader);
        var link = Assert.Single(sent.Links(3, "r"));
        Assert.Contains("value=\"order\"", await browser.GetStringAsync(link + "?want=order", Ct), StringComparison.Ordinal);
        Assert.DoesNotContain(await Events(3), e => e.Kind == EventKinds.Ordered);
        for (var i = 0; i < 2; i++) await browser.PostAsync(link, new FormUrlEncodedContent([KeyValuePair.Create("want", "order")]), Ct);
        Assert.Single(await Events(3), e => e.Kind == EventKinds.Ordered);
        // Somebody has to do something about it, and knows the code by which the order counts.
        var task = Assert.Single(await sent.App.Get<ITasks>().OpenOf(sent.People[3], Ct));
        Assert.Equal((TaskKind.Task, new Reference("message", (await MessageOf(3)).Value)), (task.Kind, task.About!.Value));
        Assert.NotNull(task.Owner);
        var code = Regex.Match(task.Details!, "[0-9A-Y]{4}-[0-9A-Y]{4}-[0-9A-Y]{4}").Value;
        using var agent = await sent.App.SignIn();
        Assert.Contains(code, await (await agent.Submit("/codes", "codes", ("code", code), ("place", "Till 2"))).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await agent.Submit("/codes", "codes", ("code", code))).StatusCode);
        Assert.Single(await Events(3), e => e is { Kind: EventKinds.Redeemed, Detail: "Till 2" });
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/r/nothing", null, Ct)).StatusCode);
    }

    [Fact]
    public async Task Whoever_wants_to_be_called_chooses_when_and_it_is_promised_to_a_person_of_ours()
    {
        using var browser = Browser(Reader);
        var link = Assert.Single(sent.Links(1, "r"));
        var page = await browser.GetStringAsync(link + "?want=call", Ct);
        var times = Regex.Matches(page, "name=\"when\" value=\"([0-9]+)\"").Select(m => DateTimeOffset.FromUnixTimeSeconds(long.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))).ToList();
        Assert.Equal(4, times.Count);
        Assert.All(times, t => Assert.True(t > sent.App.Clock.Now && t.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
        using var done = await browser.PostAsync(link, new FormUrlEncodedContent([KeyValuePair.Create("want", "call"), KeyValuePair.Create("when", $"{times[2].ToUnixTimeSeconds()}")]), Ct);
        Assert.Contains("We will call you: ", await done.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var task = Assert.Single(await sent.App.Get<ITasks>().OpenOf(sent.People[1], Ct));
        Assert.Equal((TaskKind.CallBack, times[2], TaskPriority.High), (task.Kind, task.Due, task.Priority));
        Assert.Single(await Events(1), e => e.Kind == EventKinds.CallWanted);
    }

    [Fact]
    public async Task A_machines_answer_is_kept_as_one_and_counts_for_nothing()
    {
        var away = Encoding.UTF8.GetBytes($"Message-ID: <away@x.example>\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <{await MessageOf(0)}@firm.example>\r\n\r\nI am away\r\n");
        Assert.Equal(MailKind.Automatic, (await sent.App.Get<MailReceiver>().Receive(away, Ct)).Value);
        Assert.True(Assert.Single(await Events(0), e => e.Kind == EventKinds.Replied).Machine);
        var person = sent.People[0];
        await using var db = await sent.App.Db();
        Assert.Equal(0, await db.Set<Patron.Interactions.Interaction>().CountAsync(i => i.CustomerId == person, Ct));
    }

    [Fact]
    public async Task A_bounce_closes_the_address_and_a_reply_stands_on_the_timeline()
    {
        var receiver = sent.App.Get<MailReceiver>();
        var (bounced, replied) = (await MessageOf(4), await MessageOf(5));
        var bounce = Encoding.UTF8.GetBytes($"Message-ID: <b1@x.example>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{bounced}@firm.example>\r\n\r\nx\r\n--b--\r\n");
        Assert.Equal(MailKind.Bounce, (await receiver.Receive(bounce, Ct)).Value);
        await receiver.Receive(bounce, Ct);
        Assert.Single(await Events(4), e => e.Kind == EventKinds.Bounced);
        await sent.Plan([sent.People[4]], "wave-3");
        while (await sent.App.Get<SendWorker>().Pass(Ct) > 0) { }
        Assert.Single(sent.Sink.Taken, t => t.To == "ann4@customer.example");

        var reply = Encoding.UTF8.GetBytes($"Message-ID: <r1@x.example>\r\nIn-Reply-To: <{replied}@firm.example>\r\nSubject: Re: Hello\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nYes please\r\n"
            + string.Concat(((string[])["sizes.txt", "run.exe", "door.png"]).Select(name => $"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename={name}\r\n\r\nwhat {name} holds\r\n")) + "--b--\r\n");
        Assert.Equal(MailKind.Reply, (await receiver.Receive(reply, Ct)).Value);
        await receiver.Receive(reply, Ct);
        await using var db = await sent.App.Db();
        var person = sent.People[5];
        var kept = await db.Set<Patron.Interactions.Interaction>().SingleAsync(i => i.CustomerId == person && i.Payload.Contains("Yes please"), Ct);
        // What it carried is kept with it; what is not is named below its words.
        Assert.Contains("run.exe", kept.Payload, StringComparison.Ordinal);
        var files = await sent.App.Get<Patron.Interactions.Contracts.IWritesContacts>().Files(person, new("message", replied.Value), Ct);
        Assert.Equal(["sizes.txt", "door.png"], files.Select(f => f.Name));
        using var browser = await sent.App.SignIn();
        Assert.StartsWith("what sizes.txt holds", await browser.Page(files[0].Href), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_templates_and_sending_work_and_what_nobody_knows_is_decided_there()
    {
        using var browser = await sent.App.SignIn();
        Assert.Contains("Spring", await browser.Page("/templates"), StringComparison.Ordinal);
        var made = await browser.Submit("/templates/new", "template", ("name", "Autumn"), ("channel", "email"), ("format", "Markdown"), ("layout", "card"), ("first", "en"), ("subject-en", "Hi {{givenName"), ("body-en", "Text"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, made.StatusCode);
        made = await browser.Submit("/templates/new", "template", ("name", "Autumn"), ("channel", "email"), ("format", "Markdown"), ("layout", "card"), ("first", "en"), ("subject-en", "Hi {{givenName}}"), ("body-en", "Text"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var page = made.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.Contains("Hi Ann0", await browser.Page($"{page}?customer={sent.People[0]}"), StringComparison.Ordinal);
        using var shown = await browser.Get($"{page}/shown?customer={sent.People[0]}");
        Assert.Contains("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        await sent.Plan([sent.People[0]], "doubt", purpose: "service");
        await using (var db = await sent.App.Db())
            await db.Database.ExecuteSqlRawAsync("update messaging_messages set state = 5 where step = 'doubt'; delete from messaging_queue", Ct);
        var decisions = sent.App.Get<Decisions>();
        var doubtful = Assert.Single(await sent.App.Get<SendingReads>().In(MessageState.Unknown, null, Ct));
        Assert.Contains($"/sending/{doubtful.Id}/again", await browser.Page("/sending"), StringComparison.Ordinal);
        var before = sent.Sink.Taken.Count;
        await browser.Post($"/sending/{doubtful.Id}/again", await browser.Token("/sending"));
        Assert.IsType<DecidedAlready>((await decisions.Decide(doubtful.Id, again: false, null, Ct)).Refusal);
        while (await sent.App.Get<SendWorker>().Pass(Ct) > 0) { }
        Assert.Equal(before + 1, sent.Sink.Taken.Count);
        // All of a campaign at once, after a look at what they are; what came into doubt later stays.
        await sent.Plan([sent.People[0], sent.People[1]], "doubts", purpose: "service");
        await using (var db = await sent.App.Db())
            await db.Database.ExecuteSqlRawAsync("update messaging_messages set state = 5, reason = 'lost' where step = 'doubts'; delete from messaging_queue", Ct);
        var all = Assert.Single(await sent.App.Get<SendingReads>().InDoubt(Ct));
        var look = $"/sending/doubt/{new CampaignId(all.Source.Id)}";
        Assert.Contains(look, await browser.Page("/sending"), StringComparison.Ordinal);
        var looked = await browser.Page(look);
        Assert.Contains("Send 2 messages again", looked, StringComparison.Ordinal);
        Assert.Contains("Connection lost while sending", looked, StringComparison.Ordinal);
        var until = Instants.ToMicroseconds(all.Latest);
        Assert.Equal("/sending?late=1", (await browser.Post($"{look}/sent", await browser.Token(look), ("until", $"{until - 1}"))).RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal("/sending?all=2", (await browser.Post($"{look}/sent", await browser.Token(look), ("until", $"{until}"))).RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Empty(await sent.App.Get<SendingReads>().InDoubt(Ct));
        Assert.Equal("/sending", (await browser.Get(look)).RequestMessage!.RequestUri!.PathAndQuery);
        foreach (var other in (string[])["/sending/letters", "/sending/calls", "/settings/channels"]) Assert.Equal(HttpStatusCode.OK, (await browser.Get(other)).StatusCode);
    }

    private HttpClient Browser(string agent)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = sent.App.Address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        return client;
    }

    private async Task<MessageId> MessageOf(int person)
    {
        await using var db = await sent.App.Db();
        var customer = sent.People[person];
        return await db.Set<Patron.Messaging.KeepMessages.Message>().Where(m => m.CustomerId == customer && m.Step == "wave-1").Select(m => m.Id).SingleAsync(Ct);
    }

    private async Task<IReadOnlyList<EventHappened>> Events(int person)
    {
        var message = await MessageOf(person);
        await using var session = await BulkSession.BeginReading(sent.App.Get<IDbContextFactory<PatronDb>>(), sent.App.Clock, Ct);
        return await sent.App.Get<IEventLog>().Of(session, message, Ct);
    }

    private async Task<IReadOnlyList<EventHappened>> Clicks(int person, bool machine) => [.. (await Events(person)).Where(e => e.Kind == EventKinds.Clicked && e.Machine == machine)];

    private async Task<bool> Given(int person) => (await sent.App.Get<IConsentLedger>().Of(sent.People[person], Ct)).Single(s => s is { Purpose: "marketing", Channel: "email" }).Given;
}
