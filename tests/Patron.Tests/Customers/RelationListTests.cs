using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.ListRelations;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Kernel;
using Patron.Tests.Imports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Customers;

/// <summary>Agreements and relations of all customers as lists: what files and people say, filtered, sorted, in pages and as files.</summary>
public sealed class RelationListTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Both_lists_hold_what_files_and_people_say_of_whom_one_sees(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "id,name,email,contract,contract_until,membership\n1,Ann Lee,ann@example.com,C-17,2026-07-31,Reading club\n2,Bo Ray,bo@example.com,C-5,2026-03-31,\n"), "customers");
        await app.Import(app.Write("o.csv", "id,company\n9,Acme\n"), "customers");
        var (ann, bo, acme) = (await Of(app, "name", "Ann Lee"), await Of(app, "name", "Bo Ray"), await Of(app, "company", "Acme"));
        var (form, ties) = (app.Get<FormDeeds>(), app.Get<RelationDeeds>());
        Assert.Null((await form.Add(bo, new(AgreementKind.Contract, "Service", "77", new(2026, 1, 1), new(2028, 12, 31), "with parts"), null, Ct)).Refusal);
        Assert.Null((await form.Add(ann, new(AgreementKind.Membership, "Gone", null, null, null, null), null, Ct)).Refusal);
        await form.Remove(ann, (await app.Get<FormReads>().Of(ann, Ct)).Agreements.Single(a => a.Name == "Gone").Row!.Value, null, Ct);
        Assert.Null((await ties.Set(ann, acme, RelationKind.ContactAt, "Head of buying", null, Ct, BuyingRole.Decider)).Refusal);
        Assert.Null((await ties.Set(ann, bo, RelationKind.Family, null, null, Ct)).Refusal);
        await app.Get<ICustomerBase>().CatchUp(Ct);

        Assert.Equal(["C-5", "C-17", "Service", "Reading club"], await Agreements(""));
        Assert.Equal(["Service", "C-17", "C-5", "Reading club"], await Agreements("?sort=-ends"));
        Assert.Equal(["C-17", "Service", "Reading club"], await Agreements("?state=holds"));
        Assert.Equal(["C-17"], await Agreements("?state=soon"));
        Assert.Equal(["C-5"], await Agreements("?state=over"));
        Assert.Equal(["Reading club"], await Agreements("?kind=membership"));
        Assert.Equal(["Service"], await Agreements("?q=PARTS"));
        Assert.Equal(["C-17", "Reading club"], (await Agreements("?q=ann&sort=nonsense&page=-3")).Order(StringComparer.Ordinal));
        Assert.Empty(await Agreements("?page=9"));

        Assert.Equal(["Ann Lee Family Bo Ray", "Ann Lee ContactAt Acme"], (await Relations("")).OrderByDescending(r => r, StringComparer.Ordinal));
        Assert.Equal(["Ann Lee ContactAt Acme"], await Relations("?q=BUYING"));
        Assert.Equal(["Ann Lee Family Bo Ray"], await Relations("?kind=family"));
        Assert.Equal(["Ann Lee ContactAt Acme", "Ann Lee Family Bo Ray"], await Relations("?sort=to"));

        // Who lies in the bin is in neither.
        await app.Ask($"update customers set deleted_at = {(kind == Database.Sqlite ? "1" : "now()")} where id = {bo.Value}");
        var lists = new RelationLists(app.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<Patron.Data.PatronDb>>(), app.Get<ICustomerMerges>(), app.Get<ICustomerBase>(), app.Get<IVisibility>(), app.Clock);
        Assert.Empty((await lists.Relations(RelationQuestion.Of(Query("?kind=family")), null, Ct)).Rows);

        async Task<IEnumerable<string>> Agreements(string query) => (await app.Get<RelationLists>().Agreements(AgreementQuestion.Of(Query(query)), Today, null, Ct)).Rows.Select(r => r.Is.Name);
        async Task<IEnumerable<string>> Relations(string query) => (await app.Get<RelationLists>().Relations(RelationQuestion.Of(Query(query)), null, Ct)).Rows.Select(r => $"{r.FromName} {r.Is.Kind} {r.ToName}");
    }

    [Fact]
    public async Task The_pages_and_files_show_them_with_their_filters()
    {
        await using var app = await PatronApp.Start();
        var person = (await ListSample.Add(app.Get<IServiceProvider>(), 3)).First(k => k.Customer.Name is not null).Customer;
        Assert.Null((await app.Get<FormDeeds>().Add(person.Id, new(AgreementKind.Contract, "Service <b>", "77", null, null, "note"), null, Ct)).Refusal);
        await app.Get<ICustomerBase>().CatchUp(Ct);
        using var browser = await app.SignIn();
        var page = await browser.Page("/agreements?q=77&sort=-name");
        Assert.Contains("Service &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("sort=name", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Service &lt;b&gt;", await browser.Page("/agreements?kind=membership"), StringComparison.Ordinal);
        Assert.Contains($"{person.Id},{person.Name},contract,Service <b>,77,,,note,yes", await browser.Page("/agreements/export?q=77"), StringComparison.Ordinal);
        Assert.Contains("Nothing fits", await browser.Page("/relations"), StringComparison.Ordinal);
        Assert.StartsWith("customer,", (await browser.Page("/relations/export")).TrimStart('\uFEFF'), StringComparison.Ordinal);
    }

    private static QueryCollection Query(string query) => new(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query));

    private static async Task<CustomerId> Of(PatronServices app, string column, string name) => new((long)(await app.Ask($"select id from customers where {column} = '{name}' and merged_into is null"))!);
}
