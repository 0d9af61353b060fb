using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>A complaint from the customer's page to its solution and back, and the report.</summary>
public sealed class TicketTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_complaint_is_opened_answered_solved_undone_and_listed()
    {
        await using var page = await browser.ChangingPage("zh-Hant");
        await page.Visit("/customers");
        await page.Page.Locator("#customers tbody a").First.ClickAsync();
        await page.Page.Locator("a[href^='/tickets/new?customer=']").ClickAsync();
        await page.HasNoSeriousFindings();
        var subject = "The box was empty";
        await page.Page.Locator("#title").FillAsync(subject);
        await page.Page.Locator("form:has(#title) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync(subject);
        await page.HasNoSeriousFindings();

        await Act("answer", "We are sorry.");
        await Act("solve", "Sent again.");
        await Expect(page.Page.Locator("button[name=deed][value=close]")).ToHaveCountAsync(1);
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(page.Page.Locator("button[name=deed][value=solve]")).ToHaveCountAsync(1);
        await page.Visit("/tickets");
        await page.HasNoSeriousFindings();
        await Expect(page.Page.Locator("table.list tbody")).ToContainTextAsync(subject);
        await page.Visit("/tickets/report");
        await page.HasNoSeriousFindings();
        await page.Visit("/settings/service");
        await page.HasNoSeriousFindings();

        async Task Act(string deed, string words)
        {
            await page.Page.Locator("#words").FillAsync(words);
            await page.Page.Locator($"button[name=deed][value={deed}]").ClickAsync();
            await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        }
    }
}
