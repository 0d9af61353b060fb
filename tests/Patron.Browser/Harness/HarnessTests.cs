using Xunit.Sdk;

namespace Patron.Browser.Harness;

/// <summary>The harness itself: that it sees what it must see, and lets a sound page pass.</summary>
public sealed class HarnessTests(BrowserFixture browser)
{
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["/"] = Page("<h1>Welcome</h1><p id='accepts'>{accepts}</p>"),
        ["/exception"] = Page("<h1>Welcome</h1>", "/exception.js"),
        ["/exception.js"] = "throw new Error('planted exception');",
        ["/console"] = Page("<h1>Welcome</h1>", "/console.js"),
        ["/console.js"] = "console.error('planted error');",
        ["/inline-script"] = Page("<h1>Welcome</h1><script>document.title = 'ran'</script>"),
        ["/inline-style"] = Page("<h1 style='color: red'>Welcome</h1>"),
        ["/missing"] = Page("<h1>Welcome</h1><img src='/nowhere.png' alt='nothing'>"),
        ["/elsewhere"] = Page("<h1>Welcome</h1>", "/elsewhere.js"),
        ["/elsewhere.js"] = "fetch('http://elsewhere.localhost:40001/').catch(() => {});",
        ["/no-label"] = Page("<h1>Welcome</h1><input type='text'>"),
    };

    [Fact]
    public async Task A_sound_page_passes()
    {
        await using var site = new TinySite(Pages);
        await using var page = await browser.NewPage(site.Address);

        await page.Visit("/");

        Assert.Equal("Welcome", await page.Page.Locator("h1").InnerTextAsync());
        await page.HasNoSeriousFindings();
    }

    [Theory]
    [InlineData("/exception", "exception: Error: planted exception")]
    [InlineData("/console", "console: planted error")]
    [InlineData("/inline-script", "Content Security Policy")]
    [InlineData("/inline-style", "Content Security Policy")]
    [InlineData("/missing", "404: GET")]
    [InlineData("/elsewhere", "other host: http://elsewhere.localhost:40001/")]
    [InlineData("/nowhere", "404: GET")]
    public async Task What_goes_wrong_in_a_page_fails_its_test(string path, string told)
    {
        await using var site = new TinySite(Pages);
        var page = await browser.NewPage(site.Address);
        await page.Visit(path);

        var failure = await Assert.ThrowsAnyAsync<XunitException>(async () => await page.DisposeAsync());

        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_test_expects_does_not_fail_it()
    {
        await using var site = new TinySite(Pages);
        await using var page = await browser.NewPage(site.Address);
        page.Expect("404");

        var answer = await page.Visit("/nowhere");

        Assert.Equal(404, answer?.Status);
    }

    [Fact]
    public async Task A_field_without_a_label_is_a_finding()
    {
        await using var site = new TinySite(Pages);
        await using var page = await browser.NewPage(site.Address);
        await page.Visit("/no-label");

        var failure = await Assert.ThrowsAnyAsync<XunitException>(page.HasNoSeriousFindings);

        Assert.Contains("label (critical)", failure.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("en"), InlineData("ko"), InlineData("zh-Hans"), InlineData("zh-Hant")]
    public async Task The_browser_asks_for_the_persons_language(string language)
    {
        await using var site = new TinySite(Pages);
        await using var page = await browser.NewPage(site.Address, language);
        await page.Visit("/");

        Assert.StartsWith(language, await page.Page.Locator("#accepts").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(language, await page.Page.EvaluateAsync<string>("navigator.language"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_page_has_the_size_and_the_scheme_asked_for(bool dark)
    {
        await using var site = new TinySite(Pages);
        await using var page = await browser.NewPage(site.Address, dark: dark, width: 390, height: 844);
        await page.Visit("/");

        Assert.Equal(390, await page.Page.EvaluateAsync<int>("innerWidth"));
        Assert.Equal(dark, await page.Page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
    }

    [Fact]
    public async Task A_program_that_ends_before_it_answers_is_told_with_what_it_said()
    {
        var nothing = Path.Combine(Repository.Root, "artifacts", "no-such-program.dll");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningProgram.Start(nothing, "serve", from: null));

        Assert.Contains("no-such-program.dll", failure.Message, StringComparison.Ordinal);
    }

    private static string Page(string body, string? script = null) =>
        $"<!doctype html><html lang='en'><head><title>Tiny</title><link rel='icon' href='data:,'>{(script is null ? "" : $"<script src='{script}' defer></script>")}</head><body><main>{body}</main></body></html>";
}
