using Microsoft.Extensions.DependencyInjection;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.UndoImports;

public sealed class UndoImportsTests
{
    private static readonly UserId Grace = new(1 << 20);
    private static readonly IncomingConsent Agreed = new("marketing", "email", true, 1_000_000), Refused = new("marketing", "email", false, 2_000_000);

    internal static Task<PatronServices> Start(Database kind) => PatronServices.Start(kind, s => s.AddSingleton<IUndoesChanges, Undone.DeletesCreated>());

    /// <summary>Two systems that know some of the same people, a note, a value set by hand, an order.</summary>
    private static async Task<PatronServices> WithPeople(Database kind)
    {
        var patron = await Start(kind);
        await patron.Import("Shop",
        [
            Row("1", "Ada King", "ada@lovelace.org", city: "London", custom: new Dictionary<string, string> { ["interests"] = "engines" }, consents: Agreed),
            Row("2", "Ada King", phone: "020 7946 0321", city: "Ockham"),
            Row("3", "Charles Babbage", "charles@babbage.org", "020 7946 0999"),
            Row("4", "Mary Somerville", phone: "020 7946 0444"),
        ]);
        await patron.Import("Cards", [Row("7", "Charles Babbage", "charles@babbage.org"), Row("8", "Mary Somerville", phone: "020 7946 0444")]);
        foreach (var id in (string[])["1", "2", "3"])
        {
            await patron.Get<INotes>().Add(new(await patron.CustomerOf(id)), "Note about " + id, Grace, Ct);
            await patron.Get<IHandValues>().Set([new(new(await patron.CustomerOf(id)), "region", false, "Region of " + id)], Grace, Ct);
        }
        await patron.Import("Shop", (IncomingLine[])[Line("A", "1"), Line("B", "2"), Line("C", null)]);
        await patron.Import("Cards", (IncomingLine[])[Line("D", "7"), Line("E", "8")]);
        return patron;
    }

    private static IncomingLine Line(string order, string? customer) => new(1, order, null, "tea", "Tea", null, 1_000_000, 2_000_000, 0, 1_700_000_000_000_000, customer, null, null, null);

    public static TheoryData<Database, string> Files()
    {
        var data = new TheoryData<Database, string>();
        foreach (var kind in Enum.GetValues<Database>()) foreach (var file in Rows.Keys) data.Add(kind, file);
        return data;
    }

    private static readonly Dictionary<string, (string Source, IncomingRecord[] Rows)> Rows = new()
    {
        ["new people"] = ("Phone list", [Row("p", "Grace Hopper", "grace@hopper.org", custom: new Dictionary<string, string> { ["shoe"] = "38", ["marital_status"] = "single" }, consents: Agreed), Row("q")]),
        ["values that change"] = ("Shop", [Row("1", "Ada Lovelace", city: "Paris", title: "Dr", custom: new Dictionary<string, string> { ["interests"] = "poetry", ["shoe"] = "38" }, consents: Refused), Row("4", street: "1 High Street")]),
        ["a merge of two"] = ("Phone list", [Row("p", "Ada King", "ada@lovelace.org", "020 7946 0321")]),
        ["a split of one"] = ("Cards", [Row("7", "Charles Babbage", "other@babbage.org"), Row("8", phone: "020 7946 0777")]),
        ["a number that becomes shared"] = ("Phone list", [Row("p", "Peter Mark", phone: "020 7946 0444")]),
        ["a split and a merge across"] = ("Cards", [Row("7", "Mary Somerville", "mary@somerville.org", "020 7946 0444"), Row("8", "Charles Babbage", "charles@babbage.org", "020 7946 0999")]),
        ["an oldest record that goes to another"] = ("Shop", [Row("2", "Charles Babbage", "charles@babbage.org", "020 7946 0999"), Row("3", "Ada King", "ada@lovelace.org", "020 7946 0111")]),
    };

    [Theory, MemberData(nameof(Files))]
    public async Task After_the_undo_every_row_of_every_table_is_what_it_was(Database kind, string file)
    {
        await using var patron = await WithPeople(kind);
        var before = await patron.AllRows();
        var set = await patron.Import(Rows[file].Source, Rows[file].Rows, chunk: 1);
        Assert.NotEqual(before, await patron.AllRows());
        Assert.Empty(await patron.Undo(set));
        Same(before, await patron.AllRows());
    }

