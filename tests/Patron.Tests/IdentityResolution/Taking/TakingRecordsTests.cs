using Patron.Consents.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

public sealed class TakingRecordsTests
{
    private static readonly IncomingRecord[] Some =
    [
        Row("1", "Ada King", "ada@lovelace.org", "020 7946 0321", custom: new Dictionary<string, string> { ["interests"] = "engines", ["shoe"] = "38" },
            consents: new IncomingConsent("marketing", "email", true, null)),
        Row("2", "Charles Babbage", "charles@babbage.org"),
        Row("3"),
    ];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_same_file_twice_changes_nothing(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        Assert.Equal([Fate.Created, Fate.Created, Fate.Created], await patron.Send("Shop", Some));
        var feed = await patron.Count("kernel_change_feed");
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Unchanged], await patron.Send("Shop", Some));
        Assert.Equal(feed, await patron.Count("kernel_change_feed"));
        Assert.Equal(3, await patron.Count("customers"));
        Assert.Equal(1, await patron.Count("consents_ledger"));
        Assert.Equal(3, await patron.Count("identity_identifiers"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_null_never_deletes_and_a_value_overwrites(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org", city: "London"));
        Assert.Equal([Fate.Updated], await patron.Send("Shop", Row("1", "Ada Lovelace", phone: "020 7946 0321")));
        Assert.Equal(1, await patron.Count("customers", "name = 'Ada Lovelace' and email = 'ada@lovelace.org' and phone = '+442079460321' and city = 'London'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_id_twice_in_a_file_is_a_conflict_unless_the_rows_are_equal(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var fates = await patron.Take(await patron.File("Shop"), [Row("1", "Ada King"), Row("1", "Ada King"), Row("1", "Ada Byron"), Row("")], chunk: 1);
        Assert.Equal([Fate.Created, Fate.Unchanged, Fate.Conflict, Fate.Rejected], fates.Select(f => f.Fate));
        Assert.Equal("identity.row.idTwice", fates[2].Why!.Key);
        Assert.Equal(1, await patron.Count("customers", "name = 'Ada King'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_plan_tells_the_fates_and_writes_nothing(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Some[0]);
        IncomingRecord[] rows = [Some[0], Row("1", "Ada Byron"), Some[1], Row("4"), Row("4", "Someone")];
        var planned = await patron.Take(await patron.File("Shop", planOnly: true), rows, chunk: 2);
        Assert.Equal(1, await patron.Count("customers"));
        var done = await patron.Take(await patron.File("Shop"), rows, chunk: 2);
        Assert.Equal([Fate.Unchanged, Fate.Conflict, Fate.Created, Fate.Created, Fate.Conflict], planned.Select(f => f.Fate));
        Assert.Equal(planned, done);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_stub_is_filled_by_the_file_that_knows_the_person(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Cards", Row("7", "ADA KING", "ADA@lovelace.org"));
        var file = await patron.File("Shop");
        IReadOnlyDictionary<string, RecordOwner> owners, again;
        await using (var session = await patron.Session())
        {
            owners = await patron.Get<IRecordOwners>().FindOrMake(session, file, ["1", "2", "1"], Ct);
            again = await patron.Get<IRecordOwners>().FindOrMake(session, file, ["2"], Ct);
            await session.Commit(Ct);
        }
        Assert.Equal(owners["2"], again["2"]);
        Assert.Equal(2, owners.Values.Select(o => o.Customer).Distinct().Count());
        Assert.Equal(2, await patron.Count("identity_source_records", "stub"));

        Assert.Equal([Fate.Updated, Fate.Updated], await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"), Row("2")));
        Assert.Equal("Cards:7+Shop:1 Shop:2", await patron.Customers());
        Assert.Equal(0, await patron.Count("identity_source_records", "stub"));
        Assert.Equal(1, await patron.Count("customers", "merged_into is not null"));
        Assert.Equal(1, await patron.Count("customers", "source_mask = 3"));
        Assert.Equal(await patron.CustomerOf("7"), await patron.Ask($"select customer_id from kernel_claimed_keys where id = {owners["1"].Record.Value}"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_plan_promises_an_id_the_same_owner_throughout(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var file = await patron.File("Shop", planOnly: true);
        await using var session = await patron.Session();
        var first = await patron.Get<IRecordOwners>().FindOrMake(session, file, ["1"], Ct);
        Assert.Equal(first["1"], (await patron.Get<IRecordOwners>().FindOrMake(session, file, ["1", "2"], Ct))["1"]);
        await session.Commit(Ct);
        Assert.Equal(0, await patron.Count("customers"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Unknown_custom_fields_become_text_fields_and_special_ones_are_left_out_until_there_is_a_purpose_and_a_consent(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var custom = new Dictionary<string, string> { ["shoe"] = "38", ["household"] = "four", ["marital_status"] = "Married", ["religion"] = "Buddhist" };
        var fates = await patron.Take(await patron.File("Shop"), [Row("1", "Ada King", custom: custom)]);
        Assert.Equal((Fate.Created, true), (fates[0].Fate, fates[0].Why is not null));
        Assert.Equal("""{"marital_status":"married","shoe":"38"}""", await patron.Ask("select custom from customers"));
        Assert.Equal("shoe", await patron.Ask("select label from customers_custom_fields where key = 'shoe'"));
        Assert.Equal(0, await patron.Count("customers_custom_fields", "key = 'religion'"));

        await using (var db = await patron.Db())
        {
            await db.Write(SettingsKeys.SpecialPurpose, "chaplaincy", Ct);
            await db.SaveChangesAsync(Ct);
        }
        var religion = new Dictionary<string, string> { ["religion"] = "Buddhist" };
        var refused = (await patron.Take(await patron.File("Shop"), [Row("2", "Li Wei", custom: religion)])).Single();
        Assert.Equal("customers.special.noConsent", refused.Why!.Key);
        await patron.Send("Shop", Row("2", custom: religion, consents: new IncomingConsent("chaplaincy", "letter", true, 5)));
        Assert.Equal(1, await patron.Count("customers", "custom = '{\"religion\":\"Buddhist\"}'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_said_about_contact_goes_to_the_ledger_when_it_is_new(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("List", Row("1", "Ada King", consents: new IncomingConsent("marketing", "email", true, null)));
        Assert.Equal([Fate.Unchanged], await patron.Send("List", Row("1", "Ada King", consents: new IncomingConsent("marketing", "email", true, null))));
        Assert.Equal([Fate.Updated], await patron.Send("List", Row("1", "Ada King", consents: new IncomingConsent("marketing", "email", false, null))));
        var now = Assert.Single(await patron.Get<IConsentLedger>().Of(new(await patron.CustomerOf("1")), Ct));
        Assert.Equal((false, "List"), (now.Given, now.Evidence));
        Assert.Equal(2, await patron.Count("consents_ledger"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_change_is_recorded_with_its_values_before_and_after_and_what_is_made_as_ranges(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", city: "London"));
        var set = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.Now, Kind = "import" };
        var file = await patron.File("Shop", changes: set);
        await patron.Take(file, [Row("1", "Ada King", city: "Ockham"), Row("2", "Li Wei")], chunk: 1);
        Assert.Equal("city", await patron.Ask("select fields from kernel_changes"));
        Assert.Equal("""{"city":"London"}{"city":"Ockham"}""", await patron.Ask("select before || after from kernel_change_payloads"));
        Assert.Equal(["customers", "identity_source_records"], file.Created.Select(c => c.Table).Where(t => t != "identity_identifiers").Order());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_address_is_not_put_together_from_two_places(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org", street: "1 High Street", city: "Ockham"));
        await patron.Send("List", Row("n", "Ada King", "ada@lovelace.org", city: "London"));
        Assert.Equal(1, await patron.Count("customers", "street = '1 High Street' and city = 'Ockham'"));
    }
}
