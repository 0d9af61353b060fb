using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Patron.Api.KeepKeys;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tests.Consents.JudgeContacts;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Api;

/// <summary>The HTTP API from outside, on a served program; one for all tests of the class.</summary>
public sealed class ApiTests(ApiTests.Served served) : IClassFixture<ApiTests.Served>
{
    private const string Suppressions = "/api/v1/suppressions";

    public sealed class Served : IAsyncLifetime
    {
        internal PatronApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await PatronApp.Start();
            await App.AddUser("administrator");
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_good_key_nothing_is_answered_and_the_answer_is_a_problem()
    {
        foreach (var given in new[] { null, "Bearer", "Bearer patron_0000", "Basic YTpi", "Bearer " + new string('x', 5_000) })
        {
            using var http = Client(null);
            if (given is not null) http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", given);
            var answer = await http.GetAsync(Suppressions, Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Fact]
    public async Task A_session_of_a_browser_opens_nothing_here()
    {
        using var browser = await served.App.SignIn();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Get(Suppressions)).StatusCode);
    }

    [Theory]
    [InlineData("api", 200, 204, 404)]
    [InlineData("api:read", 200, 403, 404)]
    [InlineData("suppressions", 200, 204, 403)]
    [InlineData("suppressions:read", 200, 403, 403)]
    [InlineData("consents", 403, 403, 404)]
    public async Task A_scope_opens_what_it_says(string scope, int reads, int writes, int other)
    {
        using var http = await Key(scope);
        Assert.Equal(reads, (int)(await http.GetAsync(Suppressions, Ct)).StatusCode);
        Assert.Equal(writes, (int)(await Add(http, $"{scope.Replace(':', '.')}@mail.example")).StatusCode);
        Assert.Equal(other, (int)(await http.GetAsync("/api/v1/consents/cus_0000000000001", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_any_more_and_its_secret_is_kept_nowhere()
    {
        var keys = served.App.Get<ApiKeys>();
        var made = (await keys.Make("till", ["api"], null, Ct)).Value!;
        using var http = Client(made.Secret);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Suppressions, Ct)).StatusCode);
        Assert.True(await keys.Revoke(made.Id, null, Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(Suppressions, Ct)).StatusCode);
        Assert.DoesNotContain((await keys.All(Ct)), k => k.Digest.Contains(made.Secret, StringComparison.Ordinal) || k.Start == made.Secret);
        Assert.DoesNotContain(served.App.Log, line => line.Contains(made.Secret, StringComparison.Ordinal));
        Assert.Equal("api.refused.scope", (await keys.Make("till", ["everything"], null, Ct)).Refusal!.Key);
        Assert.Equal("api.refused.name", (await keys.Make(" ", ["api"], null, Ct)).Refusal!.Key);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"customer\":5}", 400)]
    [InlineData("{}", 422)]
    [InlineData("{\"address\":\"a@b.example\"}", 422)]
    [InlineData("{\"address\":\"a@b.example\",\"channel\":\"fax\"}", 422)]
    [InlineData("{\"address\":\"a@b.example\",\"channel\":\"email\",\"reason\":\"17\"}", 422)]
    [InlineData("{\"customer\":\"cus_0000000000001\",\"address\":\"a@b.example\",\"channel\":\"email\"}", 422)]
    [InlineData("{\"customer\":\"'; drop table customers; --\"}", 404)]
    public async Task What_cannot_be_read_is_a_problem_and_changes_nothing(string body, int status)
    {
        using var http = await Key("api");
        var before = await Lines(http);
        var answer = await http.PostAsync(Suppressions, new StringContent(body, Encoding.UTF8, "application/json"), Ct);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(before, await Lines(http));
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/api/v1/suppressions?after=zz", 400)]
    [InlineData("GET", "/api/v1/suppressions?limit=ten", 400)]
    [InlineData("DELETE", "/api/v1/suppressions", 405)]
    public async Task Wrong_addresses_are_problems_too(string method, string path, int status)
    {
        using var http = await Key("api");
        var answer = await http.SendAsync(new(new(method), path), Ct);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Parts_of_a_list_miss_none_and_repeat_none_while_rows_come()
    {
        using var http = await Key("api");
        for (var i = 0; i < 7; i++) await Add(http, $"page{i}@mail.example");
        var (there, seen, after) = (await Lines(http), new List<string>(), "");
        for (var part = 0; ; part++)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"{Suppressions}?limit=2{after}", Ct);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            if (part < 3) await Add(http, $"meanwhile{part}@mail.example");
            if (page.GetProperty("next").GetString() is not { } next) break;
            after = "&after=" + next;
        }
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), there.ToHashSet());
    }

    [Fact]
    public async Task The_same_key_does_a_thing_once_one_after_the_other_and_at_once()
    {
        using var http = await Key("api");
        var (customer, body) = (await Customer(901), new { purpose = "marketing", channel = "email", given = true, evidence = "by phone" });
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Send(http, $"/api/v1/consents/{customer}", body, "once")));
        Assert.All(all, a => Assert.Contains(a.StatusCode, (HttpStatusCode[])[HttpStatusCode.NoContent, HttpStatusCode.Conflict]));
        Assert.Contains(all, a => a.StatusCode == HttpStatusCode.NoContent);
        var again = await Send(http, $"/api/v1/consents/{customer}", body, "once");
        Assert.Equal((HttpStatusCode.NoContent, "true"), (again.StatusCode, again.Headers.GetValues("Idempotency-Replayed").Single()));
        Assert.Equal(1, (await http.GetFromJsonAsync<JsonElement>($"/api/v1/consents/{customer}/entries", Ct)).GetProperty("items").GetArrayLength());
        // Another request under the same key is a mistake; under another key it is done.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(http, $"/api/v1/consents/{customer}", body with { given = false }, "once")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(http, $"/api/v1/consents/{customer}", body with { given = false }, "twice")).StatusCode);
        // A refusal is an answer as well, and comes again.
        var refused = await Send(http, $"/api/v1/consents/{customer}", body with { evidence = "" }, "no");
        Assert.Equal(await refused.Content.ReadAsStringAsync(Ct), await (await Send(http, $"/api/v1/consents/{customer}", body with { evidence = "" }, "no")).Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(http, $"/api/v1/consents/{customer}", body, new string('k', 101))).StatusCode);
    }

    [Fact]
    public async Task Consents_and_suppressions_come_back_as_they_were_told()
    {
        using var http = await Key("api");
        var customer = await Customer(902);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(http, $"/api/v1/consents/{customer}", new { purpose = "marketing", channel = "sms", given = true, at = "2026-03-01T10:00:00Z", evidence = "card 7" }, null)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(http, $"/api/v1/consents/{customer}", new { purpose = "marketing", channel = "sms", given = true, at = "2030-03-01T10:00:00Z", evidence = "card 7" }, null)).StatusCode);
        var state = (await http.GetFromJsonAsync<JsonElement>($"/api/v1/consents/{customer}", Ct)).EnumerateArray().Single();
        Assert.Equal(("marketing", "sms", true, "2026-03-01T10:00:00Z", "card 7"), (state.GetProperty("purpose").GetString(), state.GetProperty("channel").GetString(), state.GetProperty("given").GetBoolean(), state.GetProperty("at").GetString(), state.GetProperty("evidence").GetString()));

        Assert.Equal(HttpStatusCode.NoContent, (await Send(http, Suppressions, new { customer, reason = "complained", source = "mail" }, null)).StatusCode);
        var row = (await http.GetFromJsonAsync<JsonElement>($"{Suppressions}?limit=1000", Ct)).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("customer").GetString() == customer);
        Assert.Equal(("complained", "mail"), (row.GetProperty("reason").GetString(), row.GetProperty("source").GetString()));
        var id = row.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(http, $"{Suppressions}/{id}/end", new { why = " " }, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(http, $"{Suppressions}/{id}/end", new { why = "a mistake" }, null)).StatusCode);
        Assert.DoesNotContain(id, await Lines(http));
    }

    [Fact]
    public async Task The_description_tells_of_every_route_of_the_api_and_of_nothing_else()
    {
        using var http = Client(null);
        var paths = (await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct)).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToArray();
        Assert.Contains("/api/v1/suppressions", paths.Select(p => p.TrimEnd('/')));
        Assert.Contains("/api/v1/consents/{customer}/entries", paths);
        Assert.All(paths, p => Assert.StartsWith("/api/v1/", p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_operation_is_described_with_a_name_of_its_own_what_the_guard_may_answer_and_the_header_of_changes()
    {
        using var http = Client(null);
        var operations = (await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct)).GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("responses", out _)).Select(o => (Method: o.Name, What: o.Value))).ToList();
        Assert.True(operations.Count >= 20);
        var names = operations.Select(o => o.What.GetProperty("operationId").GetString()!).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, n => Assert.Matches("^(get|post)(-[a-zA-Z]+)+$", n));
        Assert.All(operations, o => Assert.All((string[])["400", "401", "403", "429"], status => Assert.True(o.What.GetProperty("responses").GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _))));
        Assert.All(operations, o => Assert.False(string.IsNullOrEmpty(o.What.GetProperty("summary").GetString())));
        Assert.All(operations, o => Assert.Equal(o.Method == "post", o.What.TryGetProperty("parameters", out var all) && all.EnumerateArray().Any(p => p.GetProperty("name").GetString() == "Idempotency-Key")));
    }

    [Fact]
    public async Task Whoever_calls_too_often_waits()
    {
        using var http = await Key("suppressions");
        for (var call = 0; call < 600; call++) Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{Suppressions}?limit=1", Ct)).StatusCode);
        var answer = await http.GetAsync(Suppressions, Ct);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (answer.StatusCode, answer.Headers.RetryAfter!.Delta));
    }

    private async Task<HttpClient> Key(string scope) => Client((await served.App.Get<ApiKeys>().Make("test", [scope], null, Ct)).Value!.Secret);

    private HttpClient Client(string? secret)
    {
        var http = new HttpClient { BaseAddress = served.App.Address };
        if (secret is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    private async Task<string> Customer(long id)
    {
        await using var session = await BulkSession.Begin(served.App.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), served.App.Clock, Ct);
        await served.App.Get<Patron.Customers.Contracts.IGoldenRecords>().Write(session, [ContactPolicyTests.Somebody(id)], served.App.Clock.GetUtcNow(), Ct);
        await session.Commit(Ct);
        return new CustomerId(id).ToString();
    }

    private static Task<HttpResponseMessage> Add(HttpClient http, string address) => http.PostAsJsonAsync(Suppressions, new { address, channel = "email", reason = "bounced" }, Ct);

    private static Task<HttpResponseMessage> Send(HttpClient http, string path, object body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return http.SendAsync(request, Ct);
    }

    private static async Task<string[]> Lines(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonElement>($"{Suppressions}?limit=1000", Ct)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)];
}
