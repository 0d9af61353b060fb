using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The pages of Insights: each says its finding and leads to the customers behind it; what is reckoned by a rule follows the rule, and back.</summary>
public sealed class InsightsTests(BrowserFixture browser)
{
    /// <summary>A page, and what must stand on it once its numbers are reckoned.</summary>
    private static readonly (string Path, string Holds)[] Pages =
    [
        ("/insights/rfm", "table.heat a"), ("/insights/lifetime", "#pace-t"), ("/insights/churn", "#true-t"), ("/insights/loyal", "#months-t"), ("/insights/cohorts", "table a[href*='cohort=']"),
        ("/insights/ladder", "#phases-t"), ("/insights/ladder/rules", "main form"), ("/insights/bucket", "#costs-t"), ("/insights/profit", "#future-t"), ("/insights/concentration", "#conc-t"), ("/insights/profit/rules", "#months"),
        ("/insights/bought", "main table a[href*='product=']"), ("/insights/bought/rules", "main form"), ("/insights/variables", "a[href*='class=']"), ("/insights/variables/classes", "main form"),
        ("/insights/clusters", "#k"), ("/insights/fields", "#formula"),
    ];

    [Theory]
    [InlineData("en", false, 1280)]
    [InlineData("ko", true, 390)]
    public async Task Every_page_holds_its_numbers_fits_the_screen_and_has_no_serious_findings(string language, bool dark, int width)
    {
        await using var page = await browser.DemoPage(language, dark, width, 844);
        // Every other page in each look: that all of them fit a phone in the dark is seen by the walk over one page of each kind.
        foreach (var (path, holds) in Pages.Where((_, at) => at % 2 == (dark ? 1 : 0)))
        {
            Assert.Equal(200, (await page.Visit(path))?.Status);
            Assert.True(await page.Page.Locator(holds).CountAsync() > 0, $"{path} has no {holds}.");
            Assert.True(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than the screen.");
            await page.HasNoSeriousFindings();
        }
        page.HasNoProblems();
    }

    [Theory]
    [InlineData("en", "/insights/rfm", "table.heat a")]
    [InlineData("en", "/insights/lifetime", "figcaption a[href*='expected-value-from']")]
    [InlineData("ko", "/insights/profit", "section:has(#future-t) td a")]
    [InlineData("ko", "/insights/variables", "td a[href*='class=']")]
    public async Task A_number_leads_to_as_many_customers(string language, string path, string number)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit(path);
        var link = page.Page.Locator(number).First;
        var counted = new string([.. (await link.TextContentAsync())!.Trim().TakeWhile(c => char.IsAsciiDigit(c) || c == ',').Where(char.IsAsciiDigit)]);
        await page.Visit((await link.GetAttributeAsync("href"))!);
        await Expect(page.Page.Locator("#customers tbody tr").First).ToBeVisibleAsync();
        var listed = await page.Page.Locator("#customers tbody tr").CountAsync();
        Assert.Contains(int.Parse(counted, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture), await page.Page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.True(listed > 0 && listed <= int.Parse(counted, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_warned_are_chosen_by_reason_and_taken_along_as_a_file()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/insights/churn?reason=late");
        await Expect(page.Page.Locator("nav.views a[aria-current=page][href*='late']")).ToHaveCountAsync(1);
        await page.Page.Locator("p.says a[href*='cols=warning']").ClickAsync();
        await Expect(page.Page.Locator("#customers tbody tr").First).ToBeVisibleAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator(".page-tools a[download]").ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Contains("at-risk", lines[0], StringComparison.Ordinal);
        Assert.True(lines.Length > 1);
    }

    [Fact]
    public async Task A_rule_of_profit_is_changed_followed_at_once_and_taken_back()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/insights/profit");
        var before = await page.Page.Locator(".lede b").First.TextContentAsync();
        await page.Visit("/insights/profit/rules");
        await page.Page.Locator("#margin").FillAsync("45");
        await page.Page.Locator("#months").FillAsync("2011-05: 1000: 500");
        await page.Page.Locator("main form button.btn-primary").ClickAsync();
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        var rules = page.Page.Url;
        await page.Visit("/insights/profit");
        await Expect(page.Page.Locator(".lede b").First).Not.ToHaveTextAsync(before!);
        await page.Visit("/insights/bucket");
        await Expect(page.Page.Locator("section:has(#costs-t)")).ToContainTextAsync("£1,000");
        await page.Visit(rules);
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(page.Page.Locator("#months")).ToHaveValueAsync("");
        await page.HasNoSeriousFindings();
    }

    [Fact]
    public async Task A_formula_becomes_a_column_to_sort_by_a_variable_and_a_measure_of_clusters()
    {
        await using var page = await browser.ChangingPage("zh-Hant");
        var name = "per_order";
        await page.Visit("/insights/fields");
        await page.Page.Locator("#name").FillAsync(name);
        await page.Page.Locator("#formula").FillAsync("spent / order");
        page.Expect("422");
        await page.Page.Locator("form:has(#formula) button.btn-primary").ClickAsync();
        await Expect(page.Page.Locator("#formula")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("#formula").FillAsync("round(spent / orders, 0)");
        await page.Page.Locator("form:has(#formula) button.btn-primary").ClickAsync();
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        var done = page.Page.Url;

        await page.Visit($"/customers?cols=name,field-{name}&sort=-field-{name}");
        var cells = (await page.Page.Locator("#customers tbody td.num").AllTextContentsAsync()).Take(5).Select(t => double.Parse(t.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(cells.OrderDescending(), cells);
        await page.Visit($"/insights/variables?by=field-{name}");
        await Expect(page.Page.Locator($"td a[href*='field-{name}']")).Not.ToHaveCountAsync(0);
        await page.HasNoSeriousFindings();
        await page.Visit("/insights/clusters");
        await Expect(page.Page.Locator($"input[name=fields][value='{name}']")).ToHaveCountAsync(1);
        await page.HasNoSeriousFindings();

        await page.Visit(done);
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(page.Page.Locator($"text={name}")).ToHaveCountAsync(0);
    }
}
