using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patron.Access.Contracts;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Kernel;
using Patron.Tests.Imports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Customers;

/// <summary>The form of the relation from files and by hand, and the kinds of relations that only people name.</summary>
public sealed class RelationFormTests
{
    private const string Header = "id,name,email,level,service_level,served_channel,served_team,contract,contract_until,membership\n";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_a_file_says_holds_until_a_person_sets_it_and_again_once_that_is_undone(Database kind)
    {
        await using var app = await Ann(kind);
        var (reads, deeds, ann) = (app.Get<FormReads>(), app.Get<FormDeeds>(), await Of(app, "Ann Lee"));
        var said = await reads.Of(ann, Ct);
        Assert.Equal(("Gold", "Premium", "phone", "Key accounts"), (said.Level, said.Service, said.Channel, said.TeamName));
        Assert.Equal([("C-17", AgreementKind.Contract, new DateOnly(2027, 3, 31)), ("Reading club", AgreementKind.Membership, (DateOnly?)null)], said.Agreements.Select(a => (a.Name, a.Kind, a.Ends)));

        var set = (await deeds.Set(ann, new(" Silver ", null, null, null, null, new DateOnly(2026, 1, 2)), null, Ct)).Value!.Value;
        var changed = await reads.Of(ann, Ct);
        Assert.Equal(("Silver", "Premium", new DateOnly(2026, 1, 2)), (changed.Level, changed.Service, changed.Since));
        await app.Import(app.Write("again.csv", Header + "1,Ann Lee,ann@example.com,Platinum,,,,,,\n"), "customers");
        Assert.Equal("Silver", (await reads.Of(ann, Ct)).Level);
        Assert.Null((await deeds.Set(ann, new("Silver", null, null, null, null, new DateOnly(2026, 1, 2)), null, Ct)).Value);

        Assert.Null((await app.Get<DeedUndo>().Undo(set, null, Ct)).Refusal);
        Assert.Equal("Platinum", (await reads.Of(ann, Ct)).Level);
        Assert.IsType<DeedUndoneAlready>((await app.Get<DeedUndo>().Undo(set, null, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_contract_is_entered_changed_and_taken_away_and_its_history_tells_each_step(Database kind)
    {
        await using var app = await Ann(kind);
        var (reads, deeds, ann) = (app.Get<FormReads>(), app.Get<FormDeeds>(), await Of(app, "Ann Lee"));
        var wanted = new WantedAgreement(AgreementKind.Contract, " Service 2026 ", "77", new(2026, 1, 1), new(2026, 12, 31), null);

        Assert.Null((await deeds.Add(ann, wanted, null, Ct)).Refusal);
        var row = (await reads.Of(ann, Ct)).Agreements.Single(a => a.Number == "77");
        Assert.True(row.HoldsOn(new(2026, 1, 1)) && row.HoldsOn(new(2026, 12, 31)) && !row.HoldsOn(new(2027, 1, 1)) && !row.HoldsOn(new(2025, 12, 31)));
        Assert.Null((await deeds.Change(ann, row.Row!.Value, wanted with { Ends = new(2028, 12, 31) }, null, Ct)).Refusal);
        var removed = (await deeds.Remove(ann, row.Row.Value, null, Ct)).Value!.Value;
        Assert.DoesNotContain((await reads.Of(ann, Ct)).Agreements, a => a.Number == "77");
        Assert.IsType<NoSuchAgreement>((await deeds.Remove(ann, row.Row.Value, null, Ct)).Refusal);

        var history = await app.Get<FormHistory>().Of(ann, Ct);
        Assert.Contains(history, h => h is { Field: "name", Before: null, After: "Service 2026" });
        Assert.Contains(history, h => h is { Field: "ends", Before: "2026-12-31", After: "2028-12-31", Of: "Service 2026" });
        Assert.Contains(history, h => h is { Field: "state", Before: "1", After: "2" });

        Assert.Null((await app.Get<DeedUndo>().Undo(removed, null, Ct)).Refusal);
        Assert.Equal(new DateOnly(2028, 12, 31), (await reads.Of(ann, Ct)).Agreements.Single(a => a.Number == "77").Ends);
        Assert.IsType<EndsBefore>((await deeds.Add(ann, wanted with { Ends = new(2025, 12, 31) }, null, Ct)).Refusal);
        Assert.IsType<FormNoName>((await deeds.Add(ann, wanted with { Name = " " }, null, Ct)).Refusal);
        Assert.IsType<FormTooLong>((await deeds.Set(ann, new(new('x', TermLists.LongestName + 1), null, null, null, null, null), null, Ct)).Refusal);
        Assert.IsType<FormUnknown>((await deeds.Set(ann, new(null, null, null, new(999), null, null), null, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_customer_base_holds_the_same_words_whether_it_is_loaded_or_refreshed(Database kind)
    {
        await using var app = await Ann(kind);
        var (ann, bo, users) = (await Of(app, "Ann Lee"), await Of(app, "Bo Ray"), await app.Get<IColleagues>().All(Ct));
        await app.Get<FormDeeds>().Set(ann, new("Silver", null, "visit", Assert.Single(users).Id, null, null), null, Ct);
        await app.Get<FormDeeds>().Add(bo, new(AgreementKind.Contract, "Late", null, null, new(2030, 6, 1), null), null, Ct);
        await app.Get<FormDeeds>().Add(bo, new(AgreementKind.Membership, "Book circle", null, new(2026, 1, 1), null, null), null, Ct);
        await app.Get<RelationDeeds>().Set(bo, ann, RelationKind.Refers, null, null, Ct);
        await app.Get<ICustomerBase>().CatchUp(Ct);

        var expected = new[]
        {
            $"Silver|Premium|visit|Key accounts|Reading club|{new DateOnly(2027, 3, 31).DayNumber}|{users[0].Id}|contract True 1, membership True open|",
            $"Gold||||Book circle|{new DateOnly(2030, 6, 1).DayNumber}||contract True 1, membership False open|{ann}",
        };
        Assert.Equal(expected, (string[])[Words(app.Get<ICustomerBase>(), ann), Words(app.Get<ICustomerBase>(), bo)]);
        await using var again = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddPatron(app.Location).AddSingleton<TimeProvider>(app.Clock).BuildServiceProvider();
        var loaded = again.GetRequiredService<ICustomerBase>();
        await loaded.CatchUp(Ct);
        Assert.Equal(expected, (string[])[Words(loaded, ann), Words(loaded, bo)]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task People_and_organisations_stand_in_many_relations_and_those_that_hold_both_ways_are_said_once(Database kind)
    {
        await using var app = await Ann(kind);
        var (deeds, reads) = (app.Get<RelationDeeds>(), app.Get<RelationReads>());
        var (ann, bo, acme) = (await Of(app, "Ann Lee"), await Of(app, "Bo Ray"), await Of(app, "Acme"));

        Assert.Null((await deeds.Set(bo, ann, RelationKind.Family, "brother", null, Ct)).Refusal);
        Assert.Null((await deeds.Set(ann, bo, RelationKind.Family, "brother", null, Ct)).Value);
        await deeds.Set(ann, acme, RelationKind.Decides, null, null, Ct);
        await deeds.Set(ann, acme, RelationKind.ContactAt, "Head of buying", null, Ct, BuyingRole.Decider);
        await deeds.Set(bo, ann, RelationKind.Refers, null, null, Ct);

        var ofAnn = (await reads.Of(ann, null, Ct)).Others;
        Assert.Equal(["customers.relation.family.from", "customers.relation.refers.to", "customers.relation.decides.from"], ofAnn.Select(o => o.Label));
        Assert.Equal((bo, "brother"), (Assert.Single(ofAnn[0].To).Customer!.Value, ofAnn[0].To[0].Role));
        Assert.Equal(ann, Assert.Single((await reads.Of(bo, null, Ct)).Others.Single(o => o.Kind == RelationKind.Family).To).Customer);
        Assert.Equal("customers.relation.decides.to", Assert.Single((await reads.Of(acme, null, Ct)).Others).Label);
        Assert.Equal(BuyingRole.Decider, Assert.Single((await app.Get<GroupReads>().Of(acme, null, Ct))!.Contacts).Buying);

        Assert.NotNull((await deeds.Remove(ann, bo, RelationKind.Family, null, Ct)).Value);
        Assert.DoesNotContain((await reads.Of(bo, null, Ct)).Others, o => o.Kind == RelationKind.Family);
        Assert.IsType<WrongKind>((await deeds.Set(ann, acme, RelationKind.Family, null, null, Ct)).Refusal);
        Assert.IsType<WrongKind>((await deeds.Set(ann, acme, RelationKind.Competes, null, null, Ct)).Refusal);
        Assert.IsType<WrongKind>((await deeds.Set(acme, ann, RelationKind.Influences, null, null, Ct)).Refusal);
        Assert.IsType<WrongKind>((await deeds.Set(ann, acme, RelationKind.Level, null, null, Ct)).Refusal);
    }

    [Fact]
    public async Task A_word_that_was_renamed_is_still_understood_and_a_list_has_no_word_twice()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var lists = app.Get<TermLists>();
        await lists.Save(TermList.Levels, ["", ""], ["Gold", "Silver"], Ct);
        Assert.IsType<TermTwice>((await lists.Save(TermList.Levels, ["Gold", "Silver"], ["Gold", " gold "], Ct)).Refusal);

        await lists.Save(TermList.Levels, ["Gold", "Silver"], ["Key customer", ""], Ct);

        var terms = await lists.Read(Ct);
        Assert.Equal(["Key customer"], terms.Levels.Select(t => t.Name));
        Assert.Equal(("Key customer", "Key customer", "Silver"), (terms.Called(TermList.Levels, "gold"), terms.Called(TermList.Levels, "KEY CUSTOMER"), terms.Called(TermList.Levels, "Silver")));
        // A name in use again belongs to whom it names now.
        await lists.Save(TermList.Levels, ["Key customer", ""], ["Key customer", "Gold"], Ct);
        Assert.Equal("Gold", (await lists.Read(Ct)).Called(TermList.Levels, "gold"));
    }

    [Fact]
    public async Task The_pages_set_the_form_show_it_on_both_screens_of_the_customer_and_take_it_back()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 3))[0].Customer.Id;
        var terms = await browser.Page("/settings/relations");
        await browser.Post("/settings/relations", TestBrowser.TokenIn(terms), ("_handler", "begin"));
        Assert.Contains("Key customer", await browser.Page("/settings/relations"), StringComparison.Ordinal);

        var page = $"/customers/{customer}/form";
        var token = await browser.Token(page);
        Assert.Contains("not a day", await (await browser.Post(page, token, ("_handler", "form"), ("since", "soon"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var set = await (await browser.Post(page, token, ("_handler", "form"), ("level", "Key customer"), ("service", "Premium"))).Content.ReadAsStringAsync();
        Assert.Contains("data-undo", set, StringComparison.Ordinal);
        var added = await (await browser.Post(page, token, ("_handler", "agreement"), ("kind", "Contract"), ("name", "Frame contract"), ("ends", "2020-01-31"))).Content.ReadAsStringAsync();
        Assert.Contains("Frame contract", added, StringComparison.Ordinal);
        foreach (var screen in (string[])[$"/customers/{customer}", $"/customers/{customer}/now"])
        {
            var shown = await browser.Page(screen);
            Assert.All(["Key customer", "Premium", "Frame contract", "over"], word => Assert.Contains(word, shown, StringComparison.Ordinal));
        }
        Assert.Contains("Key customer", await browser.Page("/customers?level=Key+customer&cols=level"), StringComparison.Ordinal);

        await browser.Post($"/deeds/{set.Split("/deeds/")[1].Split("/undo")[0]}/undo", token, ("back", page));
        Assert.DoesNotContain("Key customer", await browser.Page($"/customers/{customer}"), StringComparison.Ordinal);
        using var reader = await app.SignIn(Roles.Analyst);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await reader.Get(page)).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await reader.Get("/settings/relations")).StatusCode);
    }

    private static string Words(ICustomerBase customers, CustomerId id)
    {
        var snapshot = customers.Current;
        Assert.True(snapshot.TryIndex(id.Value, out var at));
        var (ends, recommended) = (snapshot[CustomerColumns.ContractEnds][at], string.Join(", ", snapshot[CustomerColumns.Recommended].Of(at).Select(r => new CustomerId(r.Amount))));
        return string.Join('|', snapshot[CustomerColumns.Level][at], snapshot[CustomerColumns.Service][at], snapshot[CustomerColumns.ServiceChannel][at], snapshot[CustomerColumns.Team][at],
            snapshot[CustomerColumns.Membership][at], ends, snapshot[CustomerColumns.Owner][at], string.Join(", ", snapshot[CustomerColumns.Agreements].Of(at).Select(Held).Order()), recommended);

        string Held(Fact agreed) => $"{snapshot[CustomerColumns.Agreements].Codes.Name(agreed.Code)} {agreed.Day == Fact.Always} {(agreed.Until == Fact.Open ? "open" : agreed.Until - ends)}";
    }

    private static async Task<PatronServices> Ann(Database kind)
    {
        var app = await PatronServices.Start(kind);
        await app.Import(app.Write("t.csv", "name\nMoses Frase\n"), "team");
        await app.Import(app.Write("p.csv", Header + "1,Ann Lee,ann@example.com,Gold,Premium,phone,Key accounts,C-17,2027-03-31,Reading club\n2,Bo Ray,bo@example.com,Gold,,,,,,\n"), "customers");
        await app.Import(app.Write("o.csv", "id,company\n9,Acme\n"), "customers");
        await app.Get<ICustomerBase>().CatchUp(Ct);
        return app;
    }

    private static async Task<CustomerId> Of(PatronServices app, string name) => new((long)(await app.Ask($"select id from customers where name = '{name}' and merged_into is null"))!);
}
