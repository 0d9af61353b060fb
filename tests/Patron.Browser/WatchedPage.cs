using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Patron.Browser.Harness;

namespace Patron.Browser;

/// <summary>
/// A page that remembers what went wrong in it: errors on the console (what the Content-Security-Policy refuses is one),
/// uncaught exceptions, failed requests, answers of 400 and above, and requests to other hosts than the site's.
/// Disposing it throws when there was any; where the test's body failed as well, what is told here is most likely why.
/// </summary>
public sealed class WatchedPage : IAsyncDisposable
{
    /// <summary>
    /// What passes the rules is not written out node by node. The rule of regions, whose findings are moderate and never serious, is a third of the work and left out.
    /// </summary>
    private const string Findings = """
        async () => (await axe.run(document, { resultTypes: ['violations'], rules: { region: { enabled: false } } })).violations
            .filter(found => found.impact === 'serious' || found.impact === 'critical')
            .flatMap(found => found.nodes.map(node => `${found.id} (${found.impact}): ${found.help}\n    ${node.html}`))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly ConcurrentQueue<string> problems = new();
    private readonly List<string> expected = [];

    internal WatchedPage(IPage page, string address)
    {
        Page = page;
        var host = new Uri(address).Authority;
        page.Console += (_, message) => { if (message.Type == "error") problems.Enqueue($"console: {message.Text} ({message.Location})"); };
        page.PageError += (_, error) => problems.Enqueue($"exception: {error}");
        page.Response += (_, response) => { if (response.Status >= 400) problems.Enqueue($"{response.Status}: {response.Request.Method} {response.Url}"); };
        page.Request += (_, request) => { if (IsElsewhere(request.Url, host)) problems.Enqueue($"other host: {request.Url}"); };
        page.RequestFailed += (_, request) =>
        {
            // Leaving a page ends what it still waits for, live events above all.
            if (request.Failure != "net::ERR_ABORTED") problems.Enqueue($"failed: {request.Method} {request.Url}: {request.Failure}");
        };
    }

    public IPage Page { get; }

    /// <summary>What went wrong so far and was not expected.</summary>
    public IReadOnlyList<string> Problems => [.. problems.Where(problem => !expected.Any(part => problem.Contains(part, StringComparison.Ordinal)))];

    /// <summary>A problem with this text in it is what the test is about: "422", say.</summary>
    public void Expect(string part) => expected.Add(part);

    public async Task<IResponse?> Visit(string path) => await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });

    /// <summary>Fails on what axe calls serious or critical for people with disabilities, and tells what and where.</summary>
    public async Task HasNoSeriousFindings()
    {
        // Before its styles are there a page looks like none that a person sees.
        await Page.WaitForLoadStateAsync(LoadState.Load);
        // In the page itself, which has no frames: the package's own way opens another page for each look.
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window")) await Page.EvaluateAsync(Axe);
        var findings = await Page.EvaluateAsync<string[]>(Findings);
        Fail($"axe finds on {Page.Url}", findings);
    }

    /// <summary>Whether PATRON_SCREENS is 1.</summary>
    public static bool TakesPictures { get; } = Environment.GetEnvironmentVariable("PATRON_SCREENS") == "1";

    /// <summary>Writes docs/screens/NAME.png when PATRON_SCREENS is 1, else nothing. On a phone it is the screen alone: in a whole page the tabs would stand in the middle.</summary>
    public async Task Screenshot(string name)
    {
        if (TakesPictures)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", "screens", $"{name}.png"), FullPage = Page.ViewportSize is not { Width: < 600 } });
    }

    /// <summary>Fails on the problems so far; disposing does the same.</summary>
    public void HasNoProblems() => Fail($"in the page {Page.Url}", Problems);

    public async ValueTask DisposeAsync()
    {
        var url = Page.Url;
        await Page.Context.CloseAsync();
        Fail($"in the page {url}", Problems);
    }

    private static void Fail(string where, IReadOnlyList<string> findings)
    {
        if (findings.Count > 0) Assert.Fail($"{findings.Count} {where}:\n  {string.Join("\n  ", findings)}");
    }

    private static bool IsElsewhere(string url, string host) => url.StartsWith("http", StringComparison.Ordinal) && new Uri(url).Authority != host;
}
