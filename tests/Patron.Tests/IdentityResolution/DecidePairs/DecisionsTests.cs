using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.DecidePairs;

public sealed class DecisionsTests
{
    private static readonly UserId Grace = new(1 << 20);
    private static readonly IncomingConsent Agreed = new("marketing", "email", true, 1_000_000);

    private static IncomingLine Line(string order, string customer) => new(1, order, null, "tea", "Tea", null, 1_000_000, 2_000_000, 0, 1_700_000_000_000_000, customer, null, null, null);

    /// <summary>Three people of two systems, with orders, consents, notes and values set by hand; 1 and 7 have married names, and nothing in common.</summary>
    internal static async Task<PatronServices> WithPeople(Database kind)
    {
        var patron = await UndoImportsTests.Start(kind);
        await patron.Import("Shop", [Row("1", "Ada Byron", "ada@byron.org", city: "London", consents: Agreed), Row("2", "Charles Babbage", "charles@babbage.org"), Row("3", "Mary Somerville", "mary@s.org")]);
        await patron.Import("Cards", [Row("7", "Ada King", "ada@lovelace.org", "020 7946 0321", consents: Agreed with { Given = false, At = 2_000_000 }), Row("8", "Charles Babbage", "charles@babbage.org", "020 7946 0999")]);
        foreach (var id in (string[])["1", "2", "3", "7"])
        {
            await patron.Get<INotes>().Add(new(await patron.CustomerOf(id)), "Note about " + id, Grace, Ct);
            await patron.Get<IHandValues>().Set([new(new(await patron.CustomerOf(id)), "region", false, "Region of " + id)], Grace, Ct);
        }
        await patron.Import("Shop", (IncomingLine[])[Line("A", "1"), Line("B", "2"), Line("C", "3")]);
        await patron.Import("Cards", (IncomingLine[])[Line("D", "7"), Line("E", "8")]);
        return patron;
    }

    internal static async Task<SourceRecordId> Record(PatronServices patron, string id) => new((long)(await patron.Ask($"select id from identity_source_records where external_id = '{id}'"))!);

