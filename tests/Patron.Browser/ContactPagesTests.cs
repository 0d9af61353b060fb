using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The pages about who may be contacted and what customers ask for: without serious findings of accessibility, in light and narrow too.</summary>
public sealed class ContactPagesTests(BrowserFixture browser)
{
    private static readonly string[] Paths = ["/settings/contact/texts", "/settings/contact/suppressions", "/settings/contact/forms", "/settings/keys", "/settings/channels", "/settings/mail", "/requests", "/codes", "/templates", "/sending"];

    [Fact]
    public async Task Each_page_can_be_read_by_everybody()
    {
        await using var page = await browser.ChangingPage("zh-Hans");
        foreach (var path in Paths)
        {
            await page.Visit(path);
            await Expect(page.Page.Locator("h1")).ToHaveCountAsync(1);
            await page.HasNoSeriousFindings();
        }
    }

    [Fact]
    public async Task A_list_of_stops_is_put_in_and_taken_back()
    {
        await using var page = await browser.ChangingPage("ko");
        await page.Visit("/settings/contact/suppressions");
        await page.Page.Locator("#lines").FillAsync("stop@mail.example");
        await page.Page.Locator("#source").FillAsync("Register of those who want no mail");
        await page.Page.Locator("form[action$='/import'] button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=stops-t]")).ToContainTextAsync("Register of those who want no mail");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(page.Page.Locator("body")).Not.ToContainTextAsync("Register of those who want no mail");
    }
}
