using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>What can be done without a mouse.</summary>
public sealed class KeyboardTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_slash_goes_to_the_search_of_the_list()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/customers");

        await page.Page.Keyboard.PressAsync("/");

        var search = page.Page.Locator("input[data-search]");
        await Expect(search).ToBeFocusedAsync();
        await Expect(search).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_question_mark_shows_the_keys_and_Esc_hides_them()
    {
        await using var page = await browser.DemoPage("ko");
        await page.Visit("/");

        await page.Page.Keyboard.PressAsync("?");
        await Expect(page.Page.Locator("#keys")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Page.Keyboard.PressAsync("Escape");

        await Expect(page.Page.Locator("#keys")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_first_Tab_offers_to_skip_the_navigation()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/");

        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(page.Page.Locator(".skip")).ToBeInViewportAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.Locator("#main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task J_and_Enter_open_a_row_of_the_list_and_K_goes_back_up()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/customers");
        var rows = page.Page.Locator("#customers tbody tr");

        await page.Page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(0).Locator("a")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(1).Locator("a")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("k");
        await Expect(rows.Nth(0).Locator("a")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");

        await page.Page.WaitForURLAsync("**/customers/cus_*");
    }
}
