using Patron.Demo;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Tests.Demo;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

public sealed class DemoPeopleTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    /// <summary>The three systems' files, read, mapped and resolved as an import does it, against the truth beside them.</summary>
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Exact_evidence_finds_who_belongs_together_and_joins_no_two_persons(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var seconds = new List<string>();
        foreach (var import in PersonFiles)
        {
            var outcome = await Import(patron, import);
            Assert.Equal((outcome.Read, 0, 0), (outcome.Created, outcome.Conflicts, outcome.Rejected));
            seconds.Add($"{import.FileName}: {outcome.Read} rows in {outcome.Seconds:0.00} s");
        }

        var customerOf = await Owners(patron);
        Assert.Equal(demo.Records.Count(), customerOf.Count);
        var records = demo.Truth.Select(t => (Person: t["person_id"], Exact: t["exact_id"], Form: t["name_form"], Customer: customerOf[(t.System, t.Id)])).ToArray();
        Assert.All(records.GroupBy(r => r.Customer), together => Assert.Single(together.Select(r => r.Person).Distinct()));

        var (evident, found) = (0, 0);
        var missed = new List<string>();
        foreach (var person in records.GroupBy(r => r.Exact))
        {
            var pairs = (from a in person.Index() from b in person.Index() where a.Index < b.Index select a.Item.Customer == b.Item.Customer).ToArray();
            evident += pairs.Length;
            found += pairs.Count(joined => joined);
            if (pairs.Contains(false)) missed.Add(string.Join(" / ", person.GroupBy(r => r.Customer).Select(g => string.Join('+', g.Select(r => r.Form).Order())).Order()));
        }
        var customers = await patron.Count("customers", "merged_into is null");
        Report($"{kind}: {string.Join(", ", seconds)}; {customers} customers for {DemoCatalogue.KnownPeople} people; {found} of {evident} pairs with exact evidence found; not joined, by the form of the names: {string.Join(", ", missed.CountBy(m => m).OrderByDescending(m => m.Value).Select(m => $"{m.Value} x {m.Key}"))}");
        Assert.InRange(found / (double)evident, 0.99, 1);
        Assert.DoesNotContain(missed, m => m.Contains("company", StringComparison.Ordinal));
        Assert.InRange(customers, DemoCatalogue.KnownPeople, DemoCatalogue.KnownPeople + 90);

        foreach (var import in PersonFiles)
        {
            var again = await Import(patron, import);
            Assert.Equal(again.Read, again.Unchanged);
        }
    }

    [Fact]
    public async Task The_files_in_another_order_and_after_the_orders_give_the_same_people()
    {
        await using var one = await PatronServices.Start(Database.Sqlite);
        foreach (var import in PersonFiles) await Import(one, import);
        await using var other = await PatronServices.Start(Database.Sqlite);
        foreach (var import in (DemoImport[])[DemoCatalogue.OrdersImport, DemoCatalogue.NewsletterImport, DemoCatalogue.CardsImport, DemoCatalogue.AccountsImport])
        {
            var outcome = await Import(other, import);
            Report($"{import.FileName}: {outcome.Read} rows in {outcome.Seconds:0.00} s");
        }
        Assert.Equal(await one.Customers(), await other.Customers());
        Assert.Equal((long)DemoCatalogue.Buyers, await other.Ask("""
            select count(distinct l.customer_id) from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id join customers c on c.id = l.customer_id
            where not c.anonymous and c.merged_into is null and not o.is_return and l.quantity > 0 and l.price > 0
            """));
    }

    private static readonly DemoImport[] PersonFiles = [DemoCatalogue.AccountsImport, DemoCatalogue.CardsImport, DemoCatalogue.NewsletterImport];

    private async Task<ImportOutcome> Import(PatronServices patron, DemoImport import)
    {
        var source = await patron.Source(import.Source);
        if (source.CancellationPrefix is null) await patron.Get<Patron.IdentityResolution.Contracts.ISources>().Change(source with { CancellationPrefix = "C" }, null, Ct);
        var request = new ImportFileRequest(DemoCatalogue.PathOf(import, demo.Folder), import.As, import.Source)
        {
            Map = ImportFileRequest.MapOf(import.Columns), OnlyMapped = true, Delimiter = import.Delimiter == '\t' ? "tab" : import.Delimiter.ToString(), DateFormat = import.DateFormat,
        };
        var result = await patron.Get<IImportFiles>().Run(request, null, Ct);
        Assert.Null(result.Refusal);
        return result.Value!;
    }

    private static async Task<Dictionary<(string, string), long>> Owners(PatronServices patron)
    {
        await using var session = await patron.Session();
        await using var command = session.Command("select s.name, r.external_id, r.customer_id from identity_source_records r join identity_sources s on s.id = r.source_id");
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var owners = new Dictionary<(string, string), long>();
        while (await reader.ReadAsync(Ct)) owners[(reader.GetString(0), reader.GetString(1))] = reader.GetInt64(2);
        return owners;
    }

    private static void Report(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);
}
