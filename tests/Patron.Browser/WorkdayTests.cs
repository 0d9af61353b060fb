using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>A working day without a mouse where that is quicker: contacts logged from everywhere, My day by its keys, a hand-over that is done only by what happened.</summary>
public sealed class WorkdayTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_contact_is_logged_from_the_palette_and_its_next_step_is_done_on_my_day_with_a_key()
    {
        await using var page = await browser.ChangingPage("ko");
        var name = await FirstCustomer(page);
        var step = "Ring with an offer";
        await page.Page.Keyboard.PressAsync("Control+k");
        await page.Page.Locator("#palette input").FillAsync(name);
        await page.Page.Locator("#palette-hits [role=option][href$='/contacts/new'], #palette-hits a[href$='/contacts/new']").First.ClickAsync();
        await page.HasNoSeriousFindings();
        await Log(page, "The renewal", step);

        await page.Visit("/day");
        await page.HasNoSeriousFindings();
        var line = page.Page.Locator("table.day tbody tr", new() { HasTextString = step });
        await line.Locator("a.who").FocusAsync();
        await page.Page.Keyboard.PressAsync("d");
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("table.day tbody tr", new() { HasTextString = step })).ToHaveCountAsync(0);
        await page.Page.Locator("[data-undo]").ClickAsync();
        await Expect(page.Page.Locator("table.day tbody tr", new() { HasTextString = step })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_contact_is_logged_from_the_list_and_the_page_of_a_customer_and_the_service_screen_tells_of_it()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/customers");
        await page.Page.Keyboard.PressAsync("j");
        await Expect(page.Page.Locator("#customers tbody tr").First.Locator("a").First).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("l");
        await page.Page.WaitForURLAsync("**/contacts/new?back=*");
        await Log(page, "From the list", null);
        await page.Page.WaitForURLAsync("**/customers*");

        // Another customer than the hand-over's: times are told by the minute, and the last conversation is to be this one.
        await page.Page.Locator("#customers tbody tr").Nth(3).Locator("a").First.ClickAsync();
        await page.Page.Locator(".page-tools a[href$='/contacts/new']").ClickAsync();
        var said = "From the page";
        await Log(page, said, null);
        await page.Page.Locator(".page-tools a[href$='/now']").ClickAsync();
        await Expect(page.Page.Locator("main")).ToContainTextAsync(said);
        await page.HasNoSeriousFindings();
        await page.Screenshot("service");
    }

    [Fact]
    public async Task A_hand_over_is_accepted_and_done_only_after_something_happened()
    {
        await using var page = await browser.ChangingPage("zh-Hant");
        var team = "Delivery";
        await page.Visit("/settings/teams");
        await page.Page.Locator("form[action$='/teams/add'] input[name=name]").FillAsync(team);
        await page.Page.Locator("form[action$='/teams/add'] button").ClickAsync();
        await page.HasNoSeriousFindings();
        await FirstCustomer(page);
        await page.Page.Locator("#customers tbody a").First.ClickAsync();
        await page.Page.Locator(".page-tools a[href$='/tasks/new']").ClickAsync();
        await page.HasNoSeriousFindings();
        await page.Page.Locator("input[name=kind][value=HandOver]").CheckAsync();
        await page.Page.Locator("#title").FillAsync("Deliver it");
        await page.Page.Locator("#team").SelectOptionAsync(new SelectOptionValue { Label = team });
        await page.Page.Locator("form:has(#title) button[type=submit]").ClickAsync();
        await page.Visit("/tasks/hand-overs");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("main a", new() { HasTextString = "Deliver it" }).ClickAsync();

        await page.Page.Locator("form[action$='/accept'] button").ClickAsync();
        await Expect(page.Page.Locator("form[action$='/done']")).ToHaveCountAsync(0);
        await page.HasNoSeriousFindings();
        await page.Page.Locator("[aria-labelledby=deeds-t] a.btn-primary").ClickAsync();
        await Log(page, "Delivered", null);
        await page.Visit("/tasks?state=done");
        await Expect(page.Page.Locator("main")).ToContainTextAsync("Deliver it");
    }

    [Fact]
    public async Task Lists_reports_and_the_calendar_have_no_serious_findings()
    {
        await using var page = await browser.DemoPage();
        foreach (var path in (string[])["/day", "/tasks", "/tasks/promises", "/tasks/calendar", "/reports", "/reports/activity", "/reports/service", "/settings/hours"])
        {
            await page.Visit(path);
            await page.HasNoSeriousFindings();
            if (path is "/day" or "/reports/service") await page.Screenshot(path == "/day" ? "day" : "report-service");
        }
    }

    private static async Task<string> FirstCustomer(WatchedPage page)
    {
        await page.Visit("/customers");
        return (await page.Page.Locator("#customers tbody a").First.InnerTextAsync()).Split('\n')[0].Trim();
    }

    /// <summary>Fills the form of a contact, with a call-back today where one is named.</summary>
    private static async Task Log(WatchedPage page, string subject, string? next)
    {
        await page.Page.Locator("#subject").FillAsync(subject);
        if (next is not null)
        {
            await page.Page.Locator("input[name=next][value=CallBack]").CheckAsync();
            await page.Page.Locator("#nextTitle").FillAsync(next);
            var due = await page.Page.Locator("#at").InputValueAsync();
            await page.Page.Locator("#nextDue").FillAsync(due);
            // Hands stay on the keys.
            await page.Page.Locator("form:has(#subject) textarea").First.PressAsync("Control+Enter");
        }
        else await page.Page.Locator("form:has(#subject) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("[data-undo]")).ToHaveCountAsync(1);
    }
}
