using Microsoft.Playwright;

namespace Patron.Browser.Harness;

/// <summary>
/// The machine's own Chromium; nothing is downloaded. The shell without windows is taken where it is installed: the whole browser draws its own
/// bars and menus for every page, unseen, which costs four times as much as a small page does.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Programs = ["chromium-headless-shell", "chromium", "chromium-browser"];

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (this.playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    public static async Task<Chromium> Start()
    {
        var program = Find();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
        });
        return new(playwright, browser);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Programs.Select(program => Path.Combine(folder, program)))
            .Where(File.Exists).MinBy(file => Array.IndexOf(Programs, Path.GetFileName(file)))
        ?? throw new InvalidOperationException("Chromium is missing from the PATH. Install it (on Debian: apt-get install chromium-headless-shell fonts-noto-cjk).");
}
