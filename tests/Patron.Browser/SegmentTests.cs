using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>A segment from nothing: counted while one types, text and builder following each other, completed, saved, its members listed, one of them explained, taken back.</summary>
public sealed class SegmentTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_segment_is_typed_built_counted_saved_and_explained()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/segments");
        await page.HasNoSeriousFindings();
        await page.Visit("/segments/new");
        await page.HasNoSeriousFindings();
        var (all, query, builder) = (await page.Page.Locator("#count").TextContentAsync(), page.Page.Locator("#q"), page.Page.Locator("#builder"));

        await query.FillAsync("orders >= 2");
        await Expect(builder.Locator(".rule")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("#count")).Not.ToHaveTextAsync(all!);

        // Made taller by hand, as one does: it is put in anew with each press, and nothing of that may break the content policy.
        await query.EvaluateAsync("box => { box.style.height = '220px'; }");
        await builder.Locator(".tok").First.ClickAsync();
        await builder.Locator("input[name=v]").FillAsync("3");
        await builder.Locator("input[name=v]").PressAsync("Tab");
        await Expect(query).ToHaveValueAsync("orders >= 3");
        await page.HasNoSeriousFindings();

        await query.FillAsync("ordrs >= 3");
        await Expect(page.Page.Locator("#query-fault mark")).ToHaveTextAsync("ordrs");
        await page.Page.Locator("#query-fault [data-instead=orders]").ClickAsync();
        await Expect(query).ToHaveValueAsync("orders >= 3");
        await Expect(page.Page.Locator("#query-fault mark")).ToHaveCountAsync(0);
        await query.PressAsync("End");
        await query.PressSequentiallyAsync(" and spe");
        await Expect(page.Page.Locator("#completions [role=option]").First).ToHaveTextAsync("spent");
        await query.PressAsync("Enter");
        await query.PressSequentiallyAsync("(12 months) >= 500");
        await Expect(builder.Locator(".rule")).ToHaveCountAsync(2);

        await page.Page.Locator("#name").FillAsync("Good buyers");
        await page.Page.Locator("form#segment button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("Good buyers");
        await page.HasNoSeriousFindings();
        await page.Screenshot("segment");
        var address = new Uri(page.Page.Url).AbsolutePath;

        await page.Visit("/customers?segment=" + address.Split('/')[^1]);
        var member = new Uri(new Uri(page.Page.Url), await page.Page.Locator("#customers tbody a").First.GetAttributeAsync("href")).AbsolutePath.Split('/')[^1];
        await page.Visit($"{address}/why?who={member}");
        await Expect(page.Page.Locator("table tbody tr .good")).ToHaveCountAsync(3);
        await page.HasNoSeriousFindings();
        await page.Visit("/segments/overlap");
        await page.HasNoSeriousFindings();
        await page.Visit(address + "/moves");
        await page.HasNoSeriousFindings();
    }
}
