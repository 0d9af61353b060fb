using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>From an empty directory to one's own numbers: set up, import customers and their orders, look.</summary>
public sealed class OwnDataTests(BrowserFixture browser)
{
    private const string Email = "admin@firm.example";
    private const string Password = "seven green chairs";

    /// <summary>Five people; the last row gives a number a second time to somebody else.</summary>
    private const string Customers = """
        Customer ID,Full name,E-mail,Where,Country
        K1,김민서,minseo@mail.example,서울,KR
        K2,최유진,yujin@mail.example,부산,KR
        C1,王小明,xiaoming@mail.example,上海,CN
        C2,陳美玲,meiling@mail.example,台北,TW
        E1,Ada Brown,ada@mail.example,Leeds,GB
        E1,Someone Else,else@mail.example,York,GB
        """;

    /// <summary>Four orders of three people.</summary>
    private const string Lines = """
        Order number,Order date,Customer ID,Product code,Quantity,Unit price
        1001,2024-01-05,K1,CUP,2,4.50
        1001,2024-01-05,K1,TRAY,1,12.00
        1002,2024-02-11,C1,CUP,6,4.50
        1003,2024-02-19,E1,TRAY,1,12.00
        1004,2024-03-02,K1,CUP,1,4.50
        """;

    [Theory, InlineData("en"), InlineData("ko")]
    public async Task Ones_own_files_become_customers_and_numbers(string language)
    {
        await using var program = await BrowserFixture.Empty();
        await using var page = await browser.NewPage(program.Address, language);

        await SetUp(page, screen: language == "en");
        await Expect(page.Page.Locator(".nothing")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();

        await page.Page.Locator(".nothing a.btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync("**/data/imports/new*");
        await page.HasNoSeriousFindings();
        await ImportCustomers(page, screens: language == "en");
        await ImportLines(page);

        await page.Visit("/");
        await Expect(page.Page.Locator(".lede")).ToContainTextAsync("3");
        Assert.Equal([3, 5], People.Numbers(await page.Page.Locator(".lede b").First.InnerTextAsync()).Order());
        await page.HasNoSeriousFindings();
        await page.Visit("/customers?sort=name");
        Assert.Equal(["Ada Brown", "王小明", "陳美玲", "김민서", "최유진"], (await page.ListedNames()).Order(StringComparer.Ordinal));
        await page.HasNoSeriousFindings();
    }

    [Fact]
    public async Task An_analyst_reads_customers_and_does_not_reach_what_administrators_do()
    {
        await using var program = await BrowserFixture.Empty();
        await using var page = await browser.NewPage(program.Address);
        await SetUp(page, screen: false);

        await page.Visit("/settings/users");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("input[type=email]").FillAsync("ann@firm.example");
        await page.Page.Locator("section.fig input[type=text]").FillAsync("Ann Lee");
        await page.Page.Locator("section.fig:has(input[type=email]) .btn-primary").ClickAsync();
        var password = await page.Page.Locator(".note.good code").InnerTextAsync();
        await page.HasNoSeriousFindings();
        await page.SignOut();
        await page.SignIn("ann@firm.example", password);

        await Expect(page.Page.Locator("nav.rail a[href='/customers']").First).ToBeVisibleAsync();
        await Expect(page.Page.Locator("nav.rail a[href='/data'], nav.rail a[href^='/settings']")).ToHaveCountAsync(0);
        Assert.Equal(200, (await page.Visit("/customers"))?.Status);
        page.Expect("403");
        Assert.Equal(403, (await page.Visit("/data"))?.Status);
        await Expect(page.Page.Locator(".nothing[role=alert] h1")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
    }

    private static async Task SetUp(WatchedPage page, bool screen)
    {
        await page.Visit("/");
        await page.Page.WaitForURLAsync("**/setup");
        await page.HasNoSeriousFindings();
        if (screen) await page.Screenshot("setup");
        await page.Page.Locator("input[autocomplete=name]").FillAsync("Min Park");
        await page.Page.Locator("input[type=email]").FillAsync(Email);
        foreach (var field in await page.Page.Locator("input[type=password]").AllAsync()) await field.FillAsync(Password);
        await page.Page.Locator("input[autocomplete=organization]").FillAsync("Green Chairs");
        await page.Page.Locator("main .form-foot .btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");

        page.Expect("/setup:0:0");
        page.Expect($"404: GET {new Uri(new Uri(page.Page.Url), "/setup")}");
        Assert.Equal(404, (await page.Visit("/setup"))?.Status);
        await page.Visit("/");
    }

    private static async Task ImportCustomers(WatchedPage page, bool screens)
    {
        await page.Page.Locator("#newSource").FillAsync("Web shop");
        await Upload(page, "customers.csv", Customers);

        var mapping = page.Page.Locator("table.mapping");
        await Expect(mapping.Locator(".sample").Nth(1)).ToContainTextAsync("김민서");
        await Expect(page.Page.Locator("select[name=c0]")).ToHaveValueAsync("id");
        await Expect(page.Page.Locator("select[name=c1]")).ToHaveValueAsync("name");
        await Expect(page.Page.Locator("select[name=c2]")).ToHaveValueAsync("email");
        await page.Page.Locator("select[name=c3]").SelectOptionAsync("city");
        await page.HasNoSeriousFindings();
        if (screens) await page.Screenshot("import-columns");

        await Check(page);
        await HasCounts(page, 5, 0, 0, 1, 0);
        await page.HasNoSeriousFindings();
        if (screens) await page.Screenshot("import-check");

        await Apply(page);
        await HasCounts(page, 5, 0, 0, 1, 0);
        await page.HasNoSeriousFindings();
        if (screens) await page.Screenshot("import-done");
        var download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator(".foot-bar a[download]").ClickAsync());
        Assert.Contains("Someone Else", await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task ImportLines(WatchedPage page)
    {
        await page.Visit("/data/imports/new");
        await page.Page.Locator("#source").SelectOptionAsync("Web shop");
        await Upload(page, "order-lines.csv", Lines);
        await Expect(page.Page.Locator("#kind")).ToHaveValueAsync("order-lines");
        await Check(page);
        await Apply(page);
        await HasCounts(page, 5, 0, 0, 0, 0);
    }

    private static async Task Upload(WatchedPage page, string name, string text)
    {
        await page.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.Page.Locator("form[enctype='multipart/form-data'] .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("table.mapping")).ToBeVisibleAsync();
    }

    private static async Task Check(WatchedPage page)
    {
        await page.Page.Locator(".foot-bar .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("#plan-t")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private static async Task Apply(WatchedPage page)
    {
        await page.Page.Locator(".foot-bar form .btn-primary").ClickAsync();
        await Expect(page.Page.Locator("#result-t")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    /// <summary>Created, updated, unchanged, in conflict, rejected.</summary>
    private static async Task HasCounts(WatchedPage page, params int[] expected)
    {
        var texts = await page.Page.Locator("dl.plan dd").AllInnerTextsAsync();
        Assert.Equal(expected, texts.Select(text => People.Numbers(text)[0]));
    }
}
