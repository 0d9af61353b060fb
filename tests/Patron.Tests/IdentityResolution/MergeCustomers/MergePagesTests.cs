using System.Net;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Tests.IdentityResolution.MergeCustomers;

public sealed class MergePagesTests
{
    private static readonly UserId Grace = new(1 << 20);

    [Fact]
    public async Task From_the_list_or_a_customer_over_the_preview_to_one_and_back()
    {
        await using var app = await PatronApp.Start();
        var ann = await app.SignIn(followRedirects: true);
        var (guo, mister) = (await Add(app, "Guo Cangyi", "guo@ntu.example"), await Add(app, "Guo Ts'ang-i", "guo@home.example"));
        await app.Get<ICustomerBase>().CatchUp(Ct);

        // From the list, and from a customer's page over the search.
        Assert.Contains("formaction=\"/customers/merge\"", await ann.Page("/customers"), StringComparison.Ordinal);
        Assert.Contains($"/customers/merge?id={guo}", await ann.Page($"/customers/{guo}"), StringComparison.Ordinal);
        var search = await ann.Page($"/customers/merge?id={guo}&find=Ts'ang-i");
        Assert.Contains($"/customers/merge?id={guo}&amp;id={mister}", search, StringComparison.Ordinal);
        Assert.Contains("Nobody is found by that", await ann.Page($"/customers/merge?id={guo}&find=zzzzzz"), StringComparison.Ordinal);

        var preview = await ann.Page($"/customers/merge?id={guo}&id={mister}&sort=-spent");
        foreach (var words in (string[])["Nothing has been written yet", "Merge: make one of 2", "the other address leads there", "name=\"choose.email\" value=\"guo@ntu.example\"", "They said nothing different"])
            Assert.Contains(words, preview, StringComparison.Ordinal);

        var done = await (await ann.Post("/customers/merge/do", TestBrowser.TokenIn(preview), ("id", $"{guo}"), ("id", $"{mister}"), ("choose.email", "guo@ntu.example"), ("choose.name", ""))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("Done. Who is who was decided anew.", done, StringComparison.Ordinal);
        Assert.Equal("guo@ntu.example", (await app.Get<ICustomerReads>().Find([guo], Ct))[guo].Golden.Email);
        Assert.Equal(guo, await app.Get<ICustomers>().Resolve(mister, Ct));
        // Sent twice, the same page comes; without a token nothing happens.
        var again = await ann.Post("/customers/merge/do", TestBrowser.TokenIn(preview), ("id", $"{guo}"), ("id", $"{mister}"));
        Assert.Equal((HttpStatusCode.OK, $"/customers/{guo}"), (again.StatusCode, again.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.Post("/customers/merge/do", null, ("id", $"{guo}"), ("id", $"{mister}"))).StatusCode);
    }

    [Fact]
    public async Task The_page_says_what_stands_in_the_way_and_is_shown_to_those_who_may_write()
    {
        await using var app = await PatronApp.Start();
        var ann = await app.SignIn(followRedirects: true);
        var (mary, acme) = (await Add(app, "Mary Somerville", "mary@s.example"), await Add(app, "Acme Ltd", "office@acme.example", ("kind", "Organisation")));
        await app.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Contains("Choose two customers at least.", await ann.Page("/customers/merge"), StringComparison.Ordinal);
        var kinds = await ann.Get($"/customers/merge?id={mary}&id={acme}");
        Assert.Equal(HttpStatusCode.Conflict, kinds.StatusCode);
        Assert.Contains("Mary Somerville is a person and Acme Ltd an organisation", await kinds.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(Roles.Analyst)).Get($"/customers/merge?id={mary}&id={acme}")).StatusCode);
    }

    private static async Task<CustomerId> Add(PatronApp app, string name, string email, params (string Field, string Value)[] more) =>
        (await app.Get<IHandValues>().Add([new(default, "name", false, name), new(default, "email", false, email), .. more.Select(m => new HandValue(default, m.Field, false, m.Value))], Grace, Ct)).Value;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
