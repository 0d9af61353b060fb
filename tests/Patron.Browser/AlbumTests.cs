using System.Text.RegularExpressions;

namespace Patron.Browser;

/// <summary>
/// Every page that links lead to, one of each kind: it answers, fits the screen and makes no error. With PATRON_SCREENS=1 also a picture of each into docs/screens,
/// for pages that no other test takes one of.
/// </summary>
public sealed partial class AlbumTests(BrowserFixture browser)
{
    [Fact]
    public async Task One_page_of_each_kind_answers_and_fits_the_screen()
    {
        // Pictures are in English on a wide screen. The test looks where it is narrowest, in the dark, at words of another length.
        var width = WatchedPage.TakesPictures ? 1280 : 390;
        await using var page = WatchedPage.TakesPictures ? await browser.DemoPage(width: width) : await browser.DemoPage("zh-Hant", dark: true, width, 844);
        Queue<string> left = new(["/"]);
        Dictionary<string, string> kinds = new() { [""] = "/" };
        while (left.TryDequeue(out var path))
        {
            var answer = await page.Visit(path);
            Assert.True(answer?.Status == 200, $"{path} answers {answer?.Status}.");
            Assert.True(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than the screen.");
            if (Kind(path) is { Length: > 0 } kind && !Elsewhere.Contains(kind)) await page.Screenshot(kind);
            foreach (var link in await page.Page.Locator("a[href^='/']:not([download]):not([target])").EvaluateAllAsync<string[]>("links => links.map(l => l.pathname + l.search)"))
            {
                if (!link.Contains("/export", StringComparison.Ordinal) && !Path.HasExtension(link.Split('?')[0]) && kinds.TryAdd(Kind(link), link)) left.Enqueue(link);
            }
        }
        Assert.True(kinds.Count > 90, $"Only {kinds.Count} kinds of pages were found: {string.Join(", ", kinds.Keys.Order())}.");
    }

    /// <summary>The names of pictures that other tests take, of pages in a state worth showing.</summary>
    private static readonly HashSet<string> Elsewhere =
        ["account", "customer", "customers", "customer-merge", "customer-new", "customer-order", "customers-bin", "customers-new", "day", "demo-remove", "insights", "insights-method", "segment", "settings", "settings-audit"];

    /// <summary>A path with dashes, one thing of many in the singular, without its id: what pages of one kind share. "/customers/cus_1/orders/ord_2" is "customer-order".</summary>
    private static string Kind(string path) => Id().Replace(Field().Replace(path.Split('?')[0], "/data/quality/field"), "").Trim('/').Replace('/', '-');

    [GeneratedRegex("s?/([a-z]{2,4}_[0-9a-zA-Z]{8,}|[0-9a-f]{8}-[0-9a-f-]{20,})")]
    private static partial Regex Id();

    [GeneratedRegex("/data/quality/[^/]+/[^/]+/[^/]+")]
    private static partial Regex Field();
}