    internal static void Same(string[] before, string[] after) =>
        Assert.Empty((string[])[.. before.Except(after).Select(r => "gone: " + r), .. after.Except(before).Select(r => "come: " + r), .. before.Length == after.Length ? (string[])[] : [$"{before.Length} rows were, {after.Length} are"]]);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task People_whom_only_orders_named_and_anonymous_buyers_go_with_the_file_that_named_them(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var before = await patron.AllRows();
        var first = await patron.Import("Shop", (IncomingLine[])[Line("X", "new"), Line("Y", null), Line("Z", "1")]);
        var second = await patron.Import("Shop", (IncomingLine[])[Line("W", "new")]);
        Assert.Equal("identity.undo.needed", Assert.Single(await patron.Undo(first)).Reason);
        Assert.Equal(1, await patron.Count("identity_source_records", "external_id = 'new'"));
        Assert.Empty(await patron.Undo(second));
        Same(before, await patron.AllRows());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_record_with_orders_of_another_file_keeps_its_id_alone(Database kind)
    {
        await using var patron = await Start(kind);
        var people = await patron.Import("Shop", [Row("1", "Ada King", "ada@lovelace.org")]);
        await patron.Import("Shop", (IncomingLine[])[Line("A", "1")]);
        var left = Assert.Single(await patron.Undo(people));
        Assert.Equal(("1", "identity.undo.needed"), (left.What, left.Reason));
        Assert.Equal(1, await patron.Count("identity_source_records", "stub and name is null and email is null"));
        Assert.Equal(1, await patron.Count("customers", "name is null and email is null"));
        Assert.Equal(0, await patron.Count("identity_identifiers"));
        await patron.Import("Shop", [Row("1", "Ada King")]);
        Assert.Equal(1, await patron.Count("customers", "name = 'Ada King'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_customer_of_whom_somebody_wrote_stays_and_is_named(Database kind)
    {
        await using var patron = await Start(kind);
        var set = await patron.Import("Shop", [Row("1", "Ada King", "ada@lovelace.org"), Row("2", "Charles Babbage"), Row("3", "Mary Somerville")]);
        var (ada, charles) = (new CustomerId(await patron.CustomerOf("1")), new CustomerId(await patron.CustomerOf("2")));
        await patron.Get<INotes>().Add(ada, "Called", Grace, Ct);
        await patron.Get<IHandValues>().Set([new(charles, "city", false, "London")], Grace, Ct);
        var left = await patron.Undo(set);
        Assert.Equal([("1", ada, "identity.undo.written"), ("2", charles, "identity.undo.written")], left.Select(l => (l.What, l.Customer!.Value, l.Reason)));
        Assert.Equal(2, await patron.Count("customers", "name is null"));
        Assert.Equal(1, await patron.Count("customers", $"id = {charles.Value} and city = 'London'"));
        Assert.Single(await patron.Get<INotes>().Of(ada, Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_a_later_file_changed_stays_and_is_named_and_what_is_back_already_is_silent(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Import("Shop", [Row("1", "Ada King", city: "London", street: "1 Square", title: "Miss")]);
        var second = await patron.Import("Shop", [Row("1", "Ada King", city: "Paris", street: "2 Rue", title: "Dr")]);
        await patron.Import("Shop", [Row("1", "Ada King", city: "Rome", title: "Miss")]);
        var left = await patron.Undo(second);
        Assert.Equal([("city", "Rome"), ("title", "Miss")], left.Select(l => (l.Field!, l.Value!)).Order());
        Assert.Equal(1, await patron.Count("customers", "city = 'Rome' and street = '1 Square' and title = 'Miss'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_value_of_a_person_that_gave_way_to_a_file_comes_back_with_its_day(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var before = await patron.AllRows();
        var row = Row("1", "Ada King") with { Region = "Surrey" };
        var set = await patron.Import("Shop", [row], new(FileWins: true));
        Assert.Equal(1, await patron.Count("customers", "region = 'Surrey'"));
        Assert.Equal(2, await patron.Count("identity_hand_values"));
        Assert.Empty(await patron.Undo(set));
        Same(before, await patron.AllRows());
    }
}
