using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ExplainCustomers;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.DecidePairs;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.SplitCustomers;

public sealed class SplitsTests
{
    private static readonly UserId Grace = new(1 << 20);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_record_goes_out_with_its_rows_and_what_was_written_of_it_and_the_undo_puts_all_back(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        var apart = await patron.AllRows();
        var (ada, king) = (new CustomerId(await patron.CustomerOf("1")), new CustomerId(await patron.CustomerOf("7")));
        await DecisionsTests.Decide(patron, Verdict.Same, "1", "7");
        await patron.Get<Patron.Interactions.Contracts.INotes>().Add(ada, "Written since", Grace, Ct);
        var joined = await patron.AllRows();

        var splits = patron.Get<Splits>();
        SourceRecordId[] out7 = [await DecisionsTests.Record(patron, "7")];
        var preview = (await splits.Preview(ada, out7, Ct)).Value!;
        UndoImportsTests.Same(joined, await patron.AllRows());
        Assert.Equal([(ada, false, false), (king, true, true)], preview.Sides.Select(s => (s.Customer, s.Chosen, s.Back)));
        // Ada keeps her own note and the one written since; King's goes back with the value that was set by hand.
        Assert.Equal([new SideRows("identity_hand_values", 0, 1), new("interactions", 0, 2)], preview.Sides[0].Rows.Where(r => r.ByHand > 0).OrderBy(r => r.Table, StringComparer.Ordinal));
        Assert.Contains(new SideRows("purchases_orders", 1, 0), preview.Sides[1].Rows);
        Assert.Contains(new SideRows("interactions", 0, 1), preview.Sides[1].Rows);

        patron.Clock.Advance(TimeSpan.FromHours(1));
        var split = (await splits.Split(ada, out7, Grace, Ct)).Value!;
        Assert.Equal(preview.Sides.Select(s => (s.Customer, string.Join('|', s.Rows))), split.Sides.Select(s => (s.Customer, string.Join('|', s.Rows))));
        Assert.Equal("Cards:7 Cards:8+Shop:2 Shop:1 Shop:3", await patron.Customers());
        Assert.Contains("Written since", Assert.Single((string[])[.. (await patron.AllRows()).Except(apart)]), StringComparison.Ordinal);
        await Invariants.Hold(patron);

        Assert.Null((await patron.Get<IDecisions>().Undo(split.Set, Grace, Ct)).Refusal);
        UndoImportsTests.Same(joined, await patron.AllRows());
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task A_group_stays_together_though_what_held_it_stays_behind(Database kind)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        await patron.Import("Shop", [Row("a", "John Smith", "john@smith.org"), Row("b", "John Smith", "john@smith.org", "020 7946 0321"), Row("c", "John Smith", phone: "020 7946 0321"), Row("d", "John Smith", phone: "020 7946 0321")]);
        Assert.Equal("Shop:a+Shop:b+Shop:c+Shop:d", await patron.Customers());
        var john = new CustomerId(await patron.CustomerOf("a"));
        var split = (await patron.Get<Splits>().Split(john, [await DecisionsTests.Record(patron, "a"), await DecisionsTests.Record(patron, "c")], Grace, Ct)).Value!;
        Assert.Equal("Shop:a+Shop:c Shop:b+Shop:d", await patron.Customers());
        Assert.Equal(2, split.Sides.Count);
        // A third John with the number comes to one of them, and joins the two no more.
        await patron.Import("Cards", [Row("7", "John Smith", "john@smith.org", "020 7946 0321")]);
        Assert.Equal(2, (await patron.Customers()).Split(' ').Length);
        await Invariants.Hold(patron);
    }

