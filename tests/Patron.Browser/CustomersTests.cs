using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The list of customers of the demo: sorted, filtered, searched, taken away.</summary>
public sealed class CustomersTests(BrowserFixture browser)
{
    [Theory, InlineData("en"), InlineData("ko")]
    public async Task A_click_on_a_heading_sorts_and_another_turns_the_order(string language)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/customers");
        await page.HasNoSeriousFindings();
        if (language == "en") await page.Screenshot("customers");
        var first = (await page.ListedNames())[0];
        var heading = page.Page.Locator("#customers th:has(a.sort)").First;

        await heading.Locator("a").ClickAsync();
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "ascending");
        var ascending = (await page.ListedNames())[0];
        await heading.Locator("a").ClickAsync();
        await Expect(heading).ToHaveAttributeAsync("aria-sort", "descending");
        var descending = (await page.ListedNames())[0];

        Assert.NotEqual(first, ascending);
        Assert.NotEqual(ascending, descending);
        await Expect(page.Page.Locator("#customers th[aria-sort]")).ToHaveCountAsync(1);
    }

    [Theory, InlineData("en", "Germany"), InlineData("ko", "독일")]
    public async Task A_country_chosen_in_the_filters_becomes_a_chip_and_its_cross_takes_it_away(string language, string germany)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/customers");
        var all = await page.ListedInAll();

        await page.Page.Locator(".filters > summary").ClickAsync();
        await page.Page.Locator("details.filter:has(input[name=country]) > summary").ClickAsync();
        await page.HasNoSeriousFindings();
        await page.Page.Locator("input[name=country][value=DE]").CheckAsync();
        await page.Page.Locator(".filters .btn-primary").ClickAsync();

        var chip = page.Page.Locator(".chip");
        await Expect(chip).ToContainTextAsync(germany);
        Assert.InRange(await page.ListedInAll(), 1, all - 1);
        Assert.DoesNotContain("=&", page.Page.Url + "&", StringComparison.Ordinal);

        await chip.Locator(".chip-x").ClickAsync();

        await Expect(chip).ToHaveCountAsync(0);
        Assert.Equal(all, await page.ListedInAll());
    }

    [Theory]
    [InlineData("en", "language=ko")]
    [InlineData("ko", "language=ko")]
    [InlineData("en", "language=zh-Hans")]
    [InlineData("zh-Hant", "language=zh-Hant")]
    public async Task Two_characters_of_a_name_find_its_bearer(string language, string among)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit($"/customers?{among}");
        var name = (await page.ListedNames()).First(n => n.Length >= 2 && n[0] > '\u3000');
        var part = name[..2];

        await page.Visit("/customers");
        await page.Search(part);

        Assert.Contains(name, await page.ListedNames());
        Assert.All(await page.ListedNames(), found => Assert.Contains(part, found, StringComparison.Ordinal));
        await Expect(page.Page.Locator(".note[role=status]")).ToHaveCountAsync(0);
        await page.HasNoSeriousFindings();
        if (among == "language=zh-Hans") await page.Screenshot("customers-search");
    }

    [Theory, InlineData("en", "Search exactly"), InlineData("ko", null)]
    public async Task A_name_with_a_slip_is_found_and_one_can_insist_on_it(string language, string? exactly)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/customers?language=en&sort=name");
        var name = (await page.ListedNames()).First(n => n.Split(' ') is [.., { Length: >= 6 }]);
        var family = name.Split(' ')[^1];
        var slipped = family[..3] + (family[3] == 'q' ? 'x' : 'q') + family[4..];

        await page.Visit("/customers");
        await page.Search(slipped);

        var note = page.Page.Locator(".note[role=status]");
        await Expect(note).ToContainTextAsync(slipped);
        Assert.Contains(await page.ListedNames(), found => found.Contains(family, StringComparison.OrdinalIgnoreCase));
        if (exactly is not null) await Expect(note.Locator("a")).ToHaveTextAsync(exactly);
        await page.HasNoSeriousFindings();

        await note.Locator("a").ClickAsync();

        await Expect(page.Page.Locator(".nothing")).ToContainTextAsync(slipped);
    }

    [Theory, InlineData("en"), InlineData("ko")]
    public async Task Ctrl_K_finds_a_customer_and_Enter_opens_it(string language)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/customers?language=ko");
        var name = (await page.ListedNames()).First(n => n[0] > '\u3000');
        await page.Visit("/");

        await page.Page.Keyboard.PressAsync("Control+k");
        var palette = page.Page.Locator("#palette input");
        await Expect(palette).ToBeFocusedAsync();
        await palette.FillAsync(name);
        await Expect(page.Page.Locator("#palette-hits [role=option]").First).ToContainTextAsync(name);
        await page.HasNoSeriousFindings();
        await palette.PressAsync("Enter");

        await page.Page.WaitForURLAsync("**/customers/cus_*");
        await Expect(page.Page.Locator("h1")).ToContainTextAsync(name);
    }

    [Fact]
    public async Task The_export_has_as_many_rows_as_the_list_says()
    {
        await using var page = await browser.DemoPage();
        await page.Visit("/customers?country=DE");
        var listed = await page.ListedInAll();

        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator(".page-tools a[download]").ClickAsync());

        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(listed, lines.Length - 1);
    }

    [Theory, InlineData(true, 1280), InlineData(false, 390)]
    public async Task The_list_can_be_read_by_everybody_in_the_dark_and_on_the_phone(bool dark, int width)
    {
        await using var page = await browser.DemoPage(dark: dark, width: width, height: 844);
        await page.Visit("/customers");

        await Expect(page.Page.Locator("#customers tbody tr").First).ToBeVisibleAsync();
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the screen.");
        await page.HasNoSeriousFindings();
    }
}
