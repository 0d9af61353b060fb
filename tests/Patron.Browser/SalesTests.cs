using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>A deal over the board to its end and back, a lead from its capture to the deal that it becomes, and the forecast.</summary>
public sealed class SalesTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_deal_is_begun_moved_by_keyboard_and_by_hand_lost_undone_and_won()
    {
        await using var page = await browser.ChangingPage("zh-Hans");
        await page.Visit("/customers");
        await page.Page.Locator("#customers tbody a").First.ClickAsync();
        await page.Page.Locator("a[href^='/sales/deals/new?customer=']").First.ClickAsync();
        await page.HasNoSeriousFindings();
        var name = "Ten printers";
        await page.Page.Locator("#deal-name").FillAsync(name);
        await page.Page.Locator("#deal-amount").FillAsync("1250.5");
        await page.Page.Locator("#deal-next").FillAsync("Call them");
        await page.Page.Locator("form:has(#deal-name) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync(name);
        var deal = page.Page.Url.Split('?')[0];
        await page.HasNoSeriousFindings();

        await page.Visit("/sales");
        await page.HasNoSeriousFindings();
        ILocator In(int stage) => page.Page.Locator($".board-cards[data-stage='{stage}'] .board-card", new() { HasText = name });
        await In(1).Locator("a.who").FocusAsync();
        await page.Page.Keyboard.PressAsync("Alt+ArrowRight");
        await Next("Send the offer");
        await Expect(In(2)).ToHaveCountAsync(1);
        await Drag(In(2), 3);
        await Next("Talk about the price");
        await Expect(In(3)).ToHaveCountAsync(1);
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(In(2)).ToHaveCountAsync(1);

        await page.Visit(deal);
        await page.Page.Locator("#l-reason").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Page.Locator("form:has(#l-reason) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("#r-next")).ToHaveCountAsync(1);
        await page.Page.Locator("[data-undo]").ClickAsync();
        await page.Visit(deal);
        await page.Page.Locator("#o-said").FillAsync("Too dear");
        await page.Page.Locator("#o-answer").FillAsync("Three years of warranty");
        await page.Page.Locator("form:has(#o-said) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Three years of warranty");
        await page.Page.Locator("#w-amount").FillAsync("1300");
        await page.Page.Locator("form:has(#w-amount) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("#r-next")).ToHaveCountAsync(1);
        foreach (var address in (string[])["/sales/deals?state=won", "/sales/forecast", "/sales/objections", "/sales/settings/pipelines", "/reasons?kind=winning", "/reports/forecast-accuracy"])
        {
            await page.Visit(address);
            await page.HasNoSeriousFindings();
        }

        // The board is drawn before its script can take hold of a card: a hand that is quicker tries again.
        async Task Drag(ILocator card, int stage)
        {
            var asked = page.Page.Locator("#move-next");
            for (var tries = 0; tries < 10 && !await asked.IsVisibleAsync(); tries++)
            {
                // At the top: a column of the demo is longer than the screen.
                await card.DragToAsync(page.Page.Locator($".board-cards[data-stage='{stage}']"), new() { TargetPosition = new() { X = 40, Y = 12 } });
                await page.Page.WaitForTimeoutAsync(300);
            }
        }

        async Task Next(string words)
        {
            await page.Page.Locator("#move-next").FillAsync(words);
            await page.Page.Locator("#move-deal button[type=submit]").ClickAsync();
            await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task A_lead_is_captured_accepted_and_becomes_a_deal()
    {
        await using var page = await browser.ChangingPage("ko");
        await page.Visit("/sales/settings/leads");
        await page.HasNoSeriousFindings();
        var source = "Fair of the printers";
        if (!await page.Page.Locator("#source-name-").IsVisibleAsync()) await page.Page.Locator("details:has(#source-name-) summary").ClickAsync();
        await page.Page.Locator("#source-name-").FillAsync(source);
        await page.Page.Locator("#source-cost-").FillAsync("900");
        await page.Page.Locator("form:has(#source-name-) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);

        await page.Visit("/sales/leads/new");
        await page.HasNoSeriousFindings();
        var interest = "Printers for ten desks";
        await page.Page.Locator("#lead-email").FillAsync("lead@example.com");
        await page.Page.Locator("#lead-source").SelectOptionAsync(new SelectOptionValue { Label = source });
        await page.Page.Locator("#lead-interest").FillAsync(interest);
        await page.Page.Locator("form:has(#lead-interest) button[type=submit]").ClickAsync();
        var lead = page.Page.Locator("tr[data-lead]", new() { HasText = interest });
        await Expect(lead).ToHaveCountAsync(1);
        await page.HasNoSeriousFindings();

        await lead.Locator("form[action$='/accept'] button").ClickAsync();
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        await lead.Locator("summary.btn").Last.ClickAsync();
        foreach (var part in (string[])["budget", "soon"]) await lead.Locator($"select[name={part}]").SelectOptionAsync("2");
        await lead.Locator("form[action$='/qualify'] button[type=submit]").ClickAsync();
        await Expect(lead.Locator("a[href^='/sales/deals/opp']")).ToHaveCountAsync(1);
        await page.Visit("/reports/lead-sources");
        await Expect(page.Page.Locator("main")).ToContainTextAsync(source);
        await page.HasNoSeriousFindings();
    }
}
