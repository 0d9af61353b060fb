using System.Net;
using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Review;

public sealed partial class ReviewPagesTests
{
    private static async Task Send(PatronApp app, string source, params IncomingRecord[] rows)
    {
        var info = (await app.Get<ISources>().FindOrMake(source, false, Ct)).Value!;
        var taking = app.Get<ITakesRows<IncomingRecord>>().Begin(new(info, Organisation.Default, app.Clock.GetUtcNow(), null, false, app.Get<IdMaker>(), null));
        await using var session = await BulkSession.Begin(app.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<PatronDb>>(), app.Clock, Ct);
        await taking.Take(session, rows, Ct);
        await session.Commit(Ct);
    }

    [Fact]
    public async Task A_pair_is_shown_answered_and_followed_by_the_next_without_a_page_and_the_last_answer_is_taken_back()
    {
        await using var app = await PatronApp.Start();
        var ann = await app.SignIn();
        Assert.Contains("Nothing to decide", await ann.Page("/customers/review"), StringComparison.Ordinal);
        await Send(app, "Shop", Row("1", "Hannah Quillfeather"), Row("2", "Oliver Tremlett"));
        await Send(app, "Cards", Row("7", "Hannah Quillfeather"), Row("8", "Oliver Tremlett"));
        await app.Get<Matcher>().Run(false, null, (_, _, _) => { }, Ct);

        var page = await ann.Page("/customers/review");
        Assert.Contains("Are these the same person?", page, StringComparison.Ordinal);
        Assert.Contains("0 decided today, 2 left", page, StringComparison.Ordinal);
        Assert.Contains("title=\"2 matches wait for a decision\"", page, StringComparison.Ordinal);
        Assert.Contains("2 matches wait for a decision", await ann.Page("/"), StringComparison.Ordinal);
        foreach (var key in (string[])["s", "n", "l"]) Assert.Contains($"data-key=\"{key}\"", page, StringComparison.Ordinal);

        var answer = AnswerForm().Match(page).Groups[1].Value;
        var (status, next) = await Fragment(ann, answer, page, ("answer", "same"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("<div id=\"review\"", next.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("1 decided today, 1 left", next, StringComparison.Ordinal);
        Assert.NotEqual(answer, AnswerForm().Match(next).Groups[1].Value);
        // Somebody else has the first one on the screen still.
        Assert.Contains("This pair was decided meanwhile", (await Fragment(ann, answer, page, ("answer", "not-same"))).Text, StringComparison.Ordinal);

        var (_, back) = await Fragment(ann, "/customers/review/undo", page);
        Assert.Equal(answer, AnswerForm().Match(back).Groups[1].Value);
        Assert.Contains("Oliver Tremlett", await ann.Page("/customers/review/all"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Post(answer, TestBrowser.TokenIn(page), ("answer", "perhaps"))).StatusCode);

        var settings = await ann.Page("/settings/matching");
        Assert.Contains("Version 1, learnt on", settings, StringComparison.Ordinal);
        Assert.Contains("What each field weighs", settings, StringComparison.Ordinal);
        var preview = await (await ann.Submit("/settings/matching", "lines", ("join", "50"), ("ask", "50"), ("show", "true"))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("<b>2</b> more pairs would be joined", preview, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ann.Submit("/settings/matching", "lines", ("join", "20"), ("ask", "50"), ("show", "true"))).StatusCode);

        var reader = await app.SignIn(Roles.Analyst, followRedirects: false);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Get("/customers/review")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.Get("/settings/matching")).StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Text)> Fragment(TestBrowser browser, string path, string page, params (string Name, string Value)[] fields)
    {
        browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        var answer = await browser.Post(path, TestBrowser.TokenIn(page), fields);
        browser.Http.DefaultRequestHeaders.Remove("HX-Request");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex("action=\"(/customers/review/mat_[^\"]+)\"")]
    private static partial Regex AnswerForm();
}
