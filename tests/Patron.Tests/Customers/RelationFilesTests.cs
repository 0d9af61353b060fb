using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.ListRelations;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Tests.Imports;

namespace Patron.Tests.Customers;

/// <summary>Contracts, memberships and relations from files of their own.</summary>
public sealed class RelationFilesTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Agreements_are_checked_taken_once_renewed_and_taken_back(Database kind)
    {
        await using var app = await Started(kind);
        var (ann, form) = (await Of(app, "Ann Lee"), app.Get<FormDeeds>());
        Assert.Null((await form.Add(ann, new(AgreementKind.Contract, "Service", "S-1", null, new(2026, 12, 31), null), null, Ct)).Refusal);
        Assert.Null((await form.Add(ann, new(AgreementKind.Membership, "Old club", null, null, null, null), null, Ct)).Refusal);
        await form.Remove(ann, (await app.Get<FormReads>().Of(ann, Ct)).Agreements.Single(a => a.Name == "Old club").Row!.Value, null, Ct);

        const string head = "customer,agreement,kind,number,starts,ends,note\n";
        var file = app.Write("a.csv", head
            + "1,Frame,Vertrag,F-7,2026-01-01,2026-12-31,with parts\n" + $"{await Of(app, "Bo Ray")},Reading club,멤버십,,2026-02-01,,\n"
            + "1,Service,contract,S-1,,2027-12-31,\n1,old club,membership,,,,\n"
            + "9,Frame,,,,,\n1,Odd,lease,,,,\n1,Turned,,,2026-05-01,2026-04-01,\n");
        var plan = (await app.Get<IImportFiles>().Run(new(file, "agreements", "shop") { PlanOnly = true }, null, Ct)).Value!;
        Assert.Equal(2L, await app.Ask("select count(*) from customers_agreements"));
        var done = await app.Import(file, "agreements", source: "shop");
        // A person entered the service contract and took the club away: both stay.
        Assert.Equal((7, 2, 0, 1, 1, 3), plan.Counts());
        Assert.Equal((7, 2, 0, 1, 1, 3), done.Counts());
        Assert.Equal((7, 0, 0, 3, 1, 3), (await app.Import(file, "agreements", source: "shop")).Counts());
        Assert.Equal(["S-1 2026-12-31", "F-7 2026-12-31", " "], await Agreements(app));

        var renewed = await app.Import(app.Write("b.csv", head + "1,Frame,,f-7,,2027-12-31,\n"), "agreements", source: "shop");
        Assert.Equal((1, 0, 1, 0, 0, 0), renewed.Counts());
        Assert.Equal(["S-1 2026-12-31", "f-7 2027-12-31", " "], await Agreements(app));
        Assert.Null((await app.Get<IUndoImports>().Run(renewed.Import, "en", null, null, Ct)).Refusal);
        Assert.Equal(["S-1 2026-12-31", "F-7 2026-12-31", " "], await Agreements(app));
        Assert.Null((await app.Get<IUndoImports>().Run(done.Import, "en", null, null, Ct)).Refusal);
        Assert.Equal(["S-1 2026-12-31"], await Agreements(app));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Relations_are_checked_taken_once_and_taken_back(Database kind)
    {
        await using var app = await Started(kind);
        var ties = app.Get<RelationDeeds>();
        var (ann, bo, acme) = (await Of(app, "Ann Lee"), await Of(app, "Bo Ray"), await Of(app, "Acme"));
        Assert.Null((await ties.Set(bo, acme, RelationKind.ContactAt, "Porter", null, Ct, BuyingRole.User)).Refusal);
        Assert.Null((await ties.Set(ann, bo, RelationKind.Refers, null, null, Ct)).Refusal);
        Assert.Null((await ties.Remove(ann, bo, RelationKind.Refers, null, Ct)).Refusal);

        const string head = "customer,relation,other,role,buying role\n";
        var file = app.Write("r.csv", head
            + "1,Works at,acme,Head of buying,decision maker\n2,family,1,Brother,\n1,Familie,2,,\n2,contact at,11,Porter,buyer\n" + $"{ann},refers to,{bo},,\n"
            + "11,daughter of,12,,\n12,subsidiary,13,,\n13,daughter of,11,,\n11,daughter of,13,,\n"
            + "1,likes,2,,\n1,daughter of,11,,\n1,family,77,,\n1,works at,11,,boss\n");
        var plan = (await app.Get<IImportFiles>().Run(new(file, "relations", "shop") { PlanOnly = true }, null, Ct)).Value!;
        var done = await app.Import(file, "relations", source: "shop");
        // In conflict: what a person said of Bo's part, the circle, the second mother.
        Assert.Equal((13, 4, 0, 2, 3, 4), plan.Counts());
        Assert.Equal((13, 4, 0, 2, 3, 4), done.Counts());
        Assert.Equal((13, 0, 0, 6, 3, 4), (await app.Import(file, "relations", source: "shop")).Counts());
        Assert.Equal(["Acme DaughterOf Beta", "Ann Lee ContactAt Acme Head of buying Decider", "Ann Lee Family Bo Ray Brother", "Beta DaughterOf Gamma", "Bo Ray ContactAt Acme Porter User"], await Relations(app));
        var byHand = (await app.Get<RelationLists>().Relations(new(null, null, RelationQuestion.ByFrom, 1), null, Ct)).Rows.Where(r => !r.Is.FromFile);
        Assert.Equal("Bo Ray", Assert.Single(byHand).FromName);

        Assert.Null((await app.Get<IUndoImports>().Run(done.Import, "en", null, null, Ct)).Refusal);
        Assert.Equal(["Bo Ray ContactAt Acme Porter User"], await Relations(app));
    }

    private static async Task<PatronServices> Started(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "id,name,company,email\n1,Ann Lee,,ann@example.com\n2,Bo Ray,,bo@example.com\n11,,Acme,\n12,,Beta,\n13,,Gamma,\n"), "customers", source: "shop");
        return app;
    }

    private static async Task<IEnumerable<string>> Agreements(PatronServices app)
    {
        await app.Get<ICustomerBase>().CatchUp(Ct);
        return (await app.Get<RelationLists>().Agreements(new(null, "", null, AgreementQuestion.ByEnd, 1), Today, null, Ct)).Rows.Select(r => $"{r.Is.Number} {r.Is.Ends:yyyy-MM-dd}");
    }

    private static async Task<IEnumerable<string>> Relations(PatronServices app)
    {
        await app.Get<ICustomerBase>().CatchUp(Ct);
        return (await app.Get<RelationLists>().Relations(new(null, null, RelationQuestion.ByFrom, 1), null, Ct)).Rows.Select(r => $"{r.FromName} {r.Is.Kind} {r.ToName} {r.Is.Role} {r.Is.Buying}".Trim()).Order(StringComparer.Ordinal);
    }

    private static async Task<CustomerId> Of(PatronServices app, string name) => new((long)(await app.Ask($"select id from customers where (name = '{name}' or company = '{name}') and merged_into is null"))!);
}
