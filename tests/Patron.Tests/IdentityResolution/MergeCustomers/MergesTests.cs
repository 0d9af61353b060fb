using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.DecidePairs;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.MergeCustomers;

public sealed class MergesTests
{
    private static readonly UserId Grace = new(1 << 20);

    private static async Task<CustomerId> Customer(PatronServices patron, string id) => new(await patron.CustomerOf(id));

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_become_one_with_chosen_values_and_the_stricter_consent_and_the_undo_puts_every_row_back(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        // Ada agreed after King had refused: the latest word alone would be yes.
        await patron.Import("Shop", [Row("1", "Ada Byron", "ada@byron.org", city: "London", consents: new IncomingConsent("marketing", "email", true, 3_000_000))]);
        var before = await patron.AllRows();
        var (ada, king, merges) = (await Customer(patron, "1"), await Customer(patron, "7"), patron.Get<Merges>());

        var preview = (await merges.Preview([king, ada], Ct)).Value!;
        UndoImportsTests.Same(before, await patron.AllRows());
        Assert.Equal((ada, "ada king", 1), (preview.Survivor, string.Join(' ', preview.Customers.Select(c => c == ada ? "ada" : "king")), preview.Records));
        Assert.Equal(
            [new("consents_ledger", 1), new("identity_hand_values", 1), new("interactions", 1), new("purchases_order_lines", 1), new("purchases_orders", 1)],
            preview.Moved.OrderBy(m => m.Table, StringComparer.Ordinal));
        Assert.Equal(["Ada Byron", "Ada King"], preview.Fields.Single(f => f.Field == "name").Each);
        Assert.Equal("identity.golden.hand", preview.Fields.Single(f => f.Field == "region").Together.Reason);
        Assert.Equal("marketing email True False", Assert.Single(preview.Consents) is var c ? $"{c.Purpose} {c.Channel} {string.Join(' ', c.Each.Select(e => e!.Given))}" : null);

        patron.Clock.Advance(TimeSpan.FromHours(1));
        var merged = (await merges.Merge([king, ada], [new("name", false, "Ada Byron"), new("region", false, "Region of 1")], Grace, Ct)).Value!;
        Assert.Equal("Cards:7+Shop:1 Cards:8+Shop:2 Shop:3", await patron.Customers());
        Assert.Equal(ada, await patron.Get<ICustomers>().Resolve(king, Ct));
        var golden = (await patron.Get<ICustomerReads>().Find([ada], Ct))[ada].Golden;
        Assert.Equal(("Ada Byron", "Ada", "Byron", "Region of 1"), (golden.Name, golden.GivenName, golden.FamilyName, golden.Region));
        var said = Assert.Single(await patron.Get<IConsentLedger>().Of(ada, Ct));
        Assert.Equal((false, "consents.evidence.stricter", 4L), (said.Given, said.Evidence, await patron.Count("consents_ledger")));
        await Invariants.Hold(patron);

        patron.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await patron.Get<IDecisions>().Undo(merged.Set, Grace, Ct)).Refusal);
        UndoImportsTests.Same(before, await patron.AllRows());
        await Invariants.Hold(patron);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Merges_are_taken_back_in_any_order(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        var before = await patron.AllRows();
        var (one, mary, king) = (await Customer(patron, "1"), await Customer(patron, "3"), await Customer(patron, "7"));
        var first = (await Merge(patron, [new("region", false, "Region of 1")], one, king)).Value!;
        var second = (await Merge(patron, [new("region", false, "Region of 3")], king, mary)).Value!;
        Assert.Equal((one, "Cards:7+Shop:1+Shop:3 Cards:8+Shop:2"), (second.Survivor, await patron.Customers()));
        foreach (var set in (ChangeSetId[])[first.Set, second.Set])
        {
            patron.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Null((await patron.Get<IDecisions>().Undo(set, Grace, Ct)).Refusal);
            await Invariants.Hold(patron);
        }
        UndoImportsTests.Same(before, await patron.AllRows());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_merge_the_same_at_once_lose_nothing_and_make_no_circle(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        var (a, b, c) = (await Customer(patron, "1"), await Customer(patron, "7"), await Customer(patron, "3"));
        var merges = patron.Get<Merges>();
        var done = await Task.WhenAll(((CustomerId[][])[[a, b], [b, a], [b, c], [c, a], [a, b, c]]).Select(ids => Task.Run(() => merges.Merge(ids, [], Grace, Ct))));
        Assert.All(done, d => Assert.True(d.Refusal is null or MergeOneAlready, d.Refusal?.Key));
        Assert.InRange(done.Count(d => d.Refusal is null), 1, 2);
        Assert.Equal("Cards:7+Shop:1+Shop:3 Cards:8+Shop:2", await patron.Customers());
        foreach (var id in (CustomerId[])[a, b, c]) Assert.Equal(a, await patron.Get<ICustomers>().Resolve(id, Ct));
        Assert.Equal(5, await patron.Count("purchases_orders"));
        await Invariants.Hold(patron);
    }

    [Fact]
    public async Task What_cannot_be_one_is_refused_with_the_way_to_mend_it_and_changes_nothing()
    {
        await using var patron = await DecisionsTests.WithPeople(Database.Sqlite);
        await patron.Import("Shop", [Row("9", email: "office@acme.org") with { Kind = CustomerKind.Organisation, Company = "Acme Ltd", Name = "Acme Ltd" }]);
        var (ada, mary, king, acme) = (await Customer(patron, "1"), await Customer(patron, "3"), await Customer(patron, "7"), await Customer(patron, "9"));
        Assert.Null((await patron.Get<Apart>().Keep(ada, mary, Grace, Ct)).Refusal);
        var before = await patron.AllRows();

        Assert.IsType<MergeTooFew>(await Refused(ada));
        Assert.IsType<MergeTooFew>(await Refused(ada, ada));
        Assert.Equal(10, Assert.IsType<MergeTooMany>(await Refused([.. Enumerable.Range(1, 11).Select(n => new CustomerId(n))])).Most);
        Assert.IsType<MergeGone>(await Refused(ada, new(7)));
        Assert.Equal(new MergeKinds("Ada Byron", "Acme Ltd"), await Refused(acme, ada));
        Assert.Equal(["Ada Byron", "Mary Somerville"], Assert.IsType<MergeKeptApart>(await Refused(mary, king, ada)) is var apart ? new[] { apart.One, apart.Other }.Order() : []);
        Assert.IsType<MergeValueGone>((await patron.Get<Merges>().Merge([ada, king], [new("name", false, "Somebody Else")], Grace, Ct)).Refusal);
        UndoImportsTests.Same(before, await patron.AllRows());
        Assert.Equal(0, await patron.Count("kernel_change_sets", $"kind = '{Merges.Kind}'"));

        // Taken back, it can be done; and once done, it is done.
        Assert.Null((await patron.Get<Apart>().Allow(ada, mary, Grace, Ct)).Refusal);
        Assert.Null((await Merge(patron, [], ada, mary)).Refusal);
        Assert.IsType<MergeOneAlready>(await Refused(ada, mary));

        async Task<Refusal?> Refused(params CustomerId[] ids) => (await patron.Get<Merges>().Merge(ids, [], Grace, Ct)).Refusal;
    }

    [Fact]
    public async Task Whom_one_of_them_lies_in_the_bin_waits_there()
    {
        await using var patron = await DecisionsTests.WithPeople(Database.Sqlite);
        var (ada, king) = (await Customer(patron, "1"), await Customer(patron, "7"));
        await using (var session = await patron.Session())
        {
            await patron.Get<IBin>().Delete(session, new(session.Db, new() { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), Kind = "delete" }), [king], Ct);
            await session.Db.SaveChangesAsync(Ct);
            await session.Commit(Ct);
        }
        Assert.Equal(new MergeInBin("Ada King"), (await patron.Get<Merges>().Preview([ada, king], Ct)).Refusal);
    }

    private static Task<Result<MergeOutcome>> Merge(PatronServices patron, IReadOnlyList<MergeChoice> choices, params CustomerId[] ids)
    {
        patron.Clock.Advance(TimeSpan.FromHours(1));
        return patron.Get<Merges>().Merge(ids, choices, Grace, Ct);
    }
}
