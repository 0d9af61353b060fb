using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Tests.Web;

public sealed partial class GuardsTests
{
    private static Task<WebHost> Start() => WebHost.Start(app =>
    {
        app.MapDelete("/thing", () => "gone");
        app.MapPost("/json", (HttpContext http) => "saved");
        app.MapPost("/tracked", [NoCookies] () => "noted");
        app.MapPost("/boom", [NoCookies] string () => throw new InvalidOperationException("A secret in a message."));
        app.MapGet("/boom", string () => throw new InvalidOperationException("A secret in a message."));
    });

    [Theory]
    [InlineData("DELETE", "/thing")]
    [InlineData("POST", "/json")]
    [InlineData("POST", "/language")]
    public async Task A_change_without_the_token_is_refused(string method, string path)
    {
        await using var host = await Start();
        var answer = await host.Client().SendAsync(new(new(method), path) { Content = new FormUrlEncodedContent([new("language", "ko")]) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_change_with_the_page_s_token_goes_through()
    {
        await using var host = await Start();
        var client = host.Client();
        var page = await client.GetAsync("/error/404", TestContext.Current.CancellationToken);
        var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var request = new HttpRequestMessage(HttpMethod.Delete, "/thing");
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("RequestVerificationToken", Token.Match(html).Groups[1].Value);
        Assert.Equal("gone", await (await client.SendAsync(request, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_route_without_cookies_needs_no_token()
    {
        await using var host = await Start();
        Assert.Equal(HttpStatusCode.OK, (await host.Client().PostAsync("/tracked", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/boom", HttpStatusCode.InternalServerError)]
    [InlineData("POST", "/boom", HttpStatusCode.InternalServerError)]
    [InlineData("POST", "/language", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "/thing", HttpStatusCode.BadRequest)]
    public async Task Every_answer_carries_the_policy_even_an_error(string method, string path, HttpStatusCode status)
    {
        await using var host = await Start();
        var answer = await host.Client().SendAsync(new(new(method), path) { Content = method == "POST" ? new FormUrlEncodedContent([new("language", "ko")]) : null }, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(Guards.Policy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotContain("unsafe", Guards.Policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("role=\"alert\"><i", page.Replace("\n    ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_speaks_the_reader_s_language_and_is_a_fragment_for_htmx()
    {
        await using var host = await Start();
        var client = host.Client();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-TW"));
        var page = WebUtility.HtmlDecode(await (await client.GetAsync("/nothing", TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("lang=\"zh-Hant\"", page, StringComparison.Ordinal);
        Assert.Contains("找不到此頁面", page, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        var answer = await client.GetAsync("/boom", TestContext.Current.CancellationToken);
        var fragment = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("<html", fragment, StringComparison.Ordinal);
        Assert.Matches("錯誤 [0-9A-Z]{4}-[0-9A-Z]{4}", fragment);
    }

    [Fact]
    public async Task The_palette_finds_pages_by_any_part_of_their_name()
    {
        await using var host = await Start();
        Assert.Contains("href=\"/elsewhere\"", await host.Client().GetStringAsync("/palette?q=ANGU", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/elsewhere\"", await host.Client().GetStringAsync("/palette?q=xyz", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [GeneratedRegex("\"RequestVerificationToken\":\"([^\"]+)\"")]
    private static partial Regex Token { get; }
}
