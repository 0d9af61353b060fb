namespace Patron.Browser;

/// <summary>
/// The demo loaded, matched and measured once for the whole run. Each program with the demo runs on a copy of its folder, which takes no time,
/// and one session is good for all of them: the keys that seal it are in the folder.
/// </summary>
internal sealed class ReadyDemo : IDisposable
{
    private ReadyDemo(string folder, string session) => (Folder, Session) = (folder, session);

    public string Folder { get; }

    /// <summary>The state of a profile in which the demo's administrator has signed in.</summary>
    public string Session { get; }

    public static async Task<ReadyDemo> Make(BrowserFixture browser)
    {
        await using var program = await RunningProgram.Start("demo");
        var session = await AtRest(browser, program.Address);
        var folder = Directory.CreateTempSubdirectory("patron-browser-demo-").FullName;
        program.Leave(folder);
        return new(folder, session);
    }

    private static async Task<string> AtRest(BrowserFixture browser, string address)
    {
        await using var page = await browser.NewPage(address);
        await page.SignIn(DemoLogin.Email, DemoLogin.Password);
        // It serves while jobs still match and measure its customers; tests that count begin when they have ended.
        await Until(page, "/settings/matching", async () => await page.Page.Locator("main [aria-busy=true]").CountAsync() == 0);
        await Until(page, "/data/quality", async () => await page.Page.Locator("#repair-t").CountAsync() > 0);
        // Clusters are what insights end with.
        await Until(page, "/insights/clusters", async () => await page.Page.Locator("#k").CountAsync() > 0);
        return await page.Page.Context.StorageStateAsync();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task Until(WatchedPage page, string path, Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            await page.Visit(path);
            if (await holds()) return;
            await Task.Delay(500);
        }
        throw new TimeoutException($"{path} of the demo did not come to rest.");
    }
}
