using System.Text.RegularExpressions;
using Patron.Access.Contracts;

namespace Patron.Tests.Web;

/// <summary>The palette knows pages that the navigation does not show, for those who may open them.</summary>
public sealed class PaletteTests
{
    [Fact]
    public async Task Pages_beyond_the_navigation_are_found_by_a_part_of_their_name_and_each_opens()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        var expected = new Dictionary<string, string>
        {
            ["proofs"] = "/erasures", ["which val"] = "/settings/rules", ["everything as"] = "/settings/everything", ["matches"] = "/customers/review", ["matching"] = "/settings/matching",
            ["households"] = "/households", ["bin"] = "/customers/bin", ["watched"] = "/data/folders", ["merge"] = "/customers/merge", ["quality"] = "/data/quality", ["audit"] = "/settings/audit",
        };
        foreach (var (words, page) in expected)
        {
            Assert.Contains($"href=\"{page}\"", await browser.Page($"/palette?q={words}"), StringComparison.Ordinal);
            Assert.True((await browser.Get(page)).IsSuccessStatusCode, page);
        }
        Assert.DoesNotContain("/erasures", await browser.Page("/palette?q="), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_open_them_does_not_find_them()
    {
        await using var app = await PatronApp.Start();
        using var analyst = await app.SignIn(Roles.Analyst);
        foreach (var words in (string[])["proofs", "which val", "everything as", "bin", "merge", "audit"]) Assert.Empty(Regex.Matches(await analyst.Page($"/palette?q={words}"), "class=\"palette-hit\""));
    }
}
