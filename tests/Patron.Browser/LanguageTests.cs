using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The person's language: as the browser wishes, until one is chosen.</summary>
public sealed class LanguageTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("en-US", "en-GB", "Sign in")]
    [InlineData("ko", "ko", "로그인")]
    [InlineData("ko-KR", "ko", "로그인")]
    [InlineData("zh-Hans", "zh-Hans", "登录")]
    [InlineData("zh-CN", "zh-Hans", "登录")]
    [InlineData("zh-Hant", "zh-Hant", "登入")]
    [InlineData("zh-HK", "zh-Hant", "登入")]
    [InlineData("fr", "en-GB", "Sign in")]
    public async Task The_browsers_wish_is_taken(string wished, string taken, string title)
    {
        await using var page = await browser.NewPage((await browser.Demo()).Address, wished);
        await page.Visit("/sign-in");

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", taken);
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync(title);
        await page.HasNoSeriousFindings();
    }

    [Fact]
    public async Task A_language_chosen_in_the_menu_holds_on_every_page_and_leaves_one_where_one_was()
    {
        await using var page = await browser.DemoPage("ko");
        await page.Visit("/customers?country=DE");
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "ko");

        await page.OpenUserMenu();
        await page.HasNoSeriousFindings();
        await page.Page.Locator(".rail-user button[name=language][value=zh-Hant]").ClickAsync();

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hant");
        Assert.EndsWith("/customers?country=DE", page.Page.Url, StringComparison.Ordinal);
        await page.Visit("/");
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hant");
    }

    [Theory]
    [InlineData("en", "30 Jun 2011")]
    [InlineData("ko", "2011. 6. 30.")]
    [InlineData("zh-Hans", "2011/6/30")]
    [InlineData("zh-Hant", "2011/6/30")]
    public async Task Days_and_numbers_on_Home_are_written_as_the_language_does(string language, string day)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/");

        var facts = page.Page.Locator(".facts");
        await Expect(facts).ToContainTextAsync(day);
        await Expect(facts).ToContainTextAsync("1,969");
        await Expect(facts).ToContainTextAsync("£");
    }
}
