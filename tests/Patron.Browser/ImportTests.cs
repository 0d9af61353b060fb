using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The check before an import: what changes, names that are nearly known, another way with a problem, apply.</summary>
public sealed class ImportTests(BrowserFixture browser)
{
    private const string Organisations = "id,company,parent\nA1,Hollybrook Ltd,\nA2,Hollybrook North Ltd,Hollybrook Ltd\n";
    private const string Before = "id,name,phone\nW1,Ada Quill,020 7946 0321\nW2,Ben Rook,020 7946 0322\n";
    private const string After = "id,name,phone,company\nW1,Ada Quill,020 7946 0399,Hollybrok\nW2,Ben Rook,020 7946 0388,Hollybrok\nW3,Cy Tern,0,\nW4,Di Vole,,\nW4,Di Voles,,\n";

    [Theory, InlineData("en"), InlineData("ko")]
    public async Task A_file_is_checked_asked_about_put_right_and_applied(string language)
    {
        await using var page = await browser.ChangingPage(language);
        var source = "Wizard " + language;
        await Import(page, source, "companies.csv", Organisations);
        await Import(page, source, "before.csv", Before);

        await Upload(page, source, "after.csv", After);
        await Check(page);
        await page.HasNoSeriousFindings();
        await Expect(page.Page.Locator(".verdict")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=changes-t] code.ex:text-is('020 7946 0321')")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=names-t] tbody tr")).ToHaveCountAsync(1);
        if (language == "en") await page.Screenshot("import-check-names");

        await page.Page.Locator("section[aria-labelledby=names-t] .tools button").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=names-t]")).ToHaveCountAsync(0);
        await page.Page.Locator("section[aria-labelledby=problems-t] button[value=later]").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=problems-t] button[value=earlier]")).ToBeVisibleAsync();

        await page.Page.Locator(".foot-bar .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=result-t]")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();

        await page.Visit("/customers?q=Ada+Quill");
        await page.Page.Locator("#customers a:has-text('Ada Quill')").First.ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=relations-t] a:text-is('Hollybrook Ltd')")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused_at_its_field_and_the_page_is_sound()
    {
        await using var page = await browser.ChangingPage();
        await page.Visit("/data/folders");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("#path").FillAsync("/no/such/folder");
        await page.Page.Locator("#source").FillAsync("Shop");
        page.Expect("422");
        await page.Page.Locator("form:has(#path) .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("#path-problem")).ToBeVisibleAsync();
    }

    private static async Task Import(WatchedPage page, string source, string name, string content)
    {
        await Upload(page, source, name, content);
        await Check(page);
        await page.Page.Locator(".foot-bar .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=result-t]")).ToBeVisibleAsync();
    }

    private static async Task Upload(WatchedPage page, string source, string name, string content)
    {
        await page.Visit("/data/imports/new");
        await page.Page.Locator("#newSource").FillAsync(source);
        await page.Page.Locator("#kind").SelectOptionAsync("customers");
        await page.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
        await page.Page.Locator("form:has(#file) .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("table.mapping")).ToBeVisibleAsync();
    }

    private static async Task Check(WatchedPage page)
    {
        await page.Page.Locator(".foot-bar .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=plan-t]")).ToBeVisibleAsync();
    }
}
