using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Patron.Browser;

/// <summary>What the program prints when it serves the demo.</summary>
internal static class DemoLogin
{
    public const string Email = "demo@patron.example";
    public const string Password = "look-around-2011";
}

/// <summary>What people do on every page.</summary>
internal static partial class People
{
    public static async Task SignIn(this WatchedPage page, string email, string password)
    {
        await page.Visit("/sign-in");
        await page.Page.Locator("input[type=email]").FillAsync(email);
        await page.Page.Locator("input[type=password]").FillAsync(password);
        await page.Page.Locator("main .btn-primary").ClickAsync();
        await page.Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    public static async Task SignOut(this WatchedPage page)
    {
        await page.OpenUserMenu();
        await page.Page.Locator(".rail-user form[action='/sign-out'] button").ClickAsync();
        await page.Page.WaitForURLAsync("**/sign-in*");
    }

    /// <summary>Language, account and the way out, below the navigation.</summary>
    public static Task OpenUserMenu(this WatchedPage page) => page.Page.Locator(".rail-user summary").ClickAsync();

    /// <summary>How many the list has in all: the last number of "1 to 50 of 2,960".</summary>
    public static async Task<int> ListedInAll(this WatchedPage page) =>
        Numbers(await page.Page.Locator(".bar-row .end > .num").InnerTextAsync()).Max();

    /// <summary>The whole numbers of a text, as they are grouped in all four languages.</summary>
    public static IReadOnlyList<int> Numbers(string text) =>
        [.. WholeNumber().Matches(text).Select(m => int.Parse(m.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];

    /// <summary>The names in the first column of the list, in its order.</summary>
    public static Task<IReadOnlyList<string>> ListedNames(this WatchedPage page) => page.Page.Locator("#customers tbody .who").AllInnerTextsAsync();

    /// <summary>Searches the list by its own field, as with Enter.</summary>
    public static async Task Search(this WatchedPage page, string text)
    {
        await page.Page.Locator("input[data-search]").FillAsync(text);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync(url => Uri.UnescapeDataString(url).Contains(text, StringComparison.Ordinal) || url.Contains("/customers/", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    [GeneratedRegex(@"\d{1,3}(,\d{3})+|\d+")]
    private static partial Regex WholeNumber();
}
