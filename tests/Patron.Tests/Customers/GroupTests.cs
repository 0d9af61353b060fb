using FsCheck;
using FsCheck.Fluent;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.Kernel;
using Patron.Tests.Imports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Customers;

/// <summary>Mothers, daughters and contacts by hand and from files, and the group they make.</summary>
public sealed class GroupTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_group_is_a_tree_with_what_all_of_it_bought_and_contacts_with_their_roles(Database kind)
    {
        await using var app = await Acmes(kind);
        var (acme, north, ann) = (await Of(app, "Acme"), await Of(app, "Acme North"), await Of(app, "Ann Lee"));
        await app.Import(app.Write("l.csv", "order,line,sku,quantity,price,date,customer\nA,1,X,1,10,2026-01-05,1\nB,1,X,2,10,2026-01-06,2\nC,1,X,5,10,2026-01-06,7\n"), "order-lines");
        await app.Get<ICustomerBase>().CatchUp(Ct);

        Assert.Null((await app.Get<RelationDeeds>().Set(ann, acme, RelationKind.ContactAt, " Head of buying ", null, Ct)).Refusal);
        var group = (await app.Get<GroupReads>().Of(north, null, Ct))!;

        Assert.Equal([("Acme", 0), ("Acme North", 1), ("Acme South", 1)], group.Companies.Select(c => (c.Name!, c.Depth)));
        Assert.Equal((2, 30_000_000L), (group.Orders, group.Spent));
        var contact = Assert.Single((await app.Get<GroupReads>().Of(acme, null, Ct))!.Contacts);
        Assert.Equal((ann, "Head of buying", 50_000_000L), (contact.Id, contact.Role, contact.Spent));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_a_person_says_goes_before_what_sources_say_and_is_undone(Database kind)
    {
        await using var app = await Acmes(kind);
        var (deeds, reads) = (app.Get<RelationDeeds>(), app.Get<GroupReads>());
        var (acme, north, south) = (await Of(app, "Acme"), await Of(app, "Acme North"), await Of(app, "Acme South"));

        var moved = (await deeds.Set(south, north, RelationKind.DaughterOf, null, null, Ct)).Value;
        Assert.Equal(north, (await reads.Of(south, null, Ct))!.Mother);
        var removed = (await deeds.Remove(north, acme, RelationKind.DaughterOf, null, Ct)).Value;
        Assert.Null((await reads.Of(north, null, Ct))!.Mother);
        // The same file again does not bring it back, nor does asking twice change anything.
        await app.Import(app.Write("o2.csv", "id,company,parent\n2,Acme North,Acme\n"), "customers");
        Assert.Null((await reads.Of(north, null, Ct))!.Mother);
        Assert.Equal(default(Result<ChangeSetId?>), await deeds.Remove(north, acme, RelationKind.DaughterOf, null, Ct));

        Assert.Null((await deeds.Undo(removed!.Value, null, Ct)).Refusal);
        Assert.Null((await deeds.Undo(moved!.Value, null, Ct)).Refusal);
        Assert.Null((await deeds.Undo(moved.Value, null, Ct)).Refusal);
        Assert.Equal((acme, acme), ((await reads.Of(north, null, Ct))!.Mother, (await reads.Of(south, null, Ct))!.Mother));
        Assert.IsType<NoSuchRelation>((await deeds.Undo(new(999), null, Ct)).Refusal);
        Assert.IsType<WrongKind>((await deeds.Set(await Of(app, "Ann Lee"), acme, RelationKind.DaughterOf, null, null, Ct)).Refusal);
        Assert.IsType<WrongKind>((await deeds.Set(acme, acme, RelationKind.DaughterOf, null, null, Ct)).Refusal);
        Assert.IsType<RoleTooLong>((await deeds.Set(await Of(app, "Ann Lee"), acme, RelationKind.ContactAt, new('x', HandRelationTable.LongestRole + 1), null, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task No_company_becomes_its_own_mother_not_even_when_two_people_say_so_at_once(Database kind)
    {
        await using var app = await Acmes(kind);
        var (deeds, acme, north, south) = (app.Get<RelationDeeds>(), await Of(app, "Acme"), await Of(app, "Acme North"), await Of(app, "Acme South"));
        Assert.IsType<ClosesCircle>((await deeds.Set(acme, north, RelationKind.DaughterOf, null, null, Ct)).Refusal);

        var both = await Task.WhenAll(Task.Run(() => deeds.Set(north, south, RelationKind.DaughterOf, null, null, Ct)), Task.Run(() => deeds.Set(south, north, RelationKind.DaughterOf, null, null, Ct)));

        Assert.Single(both, b => b.Refusal is ClosesCircle);
        Assert.Equal(3, (await app.Get<GroupReads>().Of(acme, null, Ct))!.Companies.Count);
    }

    [Fact]
    public void Whatever_is_said_a_forest_has_no_circle_and_each_company_one_mother() => Prop.ForAll(
        (from said in (from a in Gen.Choose(1, 6) from b in Gen.Choose(1, 6) from hand in Gen.Choose(0, 1) from at in Gen.Choose(0, 3) select (a, b, hand, at)).ListOf() select said).ToArbitrary(), said =>
        {
            Tie[] ties = [.. said.Where(s => s.a != s.b).Select(s => new Tie(new(s.a), new(s.b), RelationKind.DaughterOf, null, s.hand == 1, DateTimeOffset.UnixEpoch.AddDays(s.at)))];
            var (forest, shuffled) = (new Forest(ties), new Forest(ties.Reverse()));
            return Enumerable.Range(1, 6).Select(n => new CustomerId(n)).All(c =>
                forest.MotherOf(c) == shuffled.MotherOf(c) && forest.IsBelow(c, forest.TopOf(c)) && forest.Below(c).Select(b => b.Customer).Distinct().Count() == forest.Below(c).Count());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task The_page_of_an_organisation_shows_the_group_and_changes_it_with_undo()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        await ListSample.Add(app.Get<IServiceProvider>(), 5);
        await using (var db = await app.Db())
        {
            db.AddRange(Company(9_001, "Acme"), Company(9_002, "Acme North"));
            db.Tell(Patron.Data.Topics.Customers, new(9_001));
            db.Tell(Patron.Data.Topics.Customers, new(9_002));
            await db.SaveChangesAsync(Ct);
        }
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var (acme, north) = (new CustomerId(9_001), new CustomerId(9_002));
        var page = $"/customers/{acme}/relations";
        Assert.Contains("Is a daughter", await browser.Page($"{page}?find={north}"), StringComparison.Ordinal);

        var set = await (await browser.Post(page + "/set", await browser.Token($"{page}?find={north}"), ("from", north.ToString()), ("to", acme.ToString()), ("kind", "DaughterOf"))).Content.ReadAsStringAsync();

        Assert.Contains("data-undo", set, StringComparison.Ordinal);
        Assert.Contains("2 companies", await browser.Page($"/customers/{north}"), StringComparison.Ordinal);
        var circle = await (await browser.Post(page + "/set", TestBrowser.TokenIn(set), ("from", acme.ToString()), ("to", north.ToString()), ("kind", "DaughterOf"))).Content.ReadAsStringAsync();
        Assert.Contains("its own parent", circle, StringComparison.Ordinal);
        await browser.Post($"{page}/{set.Split("/relations/")[1].Split("/undo")[0]}/undo", TestBrowser.TokenIn(set));
        Assert.DoesNotContain("2 companies", await browser.Page($"/customers/{north}"), StringComparison.Ordinal);

        static Patron.Customers.Customer Company(long id, string name) => new() { Id = new(id), Kind = CustomerKind.Organisation, CreatedAt = DateTimeOffset.UnixEpoch, Name = name, Company = name };
    }

    private static async Task<PatronServices> Acmes(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Import(app.Write("o.csv", "id,company,parent\n1,Acme,\n2,Acme North,Acme\n3,Acme South,1\n"), "customers");
        await app.Import(app.Write("p.csv", "id,name,company\n7,Ann Lee,Acme\n"), "customers");
        await app.Get<ICustomerBase>().CatchUp(Ct);
        return app;
    }

    private static async Task<CustomerId> Of(PatronServices app, string name) => new((long)(await app.Ask($"select id from customers where name = '{name}' and merged_into is null"))!);
}
