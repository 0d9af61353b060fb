using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>One customer of the demo: what is known, from where, what happened, and what people note.</summary>
public sealed class CustomerTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("en", false, 1280, "customer")]
    [InlineData("ko", false, 1280, null)]
    [InlineData("en", true, 1280, "customer-dark")]
    [InlineData("en", false, 390, "customer-phone")]
    public async Task The_best_customers_page_says_what_the_list_says(string language, bool dark, int width, string? screen)
    {
        await using var page = await browser.DemoPage(language, dark, width, 844);
        await page.Visit("/customers?sort=-spent");
        var row = page.Page.Locator("#customers tbody tr").First;
        var name = await row.Locator(".who").InnerTextAsync();

        await row.Locator("a").First.ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*");

        await Expect(page.Page.Locator("h1")).ToContainTextAsync(name);
        await Expect(page.Page.Locator(".facts")).ToContainTextAsync("2,960");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the screen.");
        await page.HasNoSeriousFindings();
        if (screen is not null) await page.Screenshot(screen);
    }

    [Theory, InlineData("en"), InlineData("ko")]
    public async Task The_timeline_can_be_narrowed_to_purchases_and_widened_again(string language)
    {
        await using var page = await browser.DemoPage(language);
        await OpenBest(page);
        var (entries, kinds) = (page.Page.Locator("#timeline-body .ev"), page.Page.Locator(".fig:has(#timeline-body) .seg a"));
        await Expect(entries.First).ToBeVisibleAsync();

        await page.Page.Locator(".fig:has(#timeline-body) .seg a[href*='show=buy']").ClickAsync();

        await Expect(page.Page.Locator("#timeline-body .ev:not([data-kind=buy])")).ToHaveCountAsync(0);
        await Expect(entries.First).ToHaveAttributeAsync("data-kind", "buy");
        await page.HasNoSeriousFindings();
        await kinds.First.ClickAsync();
        await Expect(entries.First).ToBeVisibleAsync();
    }

    [Theory, InlineData("en", "Why one person?"), InlineData("ko", null)]
    public async Task It_is_said_which_records_are_one_person_and_why(string language, string? question)
    {
        await using var page = await browser.DemoPage(language);
        await page.Visit("/customers?sort=-spent&size=100");
        var ids = await page.Page.Locator("#customers tbody tr td a").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        var why = page.Page.Locator("#why");
        var (records, links) = (why.Locator("section").First.Locator("tbody tr"), why.Locator("section").Nth(1).Locator("tbody tr"));
        foreach (var id in ids.Where(i => i.Contains("/cus_", StringComparison.Ordinal)))
        {
            await page.Visit(id);
            if (await links.CountAsync() > 0) break;
        }

        if (question is not null) await Expect(why.Locator("summary .how")).ToHaveTextAsync(question);
        await why.Locator("summary").ClickAsync();

        await Expect(links.First).ToBeVisibleAsync();
        Assert.InRange(await records.CountAsync(), 2, 10);
        await page.Page.Locator(".prov:not(.none) summary").First.ClickAsync();
        await Expect(page.Page.Locator(".prov-all li.used").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
    }

    [Theory, InlineData("en", "Called: wants the summer list."), InlineData("ko", "전화 옴: 여름 목록을 원함.")]
    public async Task A_note_is_added_edited_taken_back_and_deleted_where_it_stands(string language, string words)
    {
        await using var page = await browser.DemoPage(language);
        await OpenBest(page);
        var note = page.Page.Locator("#notes-list blockquote").First;

        await page.Page.Locator("#note").FillAsync(words);
        await page.Page.Locator(".note-add button").ClickAsync();
        await Expect(note).ToContainTextAsync(words);
        await Expect(page.Page.Locator("#note")).ToHaveValueAsync("");

        await note.Locator(".edit-note").ClickAsync();
        var field = page.Page.Locator(".note-edit textarea");
        await Expect(field).ToBeFocusedAsync();
        await page.HasNoSeriousFindings();
        await field.FillAsync(words + " 2");
        await page.Page.Locator(".note-edit .btn-primary").ClickAsync();
        await Expect(note.Locator(".memo-text")).ToHaveTextAsync(words + " 2");

        await note.Locator("[data-undo]").ClickAsync();
        await Expect(note.Locator(".memo-text")).ToHaveTextAsync(words);

        await note.Locator("form[action$='/delete'] button").ClickAsync();
        await Expect(page.Page.Locator("#notes-list p.memo[role=status]")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("#notes-list")).Not.ToContainTextAsync(words);
    }

    private static async Task OpenBest(WatchedPage page)
    {
        await page.Visit("/customers?sort=-spent");
        await page.Page.Locator("#customers tbody tr td a").First.ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*");
    }
}
