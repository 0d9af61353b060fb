using System.Globalization;
using Patron.Customers.Relations;
using Patron.Kernel;
using Patron.Tests.Imports;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Customers;

public sealed class RelationsTests
{
    private const string Sales = "crm_sales_opportunities/";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Accounts_are_organisations_and_each_subsidiary_finds_its_mother_though_she_stands_below(Database kind)
    {
        await using var app = await PatronServices.Start(kind);

        var outcome = await app.Import(Samples.Path(Sales + "accounts.csv"), "customers", source: "Sales");

        Assert.Equal((85, 85, 0, 0, 0, 0), outcome.Counts());
        Assert.Equal(85L, await Number(app, "select count(*) from customers where kind = 2 and merged_into is null"));
        var said = File.ReadLines(Samples.Path(Sales + "accounts.csv")).Skip(1).Count(l => l.Split(',')[6].Length > 0);
        Assert.Equal(said, await Number(app, "select count(*) from customers_relations where kind = 2 and other_customer_id is not null"));
        Assert.Equal(15, said);
        // The same file again says nothing new.
        Assert.Equal((85, 0, 0, 85, 0, 0), (await app.Import(Samples.Path(Sales + "accounts.csv"), "customers", source: "Sales")).Counts());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_is_named_before_they_come_is_found_when_they_come(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "id,name,company,owner\n1,Ann Lee,Acme Ltd,Moses Frase\n2,Bo Ray,acme ltd,m.cox@example.org\n"), "customers");
        Assert.Equal(0L, await Number(app, "select count(*) from customers_relations where other_customer_id is not null or user_id is not null"));

        await app.Import(app.Write("o.csv", "id,company\n9,Acme Ltd\n"), "customers", source: "Ledger");
        await app.Import(app.Write("t.csv", "name,email\nMoses Frase,\nMarkita Cox,m.cox@example.org\n"), "team");

        Assert.Equal(2L, await Number(app, "select count(*) from customers_relations where kind = 3 and other_customer_id is not null"));
        Assert.Equal(2L, await Number(app, "select count(distinct user_id) from customers_relations where kind = 1"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_customer_shows_owner_mother_daughters_and_contacts(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("t.csv", "name\nMoses Frase\n"), "team");
        await app.Import(app.Write("o.csv", "id,company,parent,owner\n1,Acme,,Moses Frase\n2,Acme North,Acme,\n3,Acme South,1,\n"), "customers");
        await app.Import(app.Write("p.csv", "id,name,company\n7,Ann Lee,Acme\n"), "customers");

        var acme = await Of(app, "Acme");

        Assert.Equal(["Moses Frase"], acme.Owners.Select(o => o.Name));
        Assert.Equal(["Acme North", "Acme South"], acme.Daughters.Select(d => d.Name));
        Assert.Equal(["Ann Lee"], acme.Contacts.Select(c => c.Name));
        Assert.Equal("Acme", Assert.Single((await Of(app, "Acme South")).DaughterOf).Name);
        Assert.NotNull(Assert.Single((await Of(app, "Ann Lee")).ContactAt).Customer);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_kind_of_relation_between_customers_comes_from_a_file(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("o.csv", "id,company,supplies,competes with,member of\n1,Acme,,,\n2,Bold,Acme,,Guild\n3,Guild,,,\n4,Crown,,Acme,\n"), "customers");
        await app.Import(app.Write("p.csv", "id,name,relative of,decision maker of,influencer of,refers_to\n7,Ann Lee,,Acme,,8\n8,Bo Ray,7,,Bold,\n"), "customers");

        Assert.Equal(7L, await Number(app, "select count(*) from customers_relations where other_customer_id is not null"));
        Assert.Equal(7L, await Number(app, "select count(distinct kind) from customers_relations where kind between 4 and 11"));
        var acme = await Of(app, "Acme");
        Assert.Equal(["Ann Lee", "Bold", "Crown"], acme.Others.SelectMany(o => o.To).Select(o => o.Name).Order());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Another_mother_takes_the_place_of_the_first_and_undo_brings_the_first_back(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("a.csv", "id,company,parent\n1,Acme,\n2,Bold,\n3,Kid,Acme\n"), "customers");

        var second = await app.Import(app.Write("b.csv", "id,company,parent\n3,Kid,Bold\n"), "customers");

        Assert.Equal((1, 0, 1, 0, 0, 0), second.Counts());
        Assert.Equal("Bold", Assert.Single((await Of(app, "Kid")).DaughterOf).Name);
        await Undo(app, second.ChangeSet!.Value);
        Assert.Equal("Acme", Assert.Single((await Of(app, "Kid")).DaughterOf).Name);
    }

    [Fact]
    public async Task Northwinds_customers_name_their_companies_and_its_employees_are_a_team_with_managers()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);

        var team = await app.Import(Samples.Path("northwind/Employees.csv"), "team", source: "Northwind");
        var customers = await app.Import(Samples.Path("northwind/Customers.csv"), "customers", source: "Northwind");

        Assert.Equal((9, 9, 0, 0, 0, 0), team.Counts());
        Assert.Equal((91, 91, 0, 0, 0, 0), customers.Counts());
        Assert.Equal(91L, await Number(app, "select count(*) from customers_relations where kind = 3"));
        // Andrew Fuller reports to nobody; everyone else reports to one of the nine.
        Assert.Equal(8L, await Number(app, "select count(*) from access_users where manager_id in (select id from access_users)"));
        Assert.Equal("Andrew Fuller", await app.Ask("select manager from access_users where name = 'Nancy Davolio'"));
    }

    [Fact]
    public async Task A_relation_of_another_source_is_not_found_by_its_number()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("o.csv", "id,company\n1,Acme\n"), "customers", source: "Ledger");

        await app.Import(app.Write("p.csv", "id,company,parent\n5,Bold,1\n"), "customers", source: "Shop");

        Assert.Null(Assert.Single((await Of(app, "Bold")).DaughterOf).Customer);
    }

    internal static async Task<long> Number(PatronServices app, string sql) => Convert.ToInt64(await app.Ask(sql), CultureInfo.InvariantCulture);

    /// <summary>As the job that takes back a change set does, for this room's part.</summary>
    private static async Task Undo(PatronServices app, ChangeSetId id)
    {
        await using var session = await app.Session();
        var set = session.Db.Set<Patron.Data.ChangeSet>().Single(s => s.Id == id);
        Patron.Data.ChangeRange[] ranges = [.. session.Db.Set<Patron.Data.ChangeRange>().Where(r => r.ChangeSetId == id)];
        var what = new Patron.Data.Undoing(set, ranges, app.Clock.Now, null);
        for (long? at = 0; at is { } from;) at = await new RelationHistory().Undo(session, what, from, default);
        await session.Commit(default);
    }

    private static async Task<CustomerRelations> Of(PatronServices app, string name)
    {
        var id = await Number(app, $"select id from customers where coalesce(name, company) = '{name}' and merged_into is null");
        return await app.Get<RelationReads>().Of(new CustomerId(id), null, default);
    }
}
