using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>Who lives and works together, and who is no longer there: households, groups of organisations and erasures, on the demo that tests may change. What is not erased is taken back.</summary>
public sealed partial class TogetherTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_household_is_begun_joined_named_and_ends_by_undo()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/customers?country=FR&kind=person&sort=name");
        var customer = await page.Page.Locator("#customers tbody a[href*='/customers/cus_']").First.GetAttributeAsync("href");
        await page.Visit(Customer().Match(customer!).Value);
        await page.Page.Locator("form[action='/households/new'] button").ClickAsync();
        await page.Page.WaitForURLAsync("**/households/*done=*");
        var home = new Uri(page.Page.Url).AbsolutePath;
        await page.Visit($"{home}?add=a");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("form[action$='/add'] button").First.ClickAsync();
        await Expect(page.Page.Locator("#members-t")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("form[action$='/take-out']")).ToHaveCountAsync(2);
        await page.Page.Locator("#name-of").FillAsync("The Browsers");
        await page.Page.Locator("form[action$='/name'] button").ClickAsync();
        await Expect(page.Page.Locator("h1")).ToHaveTextAsync("The Browsers");
        await page.HasNoSeriousFindings();
        await page.Visit("/households");
        await Expect(page.Page.Locator("main tbody")).ToContainTextAsync("The Browsers");
        await page.HasNoSeriousFindings();

        await page.Visit(home);
        await page.Page.Locator("form[action$='/take-out'] button").First.ClickAsync();
        await page.Page.Locator(".note.good [data-undo]").ClickAsync();
        await Expect(page.Page.Locator("form[action$='/take-out']")).ToHaveCountAsync(2);
        for (var left = 2; left > 0; left--) await page.Page.Locator("form[action$='/take-out'] button").First.ClickAsync();
        await Expect(page.Page.Locator("form[action$='/take-out']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_organisation_gets_a_daughter_and_a_contact_shows_the_group_and_gives_both_back()
    {
        await using var page = await browser.ChangingPage("ko");
        var (mother, daughter, person) = (await Add(page, "organisation", "Browser Holding"), await Add(page, "organisation", "Browser Daughter"), await Add(page, "person", "Kontakt Person"));
        await page.Visit($"{mother}/relations?find=Browser+Daughter");
        await page.HasNoSeriousFindings();
        await Press(page, daughter, last: true);
        await page.Visit($"{mother}/relations?find=Kontakt+Person");
        await page.Page.Locator($"tr:has(a[href='{person}']) input[name=role]").FillAsync("구매 담당");
        await Press(page, person, last: true);

        await page.Visit(mother);
        await Expect(page.Page.Locator("section:has(#group-t)")).ToContainTextAsync("Browser Daughter");
        await Expect(page.Page.Locator("section:has(#contacts-t)")).ToContainTextAsync("구매 담당");
        await page.HasNoSeriousFindings();
        await page.Visit($"{mother}/relations");
        await page.Page.Locator("form[action$='/relations/remove'] button").First.ClickAsync();
        await page.Page.Locator(".note.good [data-undo]").ClickAsync();
        await Expect(page.Page.Locator("form[action$='/relations/remove']")).ToHaveCountAsync(2);
        for (var left = 2; left > 0; left--) await page.Page.Locator("form[action$='/relations/remove'] button").First.ClickAsync();
        await Expect(page.Page.Locator("form[action$='/relations/remove']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_person_is_erased_after_a_look_and_the_name_once_more_and_the_proof_is_found_from_the_settings()
    {
        await using var page = await browser.ChangingPage();
        var customer = await Add(page, "person", "Erika Vergessenheit");
        await page.Visit(customer + "/erase");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("#reason").SelectOptionAsync("Asked");
        page.Expect("422");
        await page.Page.Locator("#again").FillAsync("Somebody Else");
        await page.Page.Locator(".foot-bar button.btn-primary").ClickAsync();
        await Expect(page.Page.Locator("#again-problem")).ToBeVisibleAsync();
        await page.Page.Locator("#again").FillAsync("Erika Vergessenheit");
        await page.Page.Locator(".foot-bar button.btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/erasures/job_*");
        await Expect(page.Page.Locator(".verdict")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Screenshot("erasure-proof");

        await page.Visit("/settings");
        await page.Page.Locator("main a[href='/erasures']").ClickAsync();
        await Expect(page.Page.Locator("main tbody tr").First).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await Expect(page.Page.Locator(".rail")).ToBeHiddenAsync();
    }

    /// <summary>Enters a customer by hand and gives its address.</summary>
    private static async Task<string> Add(WatchedPage page, string kind, string name)
    {
        await page.Visit("/customers/new");
        await page.Page.Locator("#kind").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Value = kind == "person" ? "Person" : "Organisation" });
        await page.Page.Locator("#name").FillAsync(name);
        await page.Page.Locator("main form .form-foot .btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/customers/cus_*");
        return Customer().Match(page.Page.Url).Value;
    }

    private static Task Press(WatchedPage page, string customer, bool last)
    {
        var buttons = page.Page.Locator($"section:has(#find-t) tr:has(a[href='{customer}']) button");
        return (last ? buttons.Last : buttons.First).ClickAsync();
    }

    [GeneratedRegex("/customers/cus_[0-9a-z]+")]
    private static partial Regex Customer();
}
