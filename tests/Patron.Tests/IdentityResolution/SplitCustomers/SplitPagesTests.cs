using System.Net;
using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Tests.IdentityResolution.SplitCustomers;

public sealed partial class SplitPagesTests
{
    private static readonly UserId Grace = new(1 << 20);

    [Fact]
    public async Task From_why_one_person_over_the_preview_to_two_and_back_to_one()
    {
        await using var app = await PatronApp.Start();
        var ann = await app.SignIn(followRedirects: true);
        var john = await Add(app, "John Smith", "john@smith.org");
        Assert.Equal(john, await Add(app, "John Smith", "john@smith.org"));
        var page = $"/customers/{john}";

        var shown = await ann.Page(page);
        Assert.Contains("class=\"who-graph\"", shown, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"2 records, 1 link: ", shown, StringComparison.Ordinal);
        Assert.Contains("Both have john@smith.org.", shown, StringComparison.Ordinal);

        var records = Chosen().Matches(await ann.Page(page + "/split")).Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(2, records.Length);
        Assert.Equal(HttpStatusCode.Conflict, (await ann.Get(page + "/split?show=true")).StatusCode);
        var preview = await ann.Page($"{page}/split?r={records[1]}&show=true");
        Assert.Contains("Nothing has been written yet", preview, StringComparison.Ordinal);
        Assert.Contains("A new customer", preview, StringComparison.Ordinal);
        Assert.Single((await app.Get<IIdentityReads>().Of(john, Ct)).Links);

        var done = await (await ann.Post(page + "/split", TestBrowser.TokenIn(preview), ("_handler", "split"), ("r", records[1]))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("Done. Who is who was decided anew.", done, StringComparison.Ordinal);
        Assert.Contains("Never the same", done, StringComparison.Ordinal);
        Assert.Single((await app.Get<IIdentityReads>().Of(john, Ct)).Records);

        var undo = UndoForm().Match(done).Groups[1].Value;
        var undone = await (await ann.Post(undo, TestBrowser.TokenIn(done))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("Undone: everything is back where it was.", undone, StringComparison.Ordinal);
        Assert.Equal(2, (await app.Get<IIdentityReads>().Of(john, Ct)).Records.Count);
        // Nobody did it twice, and nobody invents a set.
        Assert.Equal(HttpStatusCode.OK, (await ann.Post(undo, TestBrowser.TokenIn(done))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Post($"{page}/decisions/chg_0000000000001/undo", TestBrowser.TokenIn(done))).StatusCode);

        // Never the same, by hand: refused at the field, set, listed, taken back.
        var mary = await Add(app, "Mary Somerville", "mary@s.org");
        Assert.Contains("That is this very customer.", await Sent(ann, page + "/apart", "apart", ("other", john.ToString())), StringComparison.Ordinal);
        Assert.Contains("Nobody is known by that id.", await Sent(ann, page + "/apart", "apart", ("other", "cus_0000000000001")), StringComparison.Ordinal);
        Assert.Contains("Mary Somerville", await Sent(ann, page + "/apart", "apart", ("other", mary.ToString())), StringComparison.Ordinal);
        var allowed = await (await ann.Post(page + "/apart/allow", await ann.Token(page), ("other", mary.ToString()))).Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("Mary Somerville", allowed, StringComparison.Ordinal);

        // Who may not write sees why, and no deed.
        var analyst = await app.SignIn(Roles.Analyst);
        var read = await analyst.Page(page);
        Assert.Contains("class=\"who-graph\"", read, StringComparison.Ordinal);
        Assert.DoesNotContain("/split", read, StringComparison.Ordinal);
        foreach (var closed in (string[])["/split", "/apart"]) Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get(page + closed)).StatusCode);
    }

    private static async Task<string> Sent(TestBrowser browser, string path, string form, params (string, string)[] fields) => await (await browser.Submit(path, form, fields)).Content.ReadAsStringAsync(Ct);

    private static async Task<CustomerId> Add(PatronApp app, string name, string email) =>
        (await app.Get<IHandValues>().Add([new(default, "name", false, name), new(default, "email", false, email)], Grace, Ct)).Value;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [GeneratedRegex("name=\"r\" value=\"(rec_[0-9a-z]+)\"")]
    private static partial Regex Chosen();

    [GeneratedRegex("action=\"([^\"]+/undo)\"")]
    private static partial Regex UndoForm();
}
