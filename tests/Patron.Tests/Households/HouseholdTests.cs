using Patron.CustomerBase.Contracts;
using Patron.Data.Erasing;
using Patron.Households;
using Patron.Households.FindHouseholds;
using Patron.Households.KeepHouseholds;
using Patron.Households.ShowHouseholds;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Households;

/// <summary>Households on both databases: found, decided, taken back, and moved with their customers.</summary>
public sealed class HouseholdTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task They_are_found_once_confirmed_by_a_person_and_a_second_search_changes_nothing(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        var (ada, byron) = (await Customer(patron, "1"), await Customer(patron, "2"));

        Assert.Contains("\"Changed\":2", await Search(patron), StringComparison.Ordinal);
        Assert.Contains("\"Changed\":0", await Search(patron), StringComparison.Ordinal);

        var found = (await patron.Get<HouseholdReads>().Of(ada, null, Ct))!;
        Assert.False(found.Confirmed);
        Assert.Equal([ada, byron], found.Members.Select(m => m.Id));
        var confirmed = (await patron.Get<HouseholdDeeds>().Confirm(found.Id, " The Lovelaces ", null, Ct)).Value!;
        Assert.Contains("\"Changed\":0", await Search(patron), StringComparison.Ordinal);
        var kept = (await patron.Get<HouseholdReads>().One(found.Id, null, Ct))!;
        Assert.Equal((true, "The Lovelaces"), (kept.Confirmed, kept.Name));

        Assert.Null((await patron.Get<HouseholdDeeds>().Undo(confirmed.Set!.Value, null, Ct)).Refusal);
        var back = (await patron.Get<HouseholdReads>().One(found.Id, null, Ct))!;
        Assert.Equal((false, null, 2), (back.Confirmed, back.Name, back.Members.Count));
        Assert.Equal(0, await patron.Count("households_decided"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_refusal_holds_through_searches_and_a_later_file_and_can_be_taken_back(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        await Search(patron);
        var (reads, ada) = (patron.Get<HouseholdReads>(), await Customer(patron, "1"));
        var refused = (await patron.Get<HouseholdDeeds>().Refuse((await reads.Of(ada, null, Ct))!.Id, null, Ct)).Value!;

        await patron.Send("Shop", Home("1", "Ada Lovelace"), Home("3", "Carl Lovelace"));
        await Search(patron);

        Assert.Null(await reads.Of(ada, null, Ct));
        Assert.Null(await reads.Of(await Customer(patron, "3"), null, Ct));
        var list = await reads.List(HouseholdAddress.Of(null, HouseholdAddress.Refused, null, null), null, Ct);
        Assert.Equal((1, 1, 0), (list.Found, list.Refused, list.Suggested));
        await patron.Get<HouseholdDeeds>().Undo(refused.Set!.Value, null, Ct);
        await Search(patron);
        Assert.Equal(3, (await reads.Of(ada, null, Ct))!.Members.Count);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_refusal_outlives_the_undo_of_the_import_that_brought_a_member(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        var later = await patron.Import("Cards", [Home("3", "Carl Lovelace", "carl@example.org")]);
        await Search(patron);
        var (reads, ada) = (patron.Get<HouseholdReads>(), await Customer(patron, "1"));
        var refused = (await patron.Get<HouseholdDeeds>().Refuse((await reads.Of(ada, null, Ct))!.Id, null, Ct)).Value!;

        await patron.Undo(later);
        await Search(patron);

        Assert.Null(await reads.Of(ada, null, Ct));
        Assert.Equal(1, (await reads.List(HouseholdAddress.Of(null, HouseholdAddress.Refused, null, null), null, Ct)).Found);
        Assert.Equal(0L, await patron.Ask("select count(*) from households_decided d where not exists (select 1 from customers c where c.id = d.customer_id)"));
        Assert.Null((await patron.Get<HouseholdDeeds>().Undo(refused.Set!.Value, null, Ct)).Refusal);
        await Search(patron);
        Assert.Equal([ada, await Customer(patron, "2")], (await reads.Of(ada, null, Ct))!.Members.Select(m => m.Id));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Members_are_taken_out_and_added_and_nobody_lives_in_two_confirmed_households(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        await patron.Send("Shop", Row("9", "Bo Ek", "bo@example.org"), Row("8", "Cy Ek", "cy@example.org"));
        await Search(patron);
        var (deeds, reads, ada, bo) = (patron.Get<HouseholdDeeds>(), patron.Get<HouseholdReads>(), await Customer(patron, "1"), await Customer(patron, "9"));
        var home = (await reads.Of(ada, null, Ct))!.Id;

        await deeds.Add(home, bo, null, Ct);
        var outOf = (await deeds.TakeOut(home, ada, null, Ct)).Value!;
        await Search(patron);

        Assert.DoesNotContain(ada, (await reads.One(home, null, Ct))!.Members.Select(m => m.Id));
        Assert.Equal(ada, Assert.Single((await reads.One(home, null, Ct))!.Left).Id);
        var own = (await deeds.Begin(ada, null, Ct)).Value!;
        Assert.IsType<LivesElsewhere>((await deeds.Add(own.Household, bo, null, Ct)).Refusal);
        Assert.IsType<LivesElsewhere>((await deeds.Begin(bo, null, Ct)).Refusal);
        Assert.Null((await deeds.Add(own.Household, await Customer(patron, "8"), null, Ct)).Refusal);
        Assert.Null((await deeds.Name(home, "Byron", null, Ct)).Refusal);
        Assert.IsType<NameTooLong>((await deeds.Name(home, new('x', DecidedTable.LongestName + 1), null, Ct)).Refusal);
        Assert.Null((await deeds.Undo(outOf.Set!.Value, null, Ct)).Refusal);
        Assert.Contains(ada, (await reads.One(home, null, Ct))!.All());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_decided_anew_since_is_not_undone(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        await Search(patron);
        var (deeds, home) = (patron.Get<HouseholdDeeds>(), (await patron.Get<HouseholdReads>().Of(await Customer(patron, "1"), null, Ct))!.Id);
        var confirmed = (await deeds.Confirm(home, null, null, Ct)).Value!;
        var named = (await deeds.Name(home, "Byron", null, Ct)).Value!;

        Assert.IsType<HouseholdChangedSince>((await deeds.Undo(confirmed.Set!.Value, null, Ct)).Refusal);
        Assert.Equal("Byron", (await patron.Get<HouseholdReads>().One(home, null, Ct))!.Name);
        Assert.Null((await deeds.Undo(named.Set!.Value, null, Ct)).Refusal);
        Assert.Null((await deeds.Undo(confirmed.Set!.Value, null, Ct)).Refusal);
        Assert.Null((await deeds.Undo(confirmed.Set!.Value, null, Ct)).Refusal);
        Assert.IsType<HouseholdGone>((await deeds.Undo(new(12345), null, Ct)).Refusal);
        Assert.IsType<HouseholdGone>((await deeds.Confirm(new(12345), null, null, Ct)).Refusal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_merge_takes_the_household_along_and_erasing_leaves_nothing_of_it(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        await patron.Send("Shop", Home("5", "Eve Lovelace", "eve@example.org"));
        await patron.Send("Cards", Row("7", "Ada Lovelace", phone: "+44 20 7946 0018"));
        await Search(patron);
        var home = (await patron.Get<HouseholdReads>().Of(await Customer(patron, "1"), null, Ct))!.Id;
        await patron.Get<HouseholdDeeds>().Confirm(home, "Lovelace", null, Ct);
        await patron.Get<HouseholdDeeds>().Add(home, await Customer(patron, "7"), null, Ct);

        // The card's customer and the shop's turn out to be one.
        await patron.Send("News", Row("9", "Ada Lovelace", "ada@example.org", "+44 20 7946 0018"));

        await patron.Get<ICustomerBase>().CatchUp(Ct);
        var members = (await patron.Get<HouseholdReads>().One(home, null, Ct))!.Members;
        Assert.Equal(3, members.Count);
        Assert.Contains(await Customer(patron, "9"), members.Select(m => m.Id));
        await patron.Get<Erasure>().Erase([await Customer(patron, "9")], null, Ct);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal(2, (await patron.Get<HouseholdReads>().One(home, null, Ct))!.Members.Count);
        Assert.Equal(2, await patron.Count("households_decided"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_list_is_searched_by_a_member_sorted_and_counted(Database kind)
    {
        await using var patron = await Lovelaces(kind);
        await patron.Send("Shop", Row("20", "Max Born", "max@example.org", street: "9 Elm Road", city: "Ulm"), Row("21", "Eva Born", "eva@example.org", street: "9 Elm Rd", city: "Ulm"), Row("22", "Ina Born", "ina@example.org", street: "9 Elm Road", city: "Ulm"));
        await Search(patron);
        var reads = patron.Get<HouseholdReads>();

        var all = await reads.List(HouseholdAddress.Of(null, null, "-members", null), null, Ct);
        Assert.Equal((2, 2, 0, 5), (all.Found, all.Suggested, all.Confirmed, all.Customers));
        Assert.Equal([3, 2], all.Rows.Select(r => r.Members.Count));
        Assert.Equal([2, 3], (await reads.List(HouseholdAddress.Of(null, null, "members", null), null, Ct)).Rows.Select(r => r.Members.Count));
        Assert.Equal(3, Assert.Single((await reads.List(HouseholdAddress.Of("Eva Born", null, null, null), null, Ct)).Rows).Members.Count);
        Assert.Empty((await reads.List(HouseholdAddress.Of("Nobody", "confirmed", null, "7"), null, Ct)).Rows);
        Assert.Equal(2, (await reads.List(HouseholdAddress.Of(null, "suggested", "nonsense", "0"), null, Ct)).Found);
    }

    private static async Task<PatronServices> Lovelaces(Database kind)
    {
        var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Home("1", "Ada Lovelace", "ada@example.org"), Home("2", "Byron Lovelace", "byron@example.org"), Row("4", "Dan Stone", "dan@example.org", street: "12 High Street", city: "London"));
        return patron;
    }

    private static IncomingRecord Home(string id, string name, string? email = null) => Row(id, name, email, street: "12 High Street", city: "London");

    private static async Task<CustomerId> Customer(PatronServices patron, string externalId) => new(await patron.CustomerOf(externalId));

    private static async Task<string> Search(PatronServices patron)
    {
        var run = await patron.Get<IJobs>().RunNow(FindJob.JobKind, "{}", null, null, Ct);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        return run.Result!;
    }
}

internal static class ShownHouseholds
{
    public static IEnumerable<CustomerId> All(this ShownHousehold household) => household.Members.Select(m => m.Id);
}
