using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The form of a relation: levels set up, given to a customer with who serves, a contract added and taken back.</summary>
public sealed class RelationTests(BrowserFixture browser)
{
    [Fact]
    public async Task Who_serves_and_under_which_contract_is_set_and_undone()
    {
        await using var page = await browser.ChangingPage();
        // An end before the beginning is refused, and the browser tells of it.
        page.Expect("422");
        await page.Visit("/settings/relations");
        await page.HasNoSeriousFindings();
        await page.Visit("/customers");
        await page.Page.Locator("#customers tbody a").First.ClickAsync();
        var customer = new Uri(page.Page.Url).AbsolutePath;
        await page.Visit(customer + "/form");
        await page.HasNoSeriousFindings();

        await page.Page.Locator("#name").FillAsync("Service contract");
        await page.Page.Locator("#starts").FillAsync("2011-01-01");
        await page.Page.Locator("#ends").FillAsync("2010-01-01");
        await page.Page.Locator("form:has(#name) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("#ends")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.Page.Locator("#ends").FillAsync("2012-01-01");
        await page.Page.Locator("form:has(#name) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("[aria-labelledby=agreements-t]")).ToContainTextAsync("Service contract");
        await page.Page.Locator("[data-undo]").First.ClickAsync();
        await Expect(page.Page.Locator("[aria-labelledby=agreements-t]")).Not.ToContainTextAsync("Service contract");

        await page.Page.Locator("#user").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await page.Page.Locator("form:has(#user) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("[aria-labelledby=history-t] li").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Screenshot("relation-form");
        await page.Visit(customer + "/relations");
        await page.HasNoSeriousFindings();
    }
}
