using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.CallGateways;
using Patron.Messaging.SendMessages;

namespace Patron.Tests.Messaging;

/// <summary>The HTTP adapter against a server that answers late, too much, elsewhere or not at all; and what the contact policy is asked for channels by which others contact the customer.</summary>
public sealed class GatewayTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_gateway_answers_decides_whether_it_is_told_again()
    {
        var asked = new List<string>();
        await using var server = await Serve(asked);
        await using var patron = await SendingSample.Start(Database.Sqlite);
        var gateways = patron.Get<Gateways>();
        using var channel = new HttpChannel("webhook", gateways, patron.Clock, TimeSpan.FromSeconds(1));
        var root = server.Urls.First();

        Assert.Equal(Delivery.Failed(Why.Refused), await Tell("/elsewhere"));
        Assert.DoesNotContain("/trap", asked);
        Assert.Equal(Delivery.Again(Why.Rejected, TimeSpan.FromSeconds(120)), await Tell("/busy"));
        Assert.Equal(Delivery.Again(Why.Rejected, TimeSpan.FromHours(1)), await Tell("/until"));
        Assert.Equal(Delivery.Again(Why.Rejected), await Tell("/down"));
        Assert.Equal(Delivery.Unknown(Why.Lost), await Tell("/broken"));
        Assert.Equal(Delivery.Unknown(Why.Lost), await Tell("/silent"));
        Assert.Equal(Delivery.Again(Why.Lost), await Tell("/silent", idempotent: true));
        Assert.Equal(Delivery.Sent, await Tell("/endless"));
        Assert.Equal(Delivery.Failed(Why.Refused), await Tell("/endless", fails: "y"));
        // The computing centre's own addresses are reached by nobody's settings, and a name that is none not either: nothing was told.
        root = "http://169.254.169.254";
        Assert.Equal(Delivery.Again(Why.Unreachable), await Tell("/latest"));
        root = "http://127.0.0.1:1";
        Assert.Equal(Delivery.Again(Why.Unreachable), await Tell("/"));

        async Task<Delivery> Tell(string path, bool idempotent = false, string fails = "")
        {
            Assert.Null((await gateways.Save(new("webhook", root + path, "POST", null, "application/json", """{"id": "{id}"}""", idempotent, fails, null), null, Ct)).Refusal);
            var fates = new Delivery[1];
            await channel.Deliver([Message], fates, Ct);
            return fates[0];
        }
    }

    [Fact]
    public async Task A_customers_value_cannot_say_where_a_message_goes()
    {
        await using var patron = await SendingSample.Start(Database.Sqlite);
        foreach (var url in new[] { "https://{name}/x", "https://x.{name}.example", "https://{to}@gate.example/x", "ftp://gate.example/{to}", "gate.example/{to}" })
            Assert.IsType<BadUrl>((await patron.Get<Gateways>().Save(new("sms", url, "POST", null, "application/json", "{}", false, "", null), null, Ct)).Refusal);
        Assert.Null((await patron.Get<Gateways>().Save(new("sms", "https://gate.example/{to}?name={name}", "POST", null, "application/json", "{}", false, "", null), null, Ct)).Refusal);
    }

    [Theory]
    [InlineData("127.0.0.1", true), InlineData("10.0.0.7", true), InlineData("192.168.1.1", true), InlineData("203.0.113.9", true), InlineData("::1", true), InlineData("fd00::1", true)]
    [InlineData("169.254.169.254", false), InlineData("::ffff:169.254.169.254", false), InlineData("0.0.0.0", false), InlineData("224.0.0.1", false), InlineData("255.255.255.255", false), InlineData("fe80::1", false), InlineData("ff02::1", false), InlineData("::", false)]
    public void Addresses_of_no_single_machine_and_link_local_ones_are_closed(string address, bool open) => Assert.Equal(open, Reach.IsOpen(IPAddress.Parse(address)));

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whoever_may_not_be_contacted_is_no_task_for_a_salesperson_and_nothing_for_another_system(Database kind)
    {
        await using var patron = await SendingSample.Start(kind);
        Assert.Null((await patron.Get<Gateways>().Save(new("webhook", "http://127.0.0.1:1/", "POST", null, "application/json", "{}", false, "", null), null, Ct)).Refusal);
        // Asked to be left alone; wants no calls; neither, and without a telephone.
        var people = await patron.People(3, (golden, i) => golden with { Phone = i < 2 ? $"+4479110000{i:00}" : null });
        await using (var session = await patron.Session())
        {
            await patron.Get<IConsentDeeds>().Suppress(session, people[0], null, SuppressionReason.Asked, "test", null, Ct);
            await patron.Get<IConsentDeeds>().Withdraw(session, people[1], "phone", "marketing", "test", patron.Clock.Now, Ct);
            await session.Db.SaveChangesAsync(Ct);
            await session.Commit(Ct);
        }
        var words = SendingSample.Content("Renewal", "Ask about it", Patron.Messaging.WriteTemplates.BodyFormat.Text);
        var (task, hook) = (await patron.Template(words, "task", "Task"), await patron.Template(words, "webhook", "Hook"));
        await patron.Plan(people.SelectMany(p => new[] { task.To(p, patron.Clock.Now, "task") with { Purpose = "marketing" }, hook.To(p, patron.Clock.Now, "webhook") with { Purpose = "marketing" } }));

        await patron.SendAll();

        // Nobody owns the customers: a task that may be made fails for want of a salesperson.
        Assert.Equal(["task 3 no-owner", "task 6 noconsent", "task 6 suppressed", "webhook 0", "webhook 0", "webhook 6 suppressed"],
            await Rows(patron));
        Assert.Equal(0L, Convert.ToInt64(await patron.Ask("select count(*) from consents_contacts"), System.Globalization.CultureInfo.InvariantCulture));

        // Where the other side is known to call, calls are what is asked for.
        Assert.Null((await patron.Get<Gateways>().Save(new("webhook", "http://127.0.0.1:1/", "POST", null, "application/json", "{}", false, "", null, "phone"), null, Ct)).Refusal);
        patron.Clock.Advance(TimeSpan.FromMinutes(2));
        await patron.SendAll();
        Assert.Contains("webhook 6 noconsent", await Rows(patron));
    }

    private static async Task<string[]> Rows(PatronServices patron)
    {
        await using var db = await patron.Db();
        return [.. db.Set<Patron.Messaging.KeepMessages.Message>().AsEnumerable().Select(m => $"{m.Channel} {StateNumber(m)} {m.Reason}".Trim()).Order(StringComparer.Ordinal)];

        static int StateNumber(Patron.Messaging.KeepMessages.Message message) => message.State switch
        {
            Patron.Messaging.Contracts.MessageState.Failed => 3, Patron.Messaging.Contracts.MessageState.Suppressed => 6, Patron.Messaging.Contracts.MessageState.Queued => 0, _ => 9,
        };
    }

    private static Outgoing Message => new(
        new(new(1), new(2), SendingSample.Campaign, "wave-1", 0, "webhook", new(3), "A", "service", null, 1, 0, false),
        new(new(new(1), true, CustomerKind.Person, null, "Ann", null, null, null, null, "ann@customer.example", null, null, null, null, null, "GB", null, null, "en", null, null, null, null, 0), new Dictionary<string, string>(), false, null, null, DateTimeOffset.UnixEpoch, 1),
        new("s", "t", null), 1, null);

    private static async Task<WebApplication> Serve(List<string> asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Run(async http =>
        {
            lock (asked) asked.Add(http.Request.Path);
            switch (http.Request.Path.Value)
            {
                case "/elsewhere": http.Response.Redirect("/trap"); break;
                case "/busy": (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (429, "120"); break;
                case "/until": (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (503, "Mon, 02 Mar 2026 10:30:00 GMT"); break;
                case "/down": http.Response.StatusCode = 503; break;
                case "/broken": http.Response.StatusCode = 502; break;
                case "/silent": await Task.Delay(TimeSpan.FromSeconds(5), http.RequestAborted); break;
                case "/endless":
                    for (var i = 0; i < 200 && !http.RequestAborted.IsCancellationRequested; i++) await http.Response.WriteAsync(new string(i == 1 ? 'y' : 'x', 10_000), http.RequestAborted);
                    break;
                default: break;
            }
        });
        await server.StartAsync(Ct);
        return server;
    }
}
