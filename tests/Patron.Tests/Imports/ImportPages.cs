using System.Net;
using System.Text;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Tests.Imports;

/// <summary>The program served in this process for a class of tests, an administrator signed in.</summary>
public sealed class ImportPages : IAsyncLifetime
{
    private PatronApp? app;
    private TestBrowser? browser;

    internal PatronApp App => app!;
    internal TestBrowser Browser => browser!;

    public async ValueTask InitializeAsync()
    {
        app = await PatronApp.Start();
        browser = await app.SignIn(followRedirects: false);
    }

    public async ValueTask DisposeAsync()
    {
        browser?.Dispose();
        if (app is not null) await app.DisposeAsync();
    }
}

/// <summary>The pages of imports as a browser works them.</summary>
internal static class ImportBrowsing
{
    private static int files;

    public static Task<string> Upload(this TestBrowser browser, string content, string name, string source = "Cards") => browser.Upload(Encoding.UTF8.GetBytes(content), name, source);

    /// <summary>The page of the import that the file became.</summary>
    public static async Task<string> Upload(this TestBrowser browser, byte[] content, string name, string source = "Cards")
    {
        using var file = new MemoryStream(content);
        var answer = await browser.Http.Upload(await browser.Token("/data/imports/new"), file, name, source);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.DoesNotContain("problem", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        return answer.Headers.Location.ToString();
    }

    /// <summary>What the page says, without its entities.</summary>
    public static async Task<string> Read(this TestBrowser browser, string page)
    {
        var answer = await browser.Get(page);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits for what a job brings about.</summary>
    public static async Task<string> Until(this TestBrowser browser, string page, string says)
    {
        var html = "";
        for (var tries = 0; tries < 300; tries++)
        {
            html = await browser.Read(page);
            if (html.Contains(says, StringComparison.Ordinal)) return html;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{page} never says “{says}”: {html}");
    }

    public static async Task<ImportOutcome> Import(this PatronApp app, string content, string kind, string source = "Shop")
    {
        var path = Path.Combine(app.Get<Patron.Data.DataLocation>().Directory, $"{source}-{Interlocked.Increment(ref files)}.csv");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        var result = await app.Get<IImportFiles>().Run(new(path, kind, source), null, TestContext.Current.CancellationToken);
        return result.Value ?? throw new InvalidOperationException(((ImportRefused)result.Refusal!).Why);
    }
}
