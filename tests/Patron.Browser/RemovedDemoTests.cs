using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The demo is sent away like a guest.</summary>
public sealed class RemovedDemoTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_demo_is_removed_by_its_page_and_Home_is_empty_then()
    {
        await using var program = await browser.OwnDemo();
        await using var page = await browser.NewPage(program.Address);
        await page.SignIn(DemoLogin.Email, DemoLogin.Password);
        await page.Visit("/demo");
        await page.HasNoSeriousFindings();

        await page.Page.Locator("main a[href='/demo/remove']").ClickAsync();
        await page.Page.WaitForURLAsync("**/demo/remove");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("main .btn-danger").ClickAsync();
        await page.Page.WaitForURLAsync("**/demo");

        await Expect(page.Page.Locator("form[action='/demo/load']")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await page.Visit("/");
        await Expect(page.Page.Locator(".nothing")).ToBeVisibleAsync();
        await page.Visit("/customers");
        await Expect(page.Page.Locator(".nothing")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
    }
}
