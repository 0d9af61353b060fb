using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.EnterValues;

public sealed class HandValuesTests
{
    private static readonly UserId Grace = new(1 << 20);

    private static async Task<Result<ChangeSetId>> Set(PatronServices patron, long customer, params (string Field, string? Value)[] values)
    {
        patron.Clock.Advance(TimeSpan.FromMinutes(1));
        return await patron.Get<IHandValues>().Set([.. values.Select(v => new HandValue(new(customer), v.Field, false, v.Value))], Grace, Ct);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_value_set_by_hand_wins_over_what_any_source_says_later(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org", city: "London"));
        var ada = await patron.CustomerOf("1");
        Assert.Null((await Set(patron, ada, ("city", "Ockham"), ("name", "ADA KING, Countess"), ("birth", "1915-12-10"))).Refusal);
        Assert.Equal(1, await patron.Count("customers", "city = 'Ockham' and name = 'ADA KING, Countess'"));

        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org", city: "Paris"));
        Assert.Equal("Cards:7+Shop:1", await patron.Customers());
        Assert.Equal(1, await patron.Count("customers", $"id = {ada} and city = 'Ockham' and email = 'ada@lovelace.org'"));

        var city = (await patron.Get<IIdentityReads>().Of(new(ada), Ct)).Golden.Single(g => g.Field == "city");
        Assert.Equal("identity.golden.hand", city.Reason);
        Assert.Equal(["Ockham", "Paris", "London"], city.Candidates.Select(c => c.Value));
        Assert.Equal((true, (UserId?)Grace), (city.Winner.ByHand, city.Winner.By));
        Assert.Equal(["Cards", "Shop"], city.Candidates.Skip(1).Select(c => c.Record!.Source.Name));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Empty_is_known_to_be_none_and_null_gives_the_word_back_to_the_sources(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"));
        var ada = await patron.CustomerOf("1");
        await Set(patron, ada, ("email", ""));
        Assert.Equal(1, await patron.Count("customers", "email is null"));
        var email = (await patron.Get<IIdentityReads>().Of(new(ada), Ct)).Golden.Single(g => g.Field == "email");
        Assert.Equal(["", "ada@lovelace.org"], email.Candidates.Select(c => c.Value));
        await Set(patron, ada, ("email", null));
        Assert.Equal(1, await patron.Count("customers", "email = 'ada@lovelace.org'"));
        Assert.Empty(await patron.Get<IHandValues>().Of(new(ada), Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_two_people_who_turn_out_to_be_one_the_newer_hand_wins_and_the_older_stays_to_choose(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"), Row("2", "Ada King", phone: "020 7946 0321"));
        var (stays, goes) = (await patron.CustomerOf("1"), await patron.CustomerOf("2"));
        await Set(patron, goes, ("city", "Ockham"), ("title", "Dr"));
        await Set(patron, stays, ("city", "London"));
        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org", "020 7946 0321"));
        Assert.Equal(1, await patron.Count("customers", $"id = {stays} and city = 'London' and title = 'Dr'"));
        Assert.Equal([("city", "London"), ("title", "Dr"), ("city", "Ockham")],
            (await patron.Get<IHandValues>().Of(new(stays), Ct)).OrderByDescending(h => h.At).ThenByDescending(h => h.Field == "title").Select(h => (h.Field, h.Value)));
        // The customer that was merged away leads to the one that stayed.
        Assert.Null((await Set(patron, goes, ("city", "Paris"))).Refusal);
        Assert.Equal(1, await patron.Count("customers", $"id = {stays} and city = 'Paris'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Parts_of_a_name_that_were_not_set_come_from_the_sources(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada Byron", "ada@lovelace.org"), Row("2", "김민수", "minsu@kim.kr"));
        await Set(patron, await patron.CustomerOf("1"), ("family", "King"));
        Assert.Equal(1, await patron.Count("customers", "name = 'Ada King' and given_name = 'Ada' and family_name = 'King'"));
        await Set(patron, await patron.CustomerOf("2"), ("name", "Minsu Kim"));
        Assert.Equal(1, await patron.Count("customers", "name = 'Minsu Kim' and latin_name is null"));
    }

    [Theory]
    [InlineData("email", "ada at home", "identity.hand.noEmail")]
    [InlineData("phone", "0000", "identity.hand.noPhone")]
    [InlineData("birth", "1990-02-30", "identity.hand.noDay")]
    [InlineData("birth", "1889-12-31", "identity.hand.noBirthday")]
    [InlineData("birth", "2026-03-04", "identity.hand.noBirthday")]
    [InlineData("country", "Atlantis", "identity.hand.tooLong")]
    [InlineData("country", "QX", "identity.hand.noChoice")]
    [InlineData("sex", "1", "identity.hand.noChoice")]
    [InlineData("kind", "1", "identity.hand.noChoice")]
    [InlineData("time_zone", "Europe/Atlantis", "identity.hand.noChoice")]
    [InlineData("shoe", "38", "identity.hand.unknown")]
    public async Task What_an_import_would_leave_out_is_refused_at_its_field(string field, string value, string why)
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "Ada King"));
        var refusal = (await Set(patron, await patron.CustomerOf("1"), ("city", "Ockham"), (field, value))).Refusal;
        Assert.Equal((why, field), (refusal!.Key, Assert.IsType<FieldRefusal>(refusal, exactMatch: false).Field));
        Assert.Equal(0, await patron.Count("identity_hand_values"));
        Assert.Equal(why, (await patron.Get<IHandValues>().Refuse(field, false, value, Ct))!.Key);
    }

    [Theory]
    [InlineData("email", " Ada@Lovelace.ORG ", "ada@lovelace.org")]
    [InlineData("phone", "020 7946 0321", "+442079460321")]
    [InlineData("birth", "1890-01-01", "1890-01-01")]
    [InlineData("birth", "2026-03-02", "2026-03-02")]
    [InlineData("country", "kr", "KR")]
    [InlineData("kind", "organisation", "Organisation")]
    public async Task Values_are_kept_in_the_form_in_which_records_keep_them(string field, string value, string kept)
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Send("Shop", Row("1", "Ada King"));
        patron.Clock.Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var customer = new CustomerId(await patron.CustomerOf("1"));
        Assert.Null((await patron.Get<IHandValues>().Set([new(customer, field, false, value)], Grace, Ct)).Refusal);
        Assert.Equal(kept, Assert.Single(await patron.Get<IHandValues>().Of(customer, Ct)).Value);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Undo_restores_what_was_and_is_refused_where_another_value_was_set_since(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", city: "London"));
        var ada = await patron.CustomerOf("1");
        var hands = patron.Get<IHandValues>();
        var first = (await Set(patron, ada, ("city", "Ockham"))).Value;
        var second = (await Set(patron, ada, ("city", "Paris"))).Value;
        Assert.Equal("identity.hand.changedSince", (await hands.Undo(first, Grace, Ct)).Refusal!.Key);
        Assert.Equal(1, await patron.Count("customers", "city = 'Paris'"));
        Assert.Null((await hands.Undo(second, Grace, Ct)).Refusal);
        Assert.Equal(1, await patron.Count("customers", "city = 'Ockham'"));
        Assert.Equal("identity.hand.undone", (await hands.Undo(second, Grace, Ct)).Refusal!.Key);
        Assert.Null((await hands.Undo(first, Grace, Ct)).Refusal);
        Assert.Equal(1, await patron.Count("customers", "city = 'London'"));
        Assert.Equal(0, await patron.Count("identity_hand_values"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_customer_entered_here_is_matched_like_any_other(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"));
        var hands = patron.Get<IHandValues>();
        HandValue Said(string field, string value, bool custom = false) => new(default, field, custom, value);
        var known = (await hands.Add([Said("name", "Ada King"), Said("email", "ADA@lovelace.org"), Said("interests", "engines", custom: true)], Grace, Ct)).Value;
        Assert.Equal(await patron.CustomerOf("1"), known.Value);
        Assert.Equal(1, await patron.Count("customers", "merged_into is null"));
        var fresh = (await hands.Add([Said("name", "Charles Babbage"), Said("birth", "1991-12-26")], Grace, Ct)).Value;
        Assert.Equal(1, await patron.Count("customers", $"id = {fresh.Value} and name = 'Charles Babbage'"));
        Assert.Equal("identity.hand.noDay", (await hands.Add([Said("name", "Charles"), Said("birth", "26.12.1791")], Grace, Ct)).Refusal!.Key);
        Assert.Equal("identity.hand.nothing", (await hands.Add([Said("city", "London"), Said("name", " ")], Grace, Ct)).Refusal!.Key);
        Assert.Equal(2, await patron.Count("customers", "merged_into is null"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Many_are_set_at_once_and_who_has_the_value_already_is_left_alone(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", [.. Enumerable.Range(0, 40).Select(n => Row("c" + n, "Person " + n, city: n % 4 == 0 ? "Leeds" : "York"))]);
        var all = new List<HandValue>();
        for (var n = 0; n < 40; n++) all.Add(new(new(await patron.CustomerOf("c" + n)), "city", false, "Leeds"));
        all.Add(new(new(12345), "city", false, "Leeds"));
        await using var session = await patron.Session();
        var set = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), By = Grace, Kind = "customer.edit" };
        Assert.Equal(30, await patron.Get<IHandValues>().Set(session, new(session.Db, set), all, Grace, Ct));
        await session.Db.SaveChangesAsync(Ct);
        await session.Commit(Ct);
        Assert.Equal(40, await patron.Count("customers", "city = 'Leeds'"));
        Assert.Equal(30, await patron.Count("identity_hand_values"));
        Assert.Null((await patron.Get<IHandValues>().Undo(set.Id, Grace, Ct)).Refusal);
        Assert.Equal(10, await patron.Count("customers", "city = 'Leeds'"));
    }
}
