using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The demo as a guest: looked around in.</summary>
public sealed class DemoTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/insights", "insights", "en")]
    [InlineData("/insights", null, "ko")]
    [InlineData("/insights/rfm", null, "en")]
    [InlineData("/insights/method", "method", "en")]
    [InlineData("/customers/new", "customer-new", "en")]
    [InlineData("/demo/remove", "demo-remove", "en")]
    [InlineData("/settings", "settings", "en")]
    [InlineData("/settings", null, "ko")]
    [InlineData("/data", null, "en")]
    [InlineData("/account", "account", "en")]
    public async Task The_other_pages_can_be_read_by_everybody(string path, string? screen, string language)
    {
        await using var page = await browser.DemoPage(language);

        Assert.Equal(200, (await page.Visit(path))?.Status);

        await Expect(page.Page.Locator("h1").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        if (screen is not null) await page.Screenshot(screen);
    }

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 390)]
    public async Task Orders_systems_imports_users_and_the_audit_are_open_to_everybody_in_the_dark_and_on_a_phone(bool dark, int width)
    {
        await using var page = await browser.DemoPage("en", dark, width, 844);
        await page.Visit("/customers?sort=-spent");
        await page.Page.Locator("#customers tbody tr td a").First.ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*");
        var order = await page.Page.Locator("#timeline-body a[href*='/orders/ord_']").First.GetAttributeAsync("href");
        await Look(page, order!, width);
        await Look(page, "/data", width);
        await Look(page, (await page.Page.Locator("a[href^='/data/imports/imp_']").First.GetAttributeAsync("href"))!, width);
        await Look(page, "/settings/users", width);
        await Look(page, "/settings/audit", width);
        if (!dark && width > 390) await page.Screenshot("audit");
        await Look(page, "/settings", width);
        await Look(page, (await page.Page.Locator("a[href^='/settings/sources/']").First.GetAttributeAsync("href"))!, width);
    }

    [Theory, InlineData("en"), InlineData("zh-Hans")]
    public async Task A_page_that_is_not_there_says_so_and_leads_on(string language)
    {
        await using var page = await browser.DemoPage(language);
        page.Expect("404");

        Assert.Equal(404, (await page.Visit("/nothing-here"))?.Status);

        await Expect(page.Page.Locator("main a[href='/']").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        if (language == "en") await page.Screenshot("not-found");
    }

    private static async Task Look(WatchedPage page, string path, int width)
    {
        Assert.Equal(200, (await page.Visit(path))?.Status);
        Assert.True(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than the screen.");
        await page.HasNoSeriousFindings();
    }
}
