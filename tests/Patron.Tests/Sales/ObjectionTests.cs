using Microsoft.AspNetCore.Http;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepObjections;
using Patron.Sales.ListObjections;
using Patron.Tests.Customers;

namespace Patron.Tests.Sales;

/// <summary>An objection is corrected where it stands, taken back, listed and written as a file; the answer that worked most often follows.</summary>
public sealed class ObjectionTests
{
    private static readonly UserId Tom = new(1);
    private static readonly ObjectionQuestion Any = ObjectionQuestion.Of(new QueryCollection());
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_turned_out_later_is_corrected_counted_and_taken_back(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (customer, objections, undo) = ((await ListSample.Add(patron.Services, 1))[0].Customer.Id, patron.Get<Objections>(), patron.Get<DeedUndo>());
        var added = (await objections.Add(customer, null, null, ObjectionKind.Objective, "Too dear", "Show what it saves", false, Tom, Ct)).Value;
        Assert.Null(await Best());
        var one = Assert.Single((await patron.Get<ObjectionList>().Page(Any, null, Ct)).Rows);

        Assert.IsType<ObjectionUnsaid>((await objections.Correct(customer, one.Id, one.Kind, " ", "x", true, Tom, Ct)).Refusal);
        Assert.IsType<ObjectionGone>((await objections.Correct(customer, one.Id + 1, one.Kind, "x", "x", true, Tom, Ct)).Refusal);
        Assert.Null((await objections.Correct(customer, one.Id, one.Kind, "Too dear ", "Show what it saves", false, Tom, Ct)).Value);
        var corrected = (await objections.Correct(customer, one.Id, ObjectionKind.Defence, "Too dear", "Show what it saves", true, Tom, Ct)).Value!.Value;
        Assert.Equal("Show what it saves", await Best());
        Assert.IsType<DeedChangedSince>((await undo.Undo(added, Tom, Ct)).Refusal);
        Assert.Null((await undo.Undo(corrected, Tom, Ct)).Refusal);
        Assert.Null(await Best());
        Assert.Equal(ObjectionKind.Objective, Assert.Single((await patron.Get<ObjectionList>().Page(Any, null, Ct)).Rows).Kind);
        Assert.Null((await undo.Undo(added, Tom, Ct)).Refusal);
        Assert.Equal(0, (await patron.Get<ObjectionList>().Page(Any, null, Ct)).Found);

        async Task<string?> Best() => Assert.Single(await objections.Count(false, false, null, Ct)).Best?.Answer;
    }

    [Fact]
    public async Task The_page_lists_corrects_and_writes_them()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        await app.Get<Objections>().Add(customer, null, null, ObjectionKind.Subjective, "<b>Ugly</b>", "Tastes differ", false, null, Ct);
        using var browser = await app.SignIn();
        Assert.Contains("href=\"/sales/objections/all?kind=subjective\"", await browser.Page("/sales/objections"), StringComparison.Ordinal);
        foreach (var other in (string[])["kind=defence", "worked=yes", "q=pretty", "page=2"]) Assert.DoesNotContain("Ugly&lt;", await browser.Page("/sales/objections/all?" + other), StringComparison.Ordinal);
        var page = await browser.Page("/sales/objections/all?kind=subjective&worked=no&q=DIFFER");
        Assert.Contains("&lt;b&gt;Ugly", page, StringComparison.Ordinal);
        await browser.Post(Patron.Web.SaveViews.ViewRoutes.Save, TestBrowser.TokenIn(page), ("list", ObjectionRoutes.List), ("query", "worked=no"), ("name", "Not dissolved yet"));
        Assert.Contains("Not dissolved yet", await browser.Page("/sales/objections/all"), StringComparison.Ordinal);
        var action = System.Text.RegularExpressions.Regex.Match(page, "action=\"(/sales/objections/cus_[^\"]+)\"").Groups[1].Value;
        var done = await (await browser.Post(action, TestBrowser.TokenIn(page), ("kind", "2"), ("said", "Ugly"), ("answer", "Tastes differ"), ("worked", "yes"))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("data-undo", done, StringComparison.Ordinal);
        Assert.Contains("worked 1 of 1", await browser.Page("/sales/objections"), StringComparison.Ordinal);
        Assert.DoesNotContain("Ugly", await browser.Page("/sales/objections/export?worked=no"), StringComparison.Ordinal);
        Assert.Contains("subjective,Ugly,Tastes differ,yes", await browser.Page("/sales/objections/export"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.Post(action[..^3] + "000", TestBrowser.TokenIn(page), ("kind", "2"), ("said", "a"), ("answer", "b"))).StatusCode);
    }
}
