using Patron.Data;
using Patron.Kernel;
using Patron.Reasons;
using Patron.Reasons.Contracts;
using Patron.Reasons.ShowReasons;
using Patron.Tests.Customers;

namespace Patron.Tests.Reasons;

/// <summary>Trees of reasons as files.</summary>
public sealed class ReasonFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_file_names_paths_and_one_wrong_line_adds_none()
    {
        Assert.Equal(["Delivery", "Delivery|Too late", "Bill, \"wrong\"|Twice", "배송|N/A"],
            ReasonFiles.Read("\uFEFFreason,given\r\nDelivery,3\r\n\r\nDelivery / Too late;x\n\"Bill, \"\"wrong\"\" / Twice\",1\n배송 / N/A\n").Value!.Select(p => string.Join('|', p)));
        Assert.Equal(2, Wrong("Delivery\nDelivery /  / Late\n"));
        Assert.Equal(1, Wrong(new string('x', ReasonInfo.LongestName + 1)));
        Assert.Equal(1, Wrong("\"not closed\nx"));
        Assert.Equal(2, Wrong("Good\n\uFFFD\uFFFD"));
        Assert.IsType<ReasonFileUnread>(ReasonFiles.Read("\n \nreason").Refusal is ReasonFileUnread none ? none : ReasonFiles.Read("\n\n").Refusal);
        Assert.IsType<ReasonFileUnread>(ReasonFiles.Read(string.Join('\n', Enumerable.Range(0, ReasonFiles.Most + 1))).Refusal);

        static int Wrong(string text) => Assert.IsType<ReasonLineWrong>(ReasonFiles.Read(text).Refusal).Line;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_the_tree_has_stays_and_the_rest_is_one_deed_with_undo(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (deeds, undo) = (app.Get<ReasonDeeds>(), app.Get<DeedUndo>());
        string[][] file = [["Delivery"], ["delivery", "Too late"], ["Bill", "Twice"], ["Bill"]];
        var set = (await deeds.AddPaths(ReasonKind.Ticket, file, r => r.Name ?? r.Key!, null, Ct)).Value;
        Assert.Equal(["Delivery", "Delivery / Too late", "Bill", "Bill / Twice"], await Paths());
        Assert.Null((await deeds.AddPaths(ReasonKind.Ticket, file, r => r.Name ?? r.Key!, null, Ct)).Value);
        Assert.Null((await undo.Undo(set!.Value, null, Ct)).Refusal);
        Assert.Empty(await Paths());
        // Ready-made ones are known as they are shown.
        Assert.Null((await deeds.AddPaths(ReasonKind.NotBuying, [["Price shown"]], r => r.Key == "price" ? "Price shown" : r.Key!, null, Ct)).Value);

        async Task<IEnumerable<string>> Paths() => (await app.Get<IReasons>().Of(ReasonKind.Ticket, Ct)).All.Select(r => r.Path);
    }

    [Fact]
    public async Task The_page_takes_a_file_and_gives_it_back()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        var page = await browser.Page("/reasons?kind=ticket");
        Assert.Contains("/reasons/import?kind=ticket", page, StringComparison.Ordinal);
        await app.Get<ReasonDeeds>().AddPaths(ReasonKind.Ticket, [["Bill, \"wrong\"", "Twice"]], r => r.Name ?? r.Key!, null, Ct);
        Assert.Contains("\"Bill, \"\"wrong\"\" / Twice\",0,0,no", await browser.Page("/reasons/export?kind=ticket"), StringComparison.Ordinal);
        Assert.Contains("Line 7 cannot be read", await browser.Page("/reasons?kind=ticket&refused=line&line=7"), StringComparison.Ordinal);
    }
}
