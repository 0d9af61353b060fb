using Microsoft.Playwright;
using Patron.Browser.Harness;

[assembly: AssemblyFixture(typeof(Patron.Browser.BrowserFixture))]

namespace Patron.Browser;

/// <summary>One Chromium for the whole run and the programs that its tests look at; each starts when the first test asks for it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly Lazy<Task<Chromium>> chromium = new(Chromium.Start);
    private readonly Lazy<Task<ReadyDemo>> ready;
    private readonly Lazy<Task<RunningProgram>> demo;
    private readonly Lazy<Task<RunningProgram>> changing;

    /// <summary>
    /// Milliseconds that a page, or what is awaited on it, may take: a busy machine is no failure, and jobs take turns, so that a check stands behind the
    /// matching that an import of another test began.
    /// </summary>
    private const int Patience = 60_000;

    /// <summary>Where the programs' mail goes.</summary>
    public MailServer Mail { get; } = new();

    static BrowserFixture() => Assertions.SetDefaultExpectTimeout(Patience);

    public BrowserFixture()
    {
        ready = new(() => ReadyDemo.Make(this));
        demo = new(OwnDemo);
        changing = new(OwnDemo);
    }

    /// <summary>The program with the demo's data, one for all tests: they look at it, or change only what they made themselves.</summary>
    public Task<RunningProgram> Demo() => demo.Value;

    /// <summary>A demo of one test alone; the test disposes it.</summary>
    public async Task<RunningProgram> OwnDemo() => await RunningProgram.Start("demo", (await ready.Value).Folder);

    /// <summary>A page of the demo for its administrator. The login is used once in the whole run: sign-ins are limited.</summary>
    public async Task<WatchedPage> DemoPage(string language = "en", bool dark = false, int width = 1280, int height = 800) =>
        await NewPage((await Demo()).Address, language, dark, width, height, (await ready.Value).Session);

    /// <summary>A page of a second demo, for tests that change its customers or add some while others count them in the first.</summary>
    public async Task<WatchedPage> ChangingPage(string language = "en") => await NewPage((await changing.Value).Address, language, session: (await ready.Value).Session);

    /// <summary>A program of one test alone, with nothing in it; the test disposes it.</summary>
    public static Task<RunningProgram> Empty() => RunningProgram.Start("serve");

    /// <summary>
    /// A page in a profile of its own, as a person sees it who prefers this language (navigator.language and Accept-Language).
    /// Disposing it fails the test on everything that went wrong in the page meanwhile, see <see cref="WatchedPage"/>.
    /// </summary>
    /// <param name="address">Where the site lies; relative addresses in the test are under it.</param>
    /// <param name="session">The state of a profile that has signed in; without it the person is a stranger.</param>
    public async Task<WatchedPage> NewPage(string address, string language = "en", bool dark = false, int width = 1280, int height = 800, string? session = null)
    {
        var context = await (await chromium.Value).Browser.NewContextAsync(new()
        {
            BaseURL = address,
            Locale = language,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
            StorageState = session,
        });
        context.SetDefaultTimeout(Patience);
        return new(await context.NewPageAsync(), address);
    }

    public async ValueTask DisposeAsync()
    {
        if (demo is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await demo.Value).DisposeAsync();
        if (changing is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await changing.Value).DisposeAsync();
        if (ready is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) (await ready.Value).Dispose();
        if (chromium is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await chromium.Value).DisposeAsync();
        await Mail.DisposeAsync();
    }
}