    [Fact]
    public async Task What_cannot_be_split_is_refused_and_changes_nothing()
    {
        await using var patron = await DecisionsTests.WithPeople(Database.Sqlite);
        var before = await patron.AllRows();
        var (splits, charles) = (patron.Get<Splits>(), new CustomerId(await patron.CustomerOf("2")));
        var (two, eight) = (await DecisionsTests.Record(patron, "2"), await DecisionsTests.Record(patron, "8"));
        Assert.IsType<SplitNothingChosen>((await splits.Split(charles, [], Grace, Ct)).Refusal);
        Assert.IsType<SplitEverythingChosen>((await splits.Split(charles, [two, eight], Grace, Ct)).Refusal);
        Assert.IsType<SplitNotItsOwn>((await splits.Split(charles, [two, await DecisionsTests.Record(patron, "1")], Grace, Ct)).Refusal);
        Assert.IsType<SplitNobody>((await splits.Split(new(7), [two], Grace, Ct)).Refusal);
        Assert.Equal(0, await patron.Count("identity_decisions"));
        Assert.Equal(0, await patron.Count("kernel_change_sets", "kind = 'match.split'"));
        UndoImportsTests.Same(before, await patron.AllRows());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Never_the_same_is_set_between_two_is_listed_holds_against_a_shared_address_and_can_be_taken_back(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        var (apart, explanations) = (patron.Get<Apart>(), patron.Get<Explanations>());
        var (mary, charles) = (new CustomerId(await patron.CustomerOf("3")), new CustomerId(await patron.CustomerOf("2")));
        Assert.Null((await apart.Keep(mary, charles, Grace, Ct)).Refusal);
        Assert.IsType<ApartAlready>((await apart.Keep(mary, charles, Grace, Ct)).Refusal);
        Assert.IsType<ApartFromItself>((await apart.Keep(mary, mary, Grace, Ct)).Refusal);
        Assert.IsType<ApartFromNobody>((await apart.Keep(mary, new(7), Grace, Ct)).Refusal);
        Assert.Equal([(charles, "Charles Babbage", 2)], (await explanations.Of(mary, Ct)).Apart.Select(a => (a.Other, a.Name!, a.Pairs)));
        Assert.Equal([mary], (await explanations.Of(charles, Ct)).Apart.Select(a => a.Other));

        await patron.Import("Shop", [Row("3", "Charles Babbage", "charles@babbage.org")]);
        Assert.Equal("Cards:7 Cards:8+Shop:2 Shop:1 Shop:3", await patron.Customers());
        Assert.Null((await apart.Allow(mary, charles, Grace, Ct)).Refusal);
        Assert.Equal("Cards:7 Cards:8+Shop:2+Shop:3 Shop:1", await patron.Customers());
        Assert.Empty((await explanations.Of(charles, Ct)).Apart);
        Assert.IsType<NothingDecided>((await apart.Allow(mary, new(await patron.CustomerOf("1")), Grace, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task Each_link_tells_its_reason_and_who_decided_it_with_the_evidence_kept(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        FieldEvidence[] evidence = [new("name", "different", -3.5), new("birth", "exact", 11.25)];
        await patron.Get<IDecisions>().Decide([new(await DecisionsTests.Record(patron, "1"), await DecisionsTests.Record(patron, "7"), Verdict.SameByModel, 0.9931, evidence)], null, Ct);
        await DecisionsTests.Decide(patron, Verdict.Same, "7", "8");
        var why = await patron.Get<Explanations>().Of(new(await patron.CustomerOf("1")), Ct);
        var byReason = why.Links.ToDictionary(l => l.Link.Reason["identity.link.".Length..]);
        Assert.Equal((0.9931, null), (byReason["model"].Probability, byReason["model"].By));
        Assert.Equal(evidence, byReason["model"].Evidence);
        Assert.Equal((Grace, null), (byReason["hand"].By, byReason["hand"].Probability));
        Assert.Equal(("charles@babbage.org", false), (byReason["email.same"].Value, byReason["email.same"].Decided));
        Assert.Equal(4, why.Identity.Records.Count);

        // Taken back, the link goes, and who it held together with it.
        var (seven, eight) = (await DecisionsTests.Record(patron, "7"), await DecisionsTests.Record(patron, "8"));
        Assert.Null((await patron.Get<Apart>().TakeBack(new(await patron.CustomerOf("1")), eight, seven, Grace, Ct)).Refusal);
        Assert.Equal("Cards:7+Shop:1 Cards:8+Shop:2 Shop:3", await patron.Customers());
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task Erased_people_leave_no_decision_behind(Database kind)
    {
        await using var patron = await DecisionsTests.WithPeople(kind);
        await DecisionsTests.Decide(patron, Verdict.Never, "1", "7");
        await DecisionsTests.Decide(patron, Verdict.Never, "2", "3");
        await patron.Get<Patron.Data.Erasing.Erasure>().Erase([new(await patron.CustomerOf("7"))], Grace, Ct);
        Assert.Equal(1, await patron.Count("identity_decisions"));
    }
}
