using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The demo as a guest: looked around in, and sent away.</summary>
public sealed class DemoTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_demo_is_removed_by_its_page_and_Home_is_empty_then()
    {
        await using var program = await RunningProgram.Start("demo");
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

    [Theory]
    [InlineData("/insights", "insights", "en")]
    [InlineData("/insights", null, "ko")]
    [InlineData("/insights/rfm", null, "en")]
    [InlineData("/insights/method", null, "en")]
    [InlineData("/settings", "settings", "en")]
    [InlineData("/settings", null, "ko")]
    [InlineData("/data", null, "en")]
    [InlineData("/account", null, "en")]
    public async Task The_other_pages_can_be_read_by_everybody(string path, string? screen, string language)
    {
        await using var page = await browser.DemoPage(language);

        Assert.Equal(200, (await page.Visit(path))?.Status);

        await Expect(page.Page.Locator("h1").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        if (screen is not null) await page.Screenshot(screen);
    }
}
