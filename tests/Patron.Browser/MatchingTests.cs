using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>Who is whom: doubtful pairs are decided by keys, records are taken out, customers are merged by hand; each test takes back what it did.</summary>
public sealed partial class MatchingTests(BrowserFixture browser)
{
    [Theory, InlineData("en"), InlineData("ko")]
    public async Task A_doubtful_pair_is_decided_by_a_key_and_the_answer_is_taken_back(string language)
    {
        await using var page = await browser.ChangingPage(language);
        await page.Visit("/customers/review");
        await Expect(page.Page.Locator("#review [data-key=s]")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Screenshot(language == "en" ? "review" : $"review-{language}");
        var (asked, said) = (await Sides(page), await page.Page.Locator("#review [role=status]").InnerTextAsync());

        await page.Page.Keyboard.PressAsync("s");
        await Expect(page.Page.Locator("#review [data-key=z]")).ToBeVisibleAsync();
        Assert.NotEqual(asked, await Sides(page));
        Assert.NotEqual(said, await page.Page.Locator("#review [role=status]").InnerTextAsync());
        await page.Page.Keyboard.PressAsync("z");

        // The question is back, and so is the number of those that wait.
        await Expect(page.Page.Locator("#review [data-key=z]")).ToHaveCountAsync(0);
        Assert.Equal(asked, await Sides(page));
        Assert.Equal(said, await page.Page.Locator("#review [role=status]").InnerTextAsync());
        // It stays when whoever matches newcomers has seen what happened.
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await page.Visit("/customers/review");
        Assert.Equal(asked, await Sides(page));
        await page.Visit("/customers/review/all");
        await Expect(page.Page.Locator("main tbody tr").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
    }

    [Fact]
    public async Task A_record_is_taken_out_after_a_look_at_what_moves_and_comes_back_by_undo()
    {
        await using var page = await browser.ChangingPage();
        var customer = await Joined(page);
        await page.Visit(customer + "/split");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("main input[name=r]").Last.CheckAsync();
        await page.Page.Locator("main form button[name=show]").ClickAsync();
        await Expect(page.Page.Locator(".foot-bar button.btn-primary")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Screenshot("split");

        await page.Page.Locator(".foot-bar button.btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*decided=*");
        await Expect(page.Page.Locator(".note.good [data-undo]")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Page.Locator(".note.good [data-undo]").ClickAsync();

        await page.Page.WaitForURLAsync("**decided=undone*");
        await page.Visit(customer + "/split");
        Assert.True(await page.Page.Locator("main input[name=r]").CountAsync() > 1);
    }

    [Fact]
    public async Task Two_customers_are_merged_after_a_look_at_what_wins_and_are_two_again_by_undo()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/customers?country=FR&kind=person&sort=name");
        var all = await page.ListedInAll();
        var picks = page.Page.Locator("#customers tbody .pick input");
        await picks.Nth(0).CheckAsync();
        await picks.Nth(1).CheckAsync();
        await page.Page.Locator(".bulk [formaction^='/customers/merge']").ClickAsync();
        await Expect(page.Page.Locator("button[form=merge]")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Screenshot("merge");

        await page.Page.Locator("button[form=merge]").ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*decided=*");
        await page.Page.Locator(".note.good [data-undo]").ClickAsync();

        await page.Page.WaitForURLAsync("**decided=undone*");
        await page.Visit("/customers?country=FR&kind=person&sort=name");
        Assert.Equal(all, await page.ListedInAll());
    }

    [Fact]
    public async Task The_model_and_the_rules_of_values_are_shown()
    {
        await using var page = await browser.DemoPage("zh-Hant");
        foreach (var address in new[] { "/settings/matching", "/settings/rules" })
        {
            await page.Visit(address);
            await Expect(page.Page.Locator("main h1")).ToBeVisibleAsync();
            await page.HasNoSeriousFindings();
        }
    }

    private static Task<IReadOnlyList<string>> Sides(WatchedPage page) => page.Page.Locator("#review thead .name").AllInnerTextsAsync();

    /// <summary>The address of a customer of several records.</summary>
    private static async Task<string> Joined(WatchedPage page)
    {
        await page.Visit("/customers?sort=-spent");
        var addresses = await page.Page.Locator("#customers tbody a[href*='/customers/cus_']").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href'))");
        foreach (var address in addresses.Select(a => Customer().Match(a).Value).Distinct())
        {
            await page.Visit(address + "/split");
            if (await page.Page.Locator("main input[name=r]").CountAsync() > 1) return address;
        }
        throw new InvalidOperationException("Nobody in the list has several records.");
    }

    [GeneratedRegex("/customers/cus_[0-9a-z]+")]
    private static partial Regex Customer();
}
