using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The demo's data quality: from a number to its list and to the limits of a field.</summary>
public sealed class QualityTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_number_leads_to_as_many_customers_as_it_says()
    {
        await using var page = await browser.DemoPage("ko");
        await page.Visit("/data/quality");
        await page.HasNoSeriousFindings();
        var link = page.Page.Locator("section[aria-labelledby=repair-t] td.num a").First;
        var said = int.Parse(await link.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

        await link.ClickAsync();

        await Expect(page.Page.Locator(".chip")).ToHaveCountAsync(1);
        Assert.Equal(said, await page.ListedInAll());
    }

    [Fact]
    public async Task A_field_shows_its_numbers_and_keeps_a_limit()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/data/quality");
        await page.Page.Locator("th[scope=row] a[href$='/customers/email']").First.ClickAsync();
        await page.HasNoSeriousFindings();
        await page.Screenshot("quality-field");

        await page.Page.Locator("#missing").FillAsync("12.5");
        await page.Page.Locator("form:has(#missing) button[type=submit]").ClickAsync();

        await Expect(page.Page.Locator(".note.good")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#missing")).ToHaveValueAsync("12.5");
        await page.Page.Locator("#missing").FillAsync("");
        await page.Page.Locator("form:has(#missing) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("#missing")).ToHaveValueAsync("");
    }
}
