using FsCheck;
using FsCheck.Fluent;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

public sealed class ResolvingTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_husband_and_a_wife_on_one_phone_stay_two(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Mr John Smith", "john@smith.org", "020 7946 0321"), Row("2", "Mrs Mary Smith", "mary@smith.org", "020 7946 0321"));
        await patron.Send("Cards", Row("7", "SMITH JOHN", phone: "+44 20 7946 0321"), Row("8", "Mary Smith", "mary@smith.org"));
        Assert.Equal("Cards:7 Cards:8+Shop:2 Shop:1", await patron.Customers());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_key_that_becomes_shared_parts_what_it_joined_and_each_takes_its_purchases_along(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "John Smith", phone: "020 7946 0321"));
        await patron.Send("Cards", Row("7", "John Smith", phone: "020 7946 0321", custom: new Dictionary<string, string> { ["shoe"] = "44" }));
        Assert.Equal("Cards:7+Shop:1", await patron.Customers());
        Assert.Equal(1, await patron.Count("identity_links"));
        await Order(patron, "A", "1");
        await Order(patron, "B", "7");
        var together = await patron.CustomerOf("1");
        Assert.Equal(2, await patron.Count("purchases_orders", $"customer_id = {together}"));

        await patron.Send("List", Row("n", "Mary Smith", phone: "020 7946 0321"));
        Assert.Equal("Cards:7 List:n Shop:1", await patron.Customers());
        Assert.Equal(0, await patron.Count("identity_links"));
        Assert.Equal(together, await patron.CustomerOf("1"));
        Assert.Equal("A", await patron.Ask($"select number from purchases_orders where customer_id = {together}"));
        Assert.Equal("B", await patron.Ask($"select number from purchases_orders where customer_id = {await patron.CustomerOf("7")}"));
        Assert.Equal(await patron.CustomerOf("7"), await patron.Ask("select customer_id from kernel_claimed_keys where key = 'B'"));
        Assert.Equal(0, await patron.Count("customers", $"id = {together} and custom is not null"));

        // The number is John's alone again: what belongs together comes together.
        await patron.Send("List", Row("n", "Mary Smith", phone: "020 7946 0999"));
        Assert.Equal("Cards:7+Shop:1 List:n", await patron.Customers());
        Assert.Equal(2, await patron.Count("purchases_orders", $"customer_id = {together}"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_merge_moves_everything_that_rooms_keep_of_a_customer(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var at = new IncomingConsent("marketing", "email", true, 1_000_000);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org", consents: at), Row("2", "Ada King", phone: "020 7946 0321", consents: at));
        await Order(patron, "A", "1");
        await Order(patron, "B", "2");
        var mover = patron.Get<CustomerRowMover>();
        var tables = mover.Owners.SelectMany(o => o.Tables).ToArray();
        var before = new Dictionary<string, long>();
        foreach (var table in tables) before[table] = await patron.Count(table);
        var (stays, goes) = (await patron.CustomerOf("1"), await patron.CustomerOf("2"));

        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org", "020 7946 0321"));

        Assert.Equal("Cards:7+Shop:1+Shop:2", await patron.Customers());
        foreach (var table in tables)
        {
            Assert.Equal(0, await patron.Count(table, $"customer_id = {goes}"));
            var came = table switch { "identity_source_records" => 1, "identity_identifiers" => 2, "identity_links" => 2, _ => 0 };
            Assert.Equal(before[table] + came, await patron.Count(table, $"customer_id = {stays}"));
        }
        Assert.Equal(stays, await patron.Ask($"select merged_into from customers where id = {goes}"));
        Assert.Equal(0, await patron.Count("kernel_claimed_keys", $"customer_id = {goes}"));
        Assert.Equal(new CustomerId(stays), await patron.Get<Patron.Customers.Contracts.ICustomers>().Resolve(new(goes), Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Records_that_cross_over_change_places_with_their_rows(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Ada King", "ada@lovelace.org"), Row("2", "Li Wei", "li@wei.cn"));
        await patron.Send("Cards", Row("7", "Ada King", "ada@lovelace.org"), Row("8", "Li Wei", "li@wei.cn"));
        await Order(patron, "A", "7");
        await Order(patron, "B", "8");
        var (ada, li) = (await patron.CustomerOf("1"), await patron.CustomerOf("2"));

        await patron.Send("Cards", Row("7", "Li Wei", "li@wei.cn"), Row("8", "Ada King", "ada@lovelace.org"));
        Assert.Equal("Cards:7+Shop:2 Cards:8+Shop:1", await patron.Customers());
        Assert.Equal("B", await patron.Ask($"select number from purchases_orders where customer_id = {ada}"));
        Assert.Equal("A", await patron.Ask($"select number from purchases_orders where customer_id = {li}"));
        Assert.Equal(2, await patron.Count("customers"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_key_on_more_than_a_hundred_records_joins_nobody_any_more(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        IncomingRecord Same(int id) => Row(id.ToString(System.Globalization.CultureInfo.InvariantCulture), "Ada King", "ada@lovelace.org");
        await patron.Send("Shop", [.. Enumerable.Range(0, 100).Select(Same)]);
        Assert.Equal(1, await patron.Count("customers"));
        await patron.Send("Cards", Row("more", "Ada King", "ada@lovelace.org"));
        Assert.Equal(101, await patron.Count("customers", "merged_into is null"));
        await patron.Send("Cards", Row("less", "Ada King", "ada@lovelace.org"));
        Assert.Equal(102, await patron.Count("customers", "merged_into is null"));
        await patron.Send("Cards", Row("more", "Ada King", "other@lovelace.org"), Row("less", "Ada King", "another@lovelace.org"));
        Assert.Equal(3, await patron.Count("customers", "merged_into is null"));
    }

    private static readonly IncomingRecord[] Pool =
    [
        .. from name in (string?[])["John Smith", "J. Smith", "Mary Smith", null]
           from email in (string?[])["a@x.org", "b@x.org", null]
           from phone in (string?[])["020 7946 0001", "020 7946 0002", null]
           select Row("", name, email, phone),
    ];

    /// <summary>Whoever comes first, and however the files are cut into chunks: the same records are one customer, and the same again after a change back.</summary>
    [Fact]
    public void Files_in_any_order_give_the_same_customers()
    {
        var files = Gen.Elements(Pool).ListOf(9).ToArbitrary();
        Prop.ForAll(files, drawn =>
        {
            var records = drawn.Select((r, i) => r with { ExternalId = "r" + i }).ToArray();
            var expected = InOrder(records, [0, 1, 2], chunk: 10).GetAwaiter().GetResult();
            foreach (int[] order in (int[][])[[0, 2, 1], [1, 2, 0], [2, 1, 0]])
                Assert.Equal(expected, InOrder(records, order, chunk: 1).GetAwaiter().GetResult());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    private static async Task<string> InOrder(IncomingRecord[] records, int[] order, int chunk)
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        foreach (var file in order)
            await patron.Take(await patron.File("System " + file), [.. records.Where((_, i) => i % 3 == file)], chunk);
        return await patron.Customers();
    }

    private static async Task Order(PatronServices patron, string number, string externalId)
    {
        var (customer, record) = (await patron.CustomerOf(externalId), await patron.Ask($"select id from identity_source_records where external_id = '{externalId}'"));
        await using var session = await patron.Session();
        using (var orders = session.Sink("purchases_orders", "customer_id", "id", "source_record_id", "source_id", "number", "at", "currency", "is_return"))
        {
            orders.Begin();
            orders.Long(customer);
            orders.Long(number[0]);
            orders.Long((long)record!);
            orders.Long(1);
            orders.Text(number);
            orders.Instant(0);
            orders.Text("GBP");
            orders.Flag(false);
            orders.End();
            orders.Complete();
        }
        using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            ClaimedKeys.Write(claims, "order:1", number, number[0], customer);
            claims.Complete();
        }
        await session.Commit(Ct);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_company_that_another_system_wrote_as_a_person_is_one_organisation_under_its_own_name(bool personFirst)
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var (person, company) = (Row("1", "Harbour Trading", "office@harbour.example"), Row("7", email: "office@harbour.example") with { Company = "Harbour Trading" });
        await patron.Send(personFirst ? "News" : "Shop", personFirst ? person : company);
        await patron.Send(personFirst ? "Shop" : "News", personFirst ? company : person);

        Assert.Equal("News:1+Shop:7", await patron.Customers());
        Assert.Equal(1, await patron.Count("customers", "kind = 2 and name = 'Harbour Trading' and given_name is null and merged_into is null"));
    }
}
