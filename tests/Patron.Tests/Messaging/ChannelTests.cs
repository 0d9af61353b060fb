using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.CallGateways;
using Patron.Messaging.Contracts;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.WriteTemplates;

namespace Patron.Tests.Messaging;

/// <summary>Channels other than e-mail: gateways by HTTP against a server of the test's own, letters, calls.</summary>
public sealed class ChannelTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "", false, MessageState.Sent)]
    [InlineData(200, "ERROR 77", false, MessageState.Failed)]
    [InlineData(400, "", false, MessageState.Failed)]
    [InlineData(429, "", false, MessageState.Queued)]
    [InlineData(503, "", true, MessageState.Queued)]
    [InlineData(500, "", false, MessageState.Unknown)]
    [InlineData(500, "", true, MessageState.Queued)]
    public async Task A_gateways_answer_becomes_a_state_and_only_one_that_knows_keys_is_told_again(int status, string body, bool idempotent, MessageState expected)
    {
        var calls = new List<(string Key, string Authorization, string Signature, string Body)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var gateway = builder.Build();
        gateway.MapPost("/sms/{to}", async (string to, HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            calls.Add((http.Request.Headers["Idempotency-Key"]!, http.Request.Headers.Authorization!, http.Request.Headers["Patron-Signature"]!, await reader.ReadToEndAsync(http.RequestAborted)));
            return Results.Text(body, statusCode: status);
        });
        await gateway.StartAsync(Ct);
        await using var patron = await SendingSample.Start(Database.Sqlite);
        var set = await patron.Get<Gateways>().Save(new("sms", gateway.Urls.First() + "/sms/{to}", "POST", "Authorization: Bearer hidden", "application/json", """{"text": "{text}", "id": "{id}"}""", idempotent, "ERROR", "quiet"), null, Ct);
        Assert.Null(set.Refusal);
        Assert.DoesNotContain("hidden", (await patron.Ask("select value from kernel_settings where key = 'message-gateways'"))!.ToString(), StringComparison.Ordinal);
        var people = await patron.People(1, (golden, _) => golden with { Phone = "+447911000001", GivenName = "Ann \"A\"\n" });
        var template = await patron.Template(SendingSample.Content("", "Hi {{givenName}}", BodyFormat.Text), "sms");
        await patron.Plan([template.To(people[0], patron.Clock.Now, "sms")]);

        await patron.SendAll();

        var call = Assert.Single(calls);
        Assert.Equal("Bearer hidden", call.Authorization);
        Assert.Equal("Hi Ann \"A\"", System.Text.Json.JsonDocument.Parse(call.Body).RootElement.GetProperty("text").GetString());
        Assert.StartsWith("msg_", call.Key, StringComparison.Ordinal);
        Assert.Equal(Gateways.Signature("quiet", call.Body, patron.Clock.Now), call.Signature);
        var counts = await patron.Counts();
        Assert.Equal(1, expected switch { MessageState.Sent => counts.Sent, MessageState.Failed => counts.Failed, MessageState.Unknown => counts.Unknown, _ => counts.Queued });
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Letters_gather_in_one_run_sorted_by_country_and_code_and_a_bad_address_is_not_printed(Database kind)
    {
        await using var patron = await SendingSample.Start(kind);
        (string Country, string Postal)[] places = [("GB", "M1 1AE"), ("DE", "10115"), ("GB", "LS1 4AP"), ("GB", "no code")];
        var people = await patron.People(4, (golden, i) => golden with { Country = places[i].Country, Postal = places[i].Postal });
        var template = await patron.Template(SendingSample.Content("Dear {{name}}", "Spring & more\n\nCome soon."), "letter");
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now, "letter")));
        await patron.SendAll();

        var counts = await patron.Counts();
        Assert.Equal((3, 0, 1), (counts.HandedOff, counts.Sent, counts.Failed));
        var runs = patron.Get<Runs>();
        var run = Assert.Single(await runs.All("letter", Ct));
        Assert.Equal(3, run.Messages);
        var letters = await patron.Get<LetterFiles>().Letters(run.Id, Ct);
        Assert.Equal(["DE 10115", "GB LS1 4AP", "GB M1 1AE"], letters.Select(l => $"{l.Country} {l.Postal}"));
        Assert.Equal("GERMANY", letters[0].Address[^1]);
        Assert.Equal(3, letters.Select(l => l.Code).Distinct().Count());
        // Printed again it says the same.
        Assert.Equal(letters.Select(l => l.Code), (await patron.Get<LetterFiles>().Letters(run.Id, Ct)).Select(l => l.Code));
        var html = LetterFiles.Print(letters, "Firm & Sons");
        Assert.Equal(3, html.Split("<svg").Length - 1);
        Assert.Contains("Firm &amp; Sons", html, StringComparison.Ordinal);
        Assert.Equal(4, System.Text.Encoding.UTF8.GetString(LetterFiles.Merge(letters)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        // They are sent once somebody says that they were posted; no lease makes them doubtful before.
        patron.Clock.Advance(TimeSpan.FromDays(2));
        await patron.SendAll();
        Assert.Null((await runs.Posted(run.Id, null, Ct)).Refusal);
        Assert.IsType<RunMarkedAlready>((await runs.Posted(run.Id, null, Ct)).Refusal);
        Assert.Equal((0, 3), ((await patron.Counts()).HandedOff, (await patron.Counts()).Sent));
        Assert.Null((await runs.NotPosted(run.Id, null, Ct)).Refusal);
        Assert.Equal((3, 0), ((await patron.Counts()).HandedOff, (await patron.Counts()).Sent));
        Assert.IsType<RunMarkedAlready>((await runs.NotPosted(run.Id, null, Ct)).Refusal);
        Assert.Null((await runs.Posted(run.Id, null, Ct)).Refusal);
        await patron.Plan([template.To(people[0], patron.Clock.Now, "letter", step: "wave-2")]);
        await patron.SendAll();
        Assert.Equal([1, 3], (await runs.All("letter", Ct)).Select(r => r.Messages));
    }

    [Fact]
    public async Task A_call_leaves_the_list_with_its_result_and_one_not_reached_stays()
    {
        await using var patron = await SendingSample.Start(Database.Sqlite, services => services.AddSingleton<ILimitsSight, GermansOnly>());
        var people = await patron.People(2, (golden, i) => golden with { Phone = i == 0 ? "+447911000001" : null });
        var template = await patron.Template(SendingSample.Content("Renewal", "Ask {{givenName}} about the renewal.", BodyFormat.Text), "phone");
        await patron.Plan(people.Select(p => template.To(p, patron.Clock.Now, "phone")));
        await patron.SendAll();
        var book = patron.Get<CallBook>();
        var call = Assert.Single(await book.ToMake(null, Ct));
        Assert.Equal(("+447911000001", "Ask Ann0 about the renewal."), (call.Phone, call.Says));
        Assert.Null((await book.Made(call.Message, "not-reached", null, null, Ct)).Refusal);
        Assert.Single(await book.ToMake(null, Ct));
        Assert.Null((await book.Made(call.Message, "ordered", "Wants two", null, Ct)).Refusal);
        Assert.IsType<CallMadeAlready>((await book.Made(call.Message, "ordered", null, null, Ct)).Refusal);
        Assert.Empty(await book.ToMake(null, Ct));

        // An agent's own are found behind any number of others that are worth more.
        var many = await patron.People(CallBook.Most * 5, (golden, i) => golden with { Phone = $"+44791100{i:0000}", Country = i == 0 ? "DE" : "GB" });
        await patron.Plan(many.Select((p, i) => template.To(p, patron.Clock.Now, "phone") with { Worth = i }));
        await patron.SendAll();
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal(CallBook.Most, (await book.ToMake(new(8), Ct)).Count);
        Assert.Equal(many[0], Assert.Single(await book.ToMake(GermansOnly.Agent, Ct)).Customer);
        Assert.Equal(2L, Convert.ToInt64(await patron.Ask("select count(*) from interactions where kind = 'call'"), System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class GermansOnly : ILimitsSight
    {
        public static UserId Agent { get; } = new(7);

        public Visibility? Of(UserId user) => user == Agent ? new Visibility.CountryIn("DE") : null;
    }

    [Theory]
    [InlineData("GB", "SW1A 1AA", null), InlineData("GB", "12345", "postal"), InlineData("KR", "04524", null), InlineData("KR", "4524", "postal")]
    [InlineData("US", "94043-1351", null), InlineData("JP", "100-0001", null), InlineData("CN", "100000", null), InlineData("TW", "100", null), InlineData("BR", "anything", null)]
    public void A_postal_code_has_the_form_of_its_country(string country, string postal, string? fault) => Assert.Equal(fault, PostalAddress.Fault(
        new(new(1), false, CustomerKind.Person, null, "Ann", null, null, null, null, null, null, "1 High Street", "Town", null, postal, country, null, null, null, null, null, null, null, 0)));
}
