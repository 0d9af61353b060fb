using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The contact policy is changed and the change taken back; a customer says on the own page, without signing in, what may be sent.</summary>
public sealed class ContactPolicyTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_policy_is_changed_with_undo()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/settings/contact");
        await page.HasNoSeriousFindings();
        var most = page.Page.Locator("input[name='most-email']");
        var before = await most.InputValueAsync();
        await most.FillAsync("3");
        await page.Page.Locator("form[action$='/limits'] button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        await Expect(most).ToHaveValueAsync("3");
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(most).ToHaveValueAsync(before);

        await page.Page.Locator("a[href$='rule=KR']").ClickAsync();
        await Expect(page.Page.Locator("#from")).ToHaveValueAsync("21:00");
        await page.HasNoSeriousFindings();
        await page.Screenshot("contact-policy");
    }

    [Fact]
    public async Task A_customer_says_by_a_link_and_without_signing_in_what_may_be_sent()
    {
        await using var page = await browser.ChangingPage("ko");
        await page.Visit("/customers");
        await page.Page.Locator("#customers tbody tr >> nth=5").Locator("a").First.ClickAsync();
        await page.Page.Locator("a[href$='/consents']").ClickAsync();
        await page.HasNoSeriousFindings();
        var link = (await page.Page.Locator("section[aria-labelledby=link-t] a").GetAttributeAsync("href"))!;
        var address = new Uri(page.Page.Url);

        await using var theirs = await browser.NewPage($"{address.Scheme}://{address.Authority}", "ko", width: 390);
        await theirs.Visit(link);
        await theirs.HasNoSeriousFindings();
        await theirs.Page.Locator("input[name='channel']").First.SetCheckedAsync(true);
        await theirs.Page.Locator("#pause").SelectOptionAsync("90");
        await theirs.Page.Locator("form[action$='/wishes'] button[type=submit]").ClickAsync();
        await Expect(theirs.Page.Locator("input[name='channel']").First).ToBeCheckedAsync();
        await theirs.Page.Locator("a[href$='/data']").ClickAsync();
        await theirs.HasNoSeriousFindings();

        await page.Page.ReloadAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=history-t] tbody tr").First).ToBeVisibleAsync();
    }
}
