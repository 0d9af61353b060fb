using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

/// <summary>What an import may change of what is known.</summary>
public sealed class RulesTests
{
    private static readonly UserId Grace = new(1 << 20);

    private static async Task<List<RowFate>> Send(PatronServices patron, IntakeRules rules, bool planOnly, params IncomingRecord[] rows)
    {
        patron.Clock.Advance(TimeSpan.FromDays(1));
        var set = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), Kind = "import" };
        var file = new Intake(await patron.Source("Shop"), Organisation.Default, patron.Clock.GetUtcNow(), null, planOnly, patron.Get<IdMaker>(), planOnly ? null : set) { Rules = rules };
        return await patron.Take(file, rows);
    }

    /// <summary>A plan and what is done afterwards tell the same of each row.</summary>
    private static async Task<List<RowFate>> Send(PatronServices patron, IntakeRules rules, params IncomingRecord[] rows)
    {
        var planned = await Send(patron, rules, planOnly: true, rows);
        var done = await Send(patron, rules, planOnly: false, rows);
        Assert.Equal(planned.Select(f => (f.Fate, f.Why?.Key)), done.Select(f => (f.Fate, f.Why?.Key)));
        return done;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Create_only_leaves_who_is_known_and_update_only_lets_nobody_new_in(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King"));
        var created = await Send(patron, new(IntakeMode.CreateOnly), Row("1", "Ada Byron"), Row("2", "Charles Babbage"));
        Assert.Equal([(Fate.Unchanged, "identity.row.knownAlready"), (Fate.Created, null)], created.Select(f => (f.Fate, f.Why?.Key)));
        var updated = await Send(patron, new(IntakeMode.UpdateOnly), Row("1", "Ada Lovelace"), Row("3", "Mary Somerville"));
        Assert.Equal([(Fate.Updated, null), (Fate.Rejected, "identity.row.notKnown")], updated.Select(f => (f.Fate, f.Why?.Key)));
        Assert.Equal(["Ada Lovelace", "Charles Babbage"], new[] { await patron.Ask("select min(name) from customers"), await patron.Ask("select max(name) from customers") });
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Fill_only_touches_nothing_that_any_source_or_person_has_told(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"));
        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org", city: "London"));
        var ada = new CustomerId(await patron.CustomerOf("1"));
        await patron.Get<IHandValues>().Set([new(ada, "region", false, "Surrey")], Grace, Ct);
        var row = Row("1", "Ada Byron", "other@lovelace.org", "020 7946 0321", city: "Paris") with { Region = "Kent" };
        Assert.Equal([(Fate.Updated, null)], (await Send(patron, new(FillOnly: true), row)).Select(f => (f.Fate, f.Why?.Key)));
        Assert.Equal(1, await patron.Count("customers", $"id = {ada.Value} and name = 'Ada King' and email = 'ada@lovelace.org' and phone = '+442079460321' and city = 'London' and region = 'Surrey'"));
        Assert.Equal([(Fate.Unchanged, "identity.row.filledAlready")], (await Send(patron, new(FillOnly: true), row)).Select(f => (f.Fate, f.Why?.Key)));
        Assert.Equal([(Fate.Unchanged, null)], (await Send(patron, new(FillOnly: true), Row("1", "Ada King"))).Select(f => (f.Fate, f.Why?.Key)));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Fill_only_holds_for_new_records_too_that_join_somebody_who_is_known(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org", city: "London"));
        var joining = Row("1", "Ada King", "ada@lovelace.org", "020 7946 0321", city: "Paris") with { Region = "Kent" };

        Assert.Equal(Fate.Created, (await Send(patron, new(FillOnly: true), joining)).Single().Fate);

        Assert.Equal(1, await patron.Count("customers", "merged_into is null and city = 'London' and region = 'Kent' and phone = '+442079460321'"));
        Assert.Equal(1, await patron.Count("customers", "merged_into is null"));
        await Send(patron, new(FillOnly: false), joining with { City = "Bath" });
        Assert.Equal(1, await patron.Count("customers", "merged_into is null and city = 'Bath'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_a_source_newly_says_against_a_person_is_a_conflict_unless_the_file_is_to_win(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org", city: "London", custom: new Dictionary<string, string> { ["shoe"] = "38" }));
        var ada = new CustomerId(await patron.CustomerOf("1"));
        await patron.Get<IHandValues>().Set([new(ada, "city", false, "Ockham"), new(ada, "email", false, "countess@lovelace.org"), new(ada, "shoe", true, "39")], Grace, Ct);

        Assert.Equal(Fate.Unchanged, (await Send(patron, new(), Row("1", city: "London")))[0].Fate);
        var conflict = (await Send(patron, new(), Row("1", city: "Paris", phone: "020 7946 0321")))[0];
        Assert.Equal((Fate.Conflict, "identity.row.byHand", "city", "Paris"), (conflict.Fate, conflict.Why!.Key, conflict.Why.Column, conflict.Why.Value));
        Assert.Equal(1, await patron.Count("customers", "city = 'Ockham' and phone is null"));
        Assert.Equal("shoe", (await Send(patron, new(), Row("1", custom: new Dictionary<string, string> { ["shoe"] = "40" })))[0].Why!.Column);

        // What the person set is what the source says now: they agree.
        Assert.Equal(Fate.Updated, (await Send(patron, new(), Row("1", email: "Countess@Lovelace.org")))[0].Fate);

        Assert.Equal(Fate.Updated, (await Send(patron, new(FileWins: true), Row("1", city: "Paris")))[0].Fate);
        Assert.Equal(1, await patron.Count("customers", "city = 'Paris' and email = 'countess@lovelace.org'"));
        Assert.Equal(["email", "shoe"], (await patron.Get<IHandValues>().Of(ada, Ct)).Select(h => h.Field).Order());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Somebody_in_the_bin_is_offered_back_and_comes_with_what_the_row_says(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"));
        var ada = new CustomerId(await patron.CustomerOf("1"));
        await using (var session = await patron.Session())
        {
            var set = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), Kind = "customer.delete" };
            await patron.Get<IBin>().Delete(session, new(session.Db, set), [ada], Ct);
            await session.Db.SaveChangesAsync(Ct);
            await session.Commit(Ct);
        }
        Assert.Equal((Fate.Conflict, "identity.row.inBin"), (await Send(patron, new(), Row("1", "Ada King"))).Select(f => (f.Fate, f.Why!.Key)).Single());
        // Another record of the same person does not vanish beside her.
        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org"));
        Assert.Equal("Cards:7 Shop:1", await patron.Customers());

        Assert.Equal(Fate.Returned, (await Send(patron, new(FromBin: true), Row("1", "Ada King", city: "London")))[0].Fate);
        Assert.Equal("Cards:7+Shop:1", await patron.Customers());
        Assert.Equal(1, await patron.Count("customers", $"id = {ada.Value} and deleted_at is null and city = 'London'"));
    }
}
