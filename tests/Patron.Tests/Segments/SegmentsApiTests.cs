using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.Api.KeepKeys;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Tests.Insights;

namespace Patron.Tests.Segments;

/// <summary>Segments from outside, over the half year of real invoices; one server for all tests of the class.</summary>
public sealed class SegmentsApiTests(SegmentsApiTests.Served served) : IClassFixture<SegmentsApiTests.Served>
{
    private const string Segments = "/api/v1/segments";

    public sealed class Served : IAsyncLifetime
    {
        internal PatronApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var still = new StillBase(StillBase.Retail, StillBase.RetailDay);
            App = await PatronApp.Start(Database.Sqlite, services => services.AddSingleton<ICustomerBase>(still).AddSingleton<IReckoningDay>(still));
            await App.AddUser(Roles.Administrator);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_segment_is_made_counted_listed_and_every_member_comes_once_with_the_reason()
    {
        using var http = await Key("segments");
        var made = await http.PostAsJsonAsync(Segments, new { name = "Many orders", query = "orders >= 5", goal = "orders(1 day)", goalDays = 30 }, Ct);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var segment = await made.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var (id, n) = (segment.GetProperty("id").GetString()!, segment.GetProperty("customers").GetInt32());
        Assert.Equal($"{Segments}/{id}", made.Headers.Location!.OriginalString);
        Assert.Equal(n, (await http.GetFromJsonAsync<JsonElement>($"{Segments}/count?query=orders%20%3E%3D%205", Ct)).GetProperty("count").GetInt32());
        Assert.Equal(n, (await (await http.PostAsJsonAsync($"{Segments}/count", new { query = "in \"many ORDERS\"" }, Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("count").GetInt32());
        Assert.True((await http.GetFromJsonAsync<JsonElement>($"{Segments}/count?query=orders%20%3E%3D%205&asOf=2011-02-01", Ct)).GetProperty("count").GetInt32() < n);

        var (members, after) = (new List<string>(), "");
        do
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"{Segments}/{id}/members?limit=60{after}", Ct);
            members.AddRange(page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? "&after=" + next : "";
        }
        while (after.Length > 0);
        Assert.Equal((n, n), (members.Count, members.Distinct().Count()));

        var why = await http.GetFromJsonAsync<JsonElement>($"{Segments}/{id}/explain/{members[0]}", Ct);
        Assert.True(why.GetProperty("member").GetBoolean());
        Assert.Equal("orders >= 5", why.GetProperty("parts")[1].GetProperty("part").GetString());
        Assert.False((await http.GetFromJsonAsync<JsonElement>($"{Segments}/{id}/explain/{members[0]}?asOf=2010-11-30", Ct)).GetProperty("member").GetBoolean());

        Assert.Equal(HttpStatusCode.Created, (await http.PostAsJsonAsync(Segments, new { name = "Few orders", query = $"none ( in {id} )" }, Ct)).StatusCode);
        var first = await http.GetFromJsonAsync<JsonElement>($"{Segments}?limit=1", Ct);
        var second = await http.GetFromJsonAsync<JsonElement>($"{Segments}?limit=1&after={first.GetProperty("next").GetString()}", Ct);
        Assert.NotEqual(first.GetProperty("items")[0].GetProperty("id").GetString(), second.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_is_wrong_with_a_query_is_told_with_its_place()
    {
        using var http = await Key("segments");
        var wrong = await http.PostAsJsonAsync(Segments, new { name = "X", query = "orders >= 2 and spent > many" }, Ct);
        var problem = await wrong.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (wrong.StatusCode, wrong.Content.Headers.ContentType!.MediaType));
        Assert.Equal(("urn:patron:segments.refused.query", "query", "unexpected", 24, "many"), (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString(), problem.GetProperty("fault").GetString(), problem.GetProperty("position").GetInt32(), problem.GetProperty("word").GetString()));
        var goal = await (await http.PostAsJsonAsync(Segments, new { name = "X", query = "", goal = "order" }, Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(("goal", "name", 0), (goal.GetProperty("field").GetString(), goal.GetProperty("fault").GetString(), goal.GetProperty("position").GetInt32()));
    }

    [Theory]
    [InlineData("POST", "", "{\"query\":\"orders\"}", 422)]
    [InlineData("POST", "", "{\"name\":\"X\",\"query\":\"in Nobody\"}", 422)]
    [InlineData("POST", "", "{\"name\":\"X\",\"goalDays\":0}", 422)]
    [InlineData("GET", "/count?query=orders&asOf=tomorrow", null, 400)]
    [InlineData("GET", "/nothing", null, 404)]
    [InlineData("GET", "/nothing/members", null, 404)]
    [InlineData("GET", "?after=zz", null, 400)]
    [InlineData("GET", "/nothing/explain/cus_0000000000001", null, 404)]
    public async Task What_cannot_be_is_a_problem(string method, string path, string? body, int status)
    {
        using var http = await Key("segments");
        var answer = await http.SendAsync(new(new(method), Segments + path) { Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json") }, Ct);
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_key_that_only_reads_counts_and_makes_nothing_and_the_description_tells_of_all()
    {
        using var http = await Key("segments:read");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{Segments}/count", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.PostAsJsonAsync(Segments, new { name = "X" }, Ct)).StatusCode);
        var paths = (await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct)).GetProperty("paths").EnumerateObject().Select(p => p.Name.TrimEnd('/')).ToArray();
        Assert.Superset(new HashSet<string> { Segments, $"{Segments}/count", $"{Segments}/{{segment}}", $"{Segments}/{{segment}}/members", $"{Segments}/{{segment}}/explain/{{customer}}" }, paths.ToHashSet());
    }

    private async Task<HttpClient> Key(string scope)
    {
        var http = new HttpClient { BaseAddress = served.App.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await served.App.Get<ApiKeys>().Make("test", [scope], null, Ct)).Value!.Secret);
        return http;
    }
}
