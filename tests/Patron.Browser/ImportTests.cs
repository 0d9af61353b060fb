using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>The check before an import: what changes, names that are nearly known, another way with a problem, apply.</summary>
public sealed class ImportTests(BrowserFixture browser)
{
    /// <summary>Each language has people and firms of its own: both work on one database at once, where equal ones would be joined.</summary>
    /// <param name="Firm">The beginning of its name.</param>
    /// <param name="Mistyped">The same with a slip.</param>
    /// <param name="Area">Of the phone numbers.</param>
    private sealed record Words(string Firm, string Mistyped, string First, string Second, string Third, string Fourth, string Area)
    {
        public static Words Of(string language) => language == "en"
            ? new("Hollybrook", "Hollybrok", "Ada Quill", "Ben Rook", "Cy Tern", "Di Vole", "020 7946")
            : new("Marlbeck", "Marlbek", "Ivy Sparrow", "Odo Finch", "Una Wren", "Pip Shrew", "0131 496");

        public string Organisations => $"id,company,parent\nA1,{Firm} Ltd,\nA2,{Firm} North Ltd,{Firm} Ltd\n";
        public string Before => $"id,name,phone\nW1,{First},{Area} 0321\nW2,{Second},{Area} 0322\n";
        public string After => $"id,name,phone,company\nW1,{First},{Area} 0399,{Mistyped}\nW2,{Second},{Area} 0388,{Mistyped}\nW3,{Third},0,\nW4,{Fourth},,\nW4,{Fourth}s,,\n";
    }

    [Theory, InlineData("en"), InlineData("ko")]
    public async Task A_file_is_checked_asked_about_put_right_and_applied(string language)
    {
        await using var page = await browser.ChangingPage(language);
        var (source, words) = ("Wizard " + language, Words.Of(language));
        await Import(page, source, "companies.csv", words.Organisations);
        await Import(page, source, "before.csv", words.Before);

        await Upload(page, source, "after.csv", words.After);
        await Check(page);
        await page.HasNoSeriousFindings();
        await Expect(page.Page.Locator(".verdict")).ToBeVisibleAsync();
        await Expect(page.Page.Locator($"section[aria-labelledby=changes-t] code.ex:text-is('{words.Area} 0321')")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=names-t] tbody tr")).ToHaveCountAsync(1);
        if (language == "en") await page.Screenshot("import-check-names");

        await page.Page.Locator("section[aria-labelledby=names-t] .tools button").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=names-t]")).ToHaveCountAsync(0);
        await page.Page.Locator("section[aria-labelledby=problems-t] button[value=later]").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=problems-t] button[value=earlier]")).ToBeVisibleAsync();

        await page.Page.Locator(".foot-bar .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("section[aria-labelledby=result-t]")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();

        await page.Visit($"/customers?q={Uri.EscapeDataString(words.First)}");
        await page.Page.Locator($"#customers a:has-text('{words.First}')").First.ClickAsync();
        await Expect(page.Page.Locator($"section[aria-labelledby=relations-t] a:text-is('{words.Firm} Ltd')")).ToBeVisibleAsync();
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