    internal static async Task<DecisionOutcome> Decide(PatronServices patron, Verdict verdict, string one, string other, double? probability = null)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        return await patron.Get<IDecisions>().Decide([new(await Record(patron, one), await Record(patron, other), verdict, probability)], probability is null ? Grace : null, Ct);
    }

    private static async Task<DecisionOutcome> Undo(PatronServices patron, ChangeSetId? set)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        var undone = await patron.Get<IDecisions>().Undo(set!.Value, Grace, Ct);
        Assert.Null(undone.Refusal);
        return undone.Value!;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_declared_to_be_one_are_one_with_all_their_rows_and_the_undo_puts_every_row_of_every_table_back(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var before = await patron.AllRows();
        var (ada, king) = (await patron.CustomerOf("1"), await patron.CustomerOf("7"));
        var outcome = await Decide(patron, Verdict.Same, "7", "1");
        Assert.Equal([new MergedCustomer(new(king), new(ada))], outcome.Merged);
        Assert.Equal("Cards:7+Shop:1 Cards:8+Shop:2 Shop:3", await patron.Customers());
        Assert.Equal(new CustomerId(ada), await patron.Get<ICustomers>().Resolve(new(king), Ct));
        foreach (var (table, rows) in new[] { ("purchases_orders", 2), ("consents_ledger", 2), ("interactions", 2), ("identity_hand_values", 2) })
        {
            Assert.Equal(rows, await patron.Count(table, $"customer_id = {ada}"));
            Assert.Equal(0, await patron.Count(table, $"customer_id = {king}"));
        }
        Assert.Equal("identity.link.hand", await patron.Ask($"select reason from identity_links where customer_id = {ada}"));

        var undone = await Undo(patron, outcome.Set);
        Assert.Equal([new PartedCustomer(new(ada), new(king), Back: true)], undone.Parted);
        UndoImportsTests.Same(before, await patron.AllRows());
        Assert.IsType<DecisionsUndone>((await patron.Get<IDecisions>().Undo(outcome.Set!.Value, Grace, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_declared_never_to_be_one_part_and_stay_two_and_the_undo_joins_them_as_they_were(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var before = await patron.AllRows();
        var outcome = await Decide(patron, Verdict.Never, "2", "8");
        Assert.Equal("Cards:7 Cards:8 Shop:1 Shop:2 Shop:3", await patron.Customers());
        Assert.Single(outcome.Parted);
        await patron.Import("Cards", [Row("8", "Charles Babbage", "charles@babbage.org", "020 7946 0777")]);
        Assert.Equal("Cards:7 Cards:8 Shop:1 Shop:2 Shop:3", await patron.Customers());
        await patron.Import("Cards", [Row("8", phone: "020 7946 0999")]);

        await Undo(patron, outcome.Set);
        // The one that was made for the split leads to the one it became part of; nothing else differs. The order of changes in a record's day does.
        var after = await patron.AllRows();
        Assert.Equal(before.Length + 1, after.Length);
        Assert.Equal("Cards:7 Cards:8+Shop:2 Shop:1 Shop:3", await patron.Customers());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Never_wins_over_the_model_over_a_person_and_over_a_key_and_holds_when_both_records_come_again(Database kind)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        var shop = await patron.Import("Shop", [Row("1", "John Smith", "john@smith.org")]);
        var cards = await patron.Import("Cards", [Row("7", "John Smith", "john@smith.org")]);
        await Decide(patron, Verdict.Never, "1", "7");
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());
        Assert.Equal(0, (await Decide(patron, Verdict.SameByModel, "1", "7", 0.999)).Kept);

        await patron.Undo(cards);
        await patron.Undo(shop);
        Assert.Equal("", await patron.Customers());
        await patron.Import("Cards", [Row("7", "John Smith", "john@smith.org")]);
        await patron.Import("Shop", [Row("1", "John Smith", "john@smith.org")]);
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());
        Assert.Equal(1, await patron.Count("identity_decisions d", "exists (select 1 from identity_source_records r where r.id = d.first_record) and exists (select 1 from identity_source_records r where r.id = d.second_record)"));

        // A third that is like both joins one of them, and a person who says that it is the other's as well is told that it stays apart.
        await patron.Import("List", [Row("x", "John Smith", "john@smith.org")]);
        Assert.Equal(2, (await patron.Customers()).Split(' ').Length);
        Assert.Empty((await Decide(patron, Verdict.Same, "x", "1")).Apart);
        Assert.Single((await Decide(patron, Verdict.Same, "x", "7")).Apart);
        Assert.NotEqual(await patron.CustomerOf("1"), await patron.CustomerOf("7"));
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task Same_holds_when_a_record_comes_again_and_a_person_has_the_last_word_over_the_model(Database kind)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        await patron.Import("Shop", [Row("1", "Ada Byron", "ada@byron.org")]);
        var cards = await patron.Import("Cards", [Row("7", "Ada King", "ada@lovelace.org")]);
        Assert.Equal(1, (await Decide(patron, Verdict.SameByModel, "1", "7", 0.995)).Kept);
        Assert.Equal("Cards:7+Shop:1", await patron.Customers());
        Assert.Equal("identity.link.model", await patron.Ask("select reason from identity_links"));
        await patron.Undo(cards);
        await patron.Import("Cards", [Row("7", "Ada King", "ada@lovelace.org")]);
        Assert.Equal("Cards:7+Shop:1", await patron.Customers());

        Assert.Equal(0, (await Decide(patron, Verdict.SameByModel, "1", "7", 0.999)).Kept);
        var same = await Decide(patron, Verdict.Same, "1", "7");
        Assert.Equal("identity.link.hand", await patron.Ask("select reason from identity_links"));
        var never = await Decide(patron, Verdict.Never, "1", "7");
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());
        // Taken back in the order in which they were made, the last one still holds; at the end what the model said.
        await Undo(patron, same.Set);
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());
        await Undo(patron, never.Set);
        Assert.Equal("Cards:7+Shop:1", await patron.Customers());
        Assert.Equal("identity.link.model", await patron.Ask("select reason from identity_links"));
        Assert.Equal(3, await patron.Count("identity_decisions"));
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task An_address_that_two_declared_to_be_one_share_joins_a_third_of_either_name(Database kind)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        await patron.Import("Shop", [Row("1", "Ada Byron", "ada@home.org")]);
        await patron.Import("Cards", [Row("7", "Ada King", "ada@home.org")]);
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());
        var outcome = await Decide(patron, Verdict.Same, "1", "7");
        await patron.Import("List", [Row("x", "Ada King", "ada@home.org"), Row("y", "Ada Byron", "ada@home.org")]);
        Assert.Equal("Cards:7+List:x+List:y+Shop:1", await patron.Customers());
        await Undo(patron, outcome.Set);
        Assert.Equal("Cards:7 List:x List:y Shop:1", await patron.Customers());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Merges_that_cross_each_other_at_once_end_without_loss_or_circle(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var rows = new Dictionary<string, long>();
        foreach (var table in (string[])["purchases_orders", "purchases_order_lines", "consents_ledger", "interactions", "identity_source_records", "identity_hand_values"]) rows[table] = await patron.Count(table);
        string[] ids = ["1", "2", "3", "7"];
        var customers = new List<long>();
        foreach (var id in ids) customers.Add(await patron.CustomerOf(id));
        var records = new List<SourceRecordId>();
        foreach (var id in ids) records.Add(await Record(patron, id));
        (int, int)[] pairs = [(0, 1), (1, 0), (1, 2), (2, 3), (3, 0)];

        var outcomes = await Task.WhenAll(pairs.Select(p => Task.Run(() => patron.Get<IDecisions>().Decide([new(records[p.Item1], records[p.Item2], Verdict.Same)], Grace, Ct))));

        Assert.Equal("Cards:7+Cards:8+Shop:1+Shop:2+Shop:3", await patron.Customers());
        foreach (var (table, count) in rows) Assert.Equal(count, await patron.Count(table));
        var survivor = new CustomerId(await patron.CustomerOf("1"));
        foreach (var customer in customers) Assert.Equal(survivor, await patron.Get<ICustomers>().Resolve(new(customer), Ct));
        await Invariants.Hold(patron);

        // And the same again in the other direction, in an order of its own.
        foreach (var outcome in outcomes.Where(o => o.Set is not null).Reverse())
        {
            await Undo(patron, outcome.Set);
            await Invariants.Hold(patron);
        }
        Assert.Equal("Cards:7 Cards:8+Shop:2 Shop:1 Shop:3", await patron.Customers());
        foreach (var (id, customer) in ids.Zip(customers)) Assert.Equal(customer, await patron.CustomerOf(id));
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task An_old_id_leads_to_its_own_records_when_the_one_through_whom_they_came_parts(Database kind)
    {
        await using var patron = await WithPeople(kind);
        var (ada, mary) = (await patron.CustomerOf("1"), await patron.CustomerOf("3"));
        var first = await Decide(patron, Verdict.Same, "3", "7"); // Mary is older than King: King goes to Mary
        var king = (await patron.Get<ICustomers>().Resolve(new(mary), Ct))!.Value;
        await Decide(patron, Verdict.Same, "7", "1"); // all to Ada, through King's record
        await Undo(patron, first.Set);
        Assert.Equal("Cards:7+Shop:1 Cards:8+Shop:2 Shop:3", await patron.Customers());
        Assert.Equal(mary, await patron.CustomerOf("3"));
        Assert.Equal(new CustomerId(mary), king);
        foreach (var merged in await patron.Merged()) Assert.Equal(new CustomerId(ada), await patron.Get<ICustomers>().Resolve(new(merged), Ct));
        await Invariants.Hold(patron);
    }
}
