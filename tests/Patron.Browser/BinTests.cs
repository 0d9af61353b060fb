using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>Customers of the demo go to the bin and come back, and many are edited after a look at what would change; each test leaves the demo as it was.</summary>
// Not beside tests that join and part the customers it counts.
[Collection("customers come and go")]
public sealed class BinTests(BrowserFixture browser)
{
    [Fact]
    public async Task Picked_customers_go_to_the_bin_and_undo_brings_them_back()
    {
        await using var page = await browser.ChangingPage("ko");
        await page.Visit("/customers?country=DE&sort=name");
        var all = await page.ListedInAll();
        var picks = page.Page.Locator("#customers tbody .pick input");
        await picks.Nth(0).CheckAsync();
        await picks.Nth(1).CheckAsync();

        await page.Page.Locator(".bulk [hx-post='/customers/delete']").ClickAsync();
        await Expect(page.Page.Locator(".note.good")).ToContainTextAsync("2");
        Assert.Equal(all - 2, await page.ListedInAll());
        await page.HasNoSeriousFindings();
        await page.Page.Keyboard.PressAsync("Control+z");

        await Expect(page.Page.Locator(".note.good [data-undo]")).ToHaveCountAsync(0);
        Assert.Equal(all, await page.ListedInAll());
    }

    [Fact]
    public async Task A_deleted_customers_page_says_so_and_brings_it_back()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/customers?country=DE&sort=-name");
        await page.Page.Locator("#customers tbody a").First.ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*");
        var name = await page.Page.Locator("h1 .who, h1 span").First.InnerTextAsync();

        await page.Page.Locator(".page-tools .menu > summary").ClickAsync();
        await page.Page.Locator("form[action$='/delete'] button").ClickAsync();
        await Expect(page.Page.Locator(".nothing h1")).ToContainTextAsync(name);
        await page.HasNoSeriousFindings();
        await page.Visit("/customers/bin");
        await Expect(page.Page.Locator("#bin")).ToContainTextAsync(name);
        await page.HasNoSeriousFindings();
        await page.Screenshot("bin");
        await page.Page.Locator("#bin tbody form button").First.ClickAsync();

        await Expect(page.Page.Locator("#bin")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_edit_of_all_that_match_shows_what_would_change_and_writes_nothing_before()
    {
        await using var page = await browser.ChangingPage("zh-Hans");
        await page.Visit("/customers?country=DE");
        var all = await page.ListedInAll();
        await page.Page.Locator("#customers thead .pick input").CheckAsync();
        await page.Page.Locator(".bulk [data-rest]").ClickAsync();
        await page.Page.Locator(".bulk [formaction='/customers/edit']").ClickAsync();
        // Once the page's scripts run; before that a field is chosen by its button.
        await page.Page.WaitForURLAsync("**/customers/edit**");
        await page.Page.Locator("#field").SelectOptionAsync("custom.size");
        await page.Page.Locator("#value").SelectOptionAsync("large");
        await page.Page.Locator("#edit-many form .btn").First.ClickAsync();

        await Expect(page.Page.Locator("#preview-t")).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".plan dd").First).ToHaveTextAsync($"{all}");
        await page.HasNoSeriousFindings();
    }
}
