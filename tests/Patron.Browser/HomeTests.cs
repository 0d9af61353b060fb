using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>Home of the demo: 2,960 buyers as of its last purchase day, 30 June 2011.</summary>
public sealed class HomeTests(BrowserFixture browser)
{
    [Fact]
    public async Task Who_signs_in_with_the_printed_login_comes_to_Home()
    {
        var demo = await browser.Demo();
        await using var page = await browser.NewPage(demo.Address);

        await page.Visit("/");
        await page.HasNoSeriousFindings();
        await page.Screenshot("sign-in");
        await page.SignIn(DemoLogin.Email, DemoLogin.Password);

        Assert.Contains($"Sign in as {DemoLogin.Email} with the password {DemoLogin.Password}", demo.Output, StringComparison.Ordinal);
        await Expect(page.Page).ToHaveURLAsync(demo.Address + "/");
        await Expect(page.Page.Locator("h1")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("en-GB", "30 June 2011", "home")]
    [InlineData("ko", "2011년 6월 30일", "home-ko")]
    [InlineData("zh-Hans", "2011年6月30日", null)]
    [InlineData("zh-Hant", "2011年6月30日", null)]
    public async Task Home_says_2960_buyers_as_of_the_demos_last_day_in_each_language(string language, string day, string? screen)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/");

        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Expect(page.Page.Locator(".lede")).ToContainTextAsync("2,960");
        await Expect(page.Page.Locator(".page-tools summary").First).ToContainTextAsync(day);
        await Expect(page.Page.Locator("[data-chart=bucket]").Locator("svg, canvas").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        if (screen is not null) await page.Screenshot(screen);
    }

    [Theory]
    [InlineData(true, 1280, "home-dark")]
    [InlineData(false, 390, "home-phone")]
    public async Task Home_can_be_read_by_everybody_in_the_dark_and_on_the_phone(bool dark, int width, string screen)
    {
        await using var page = await browser.DemoPage(dark: dark, width: width, height: 844);
        await page.Visit("/");

        await Expect(page.Page.Locator("[data-chart=bucket]").Locator("svg, canvas").First).ToBeVisibleAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the screen.");
        await page.HasNoSeriousFindings();
        await page.Screenshot(screen);
    }

    [Fact]
    public async Task The_table_behind_a_chart_says_the_same_numbers_as_the_chart()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/");
        var chart = page.Page.Locator("[data-chart=bucket]");
        var drawn = People.Numbers((await chart.GetAttributeAsync("aria-label"))!);

        await page.Page.Locator("[data-swap=bucket-table]").ClickAsync();

        await Expect(chart).ToBeHiddenAsync();
        var rows = page.Page.Locator("#bucket-table tbody tr");
        var (months, won, back, lost) = (await rows.CountAsync(), await Sum(rows, 2), await Sum(rows, 3), await Sum(rows, 4));
        Assert.True(won > 0 && back > 0 && lost > 0);
        Assert.Equal([months, won, back, lost], drawn);
        await page.HasNoSeriousFindings();
    }

    [Theory, InlineData("en"), InlineData("ko")]
    public async Task A_cell_of_the_heat_map_leads_to_just_the_customers_that_it_counts(string language)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/");
        var cell = page.Page.Locator("table.heat a").First;
        var counted = People.Numbers(await cell.InnerTextAsync())[0];

        await cell.ClickAsync();
        await page.Page.WaitForURLAsync("**/customers?*");

        Assert.Equal(counted, await page.ListedInAll());
        await page.HasNoSeriousFindings();
    }

    private static async Task<int> Sum(ILocator rows, int column) =>
        (await rows.Locator($"td:nth-child({column + 1})").AllInnerTextsAsync()).Sum(text => People.Numbers(text)[0]);
}
