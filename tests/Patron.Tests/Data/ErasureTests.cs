using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Data.Backups;
using Patron.Data.Erasing;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Data;

public sealed class ErasureTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Nothing_of_an_erased_customer_is_left_and_nobody_else_loses_anything(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Take(patron, "Shop", Row("1", "Ada Lovelace", "ada@example.org", city: "London"), Row("2", "Bo Ek", "bo@example.org"));
        await Take(patron, "Shop", Row("1", "Ada Lovelace", "ada@example.org", city: "Paris"), Row("2", "Bo Ek", "bo@example.org", city: "Lund"));
        var (ada, bo) = (await patron.CustomerOf("1"), await patron.CustomerOf("2"));
        var before = await RowsOf(patron, bo);

        await patron.Get<Erasure>().Erase([new(ada)], null, Ct);

        Assert.Equal([], await RowsOf(patron, ada));
        Assert.Equal(before, await RowsOf(patron, bo));
        Assert.Equal(0, await patron.Count("kernel_change_payloads", "after like '%Paris%' or before like '%London%'"));
        Assert.Equal(1, await patron.Count("kernel_change_payloads", "after like '%Lund%'"));
        var list = await File.ReadAllTextAsync(patron.Get<ErasureList>().File, Ct);
        Assert.Contains(new CustomerId(ada).ToString(), list, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", list, StringComparison.OrdinalIgnoreCase);
        var verdict = await patron.Get<AuditVerification>().Verify(null, Ct);
        Assert.Equal((null, 1), (verdict.FirstBad, verdict.Erased));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_was_merged_into_an_erased_customer_before_goes_too(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Take(patron, "Shop", Row("1", "Ada Lovelace", "ada@example.org"));
        await Take(patron, "Cards", Row("7", "Ada Lovelace", phone: "+44 20 7946 0018"));
        var apart = (await patron.CustomerOf("1"), await patron.CustomerOf("7"));
        Assert.NotEqual(apart.Item1, apart.Item2);
        await Take(patron, "News", Row("9", "Ada Lovelace", "ada@example.org", "+44 20 7946 0018"));
        Assert.Equal(1, await patron.Count("customers", "merged_into is not null"));

        await patron.Get<Erasure>().Erase([new(await patron.CustomerOf("9"))], null, Ct);

        Assert.Equal(0, await patron.Count("customers"));
        Assert.Equal(5, await patron.Count("kernel_erasures"));
        Assert.Equal(3, await patron.Count("kernel_erasures", "what = 2"));
    }

    /// <summary>A new table that names customers must be registered, so that it is moved, erased and looked at in the proof, or say here why it need not.</summary>
    [Fact]
    public async Task No_table_that_names_a_customer_can_be_forgotten()
    {
        var idsAlone = new Dictionary<string, string>
        {
            ["kernel_changes"] = "tells by ids and names of fields alone to whom something was done; the values lie beside it",
            ["customers_many_left"] = "ids of whom a deed for many passed over",
        };
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await using var db = await patron.Db();
        var naming = db.Model.GetEntityTypes().Where(e => e.GetProperties().Any(p => p.GetColumnName() == "customer_id")).Select(e => e.GetTableName()!).Distinct();

        Assert.Empty(naming.Except(Erasure.Held(patron.Get<CustomerRowMover>())).Except(idsAlone.Keys));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_database_that_is_older_than_the_list_is_erased_before_it_serves(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Take(patron, "Shop", Row("1", "Ada Lovelace", "ada@example.org"), Row("2", "Bo Ek", "bo@example.org"));
        var ada = new CustomerId(await patron.CustomerOf("1"));
        // As after a restore of a database whose table of erasures has not heard of it.
        await File.WriteAllTextAsync(patron.Get<ErasureList>().File, $"2026-03-01T08:00:00.000000Z {ada}\n", Ct);

        Assert.Equal(1, await patron.Get<Erasure>().ApplyList(Ct));

        Assert.Equal([], await RowsOf(patron, ada.Value));
        Assert.Equal("Shop:2", await patron.Customers());
        Assert.Equal(0, await patron.Get<Erasure>().ApplyList(Ct));
        await using var db = await patron.Db();
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), (await ErasureList.ReadTable(db, Ct)).Single().At);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_record_that_lay_with_somebody_else_when_the_backup_was_made_is_erased_there_and_leaves_no_value(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Take(patron, "Shop", Row("1", "Ada Lovelace", "ada@example.org"));
        await Take(patron, "Cards", Row("7", "A. Lovelace", "ada@example.org", "+44 20 7946 0018", city: "Paris"));
        var record = new SourceRecordId((long)(await patron.Ask("select id from identity_source_records where external_id = '7'"))!);
        await File.WriteAllTextAsync(patron.Get<ErasureList>().File, $"2026-03-01T08:00:00.000000Z {record}\n", Ct);

        await patron.Get<Erasure>().ApplyList(Ct);

        Assert.Equal("Shop:1", await patron.Customers());
        Assert.Equal(1, await patron.Count("customers", "email = 'ada@example.org' and phone is null and city is null"));
        Assert.Equal(0, await patron.Count("identity_identifiers", "value like '%7946%'"));
    }

    [Fact]
    public async Task An_old_backup_that_is_put_back_meets_the_list_and_the_audit_knows_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("patron-backup-").FullName;
        try
        {
            await using var patron = await PatronServices.Start(Database.Sqlite);
            await Take(patron, "Shop", Row("1", "Ada Lovelace", "ada@example.org"), Row("2", "Bo Ek", "bo@example.org"));
            await Take(patron, "Cards", Row("7", "Ada Lovelace", phone: "+44 20 7946 0018"));
            var backup = Path.Combine(folder, "old.db");
            Assert.Null(await patron.Get<Backup>().Write(backup, Ct));
            Assert.NotNull(await patron.Get<Backup>().Write(backup, Ct));
            // Since then the card's record has come to the shop's customer, and all of it was erased.
            await Take(patron, "News", Row("9", "Ada Lovelace", "ada@example.org", "+44 20 7946 0018"));
            await patron.Get<Erasure>().Erase([new(await patron.CustomerOf("1"))], null, Ct);
            Assert.Null((await patron.Get<AuditVerification>().Verify(null, Ct)).FirstBad);
            // Even where the file was lost, the database that is replaced still has the list.
            File.Delete(patron.Get<ErasureList>().File);

            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Assert.Null(Backup.PutBack(patron.Location, backup));
            Assert.Equal("Cards:7 Shop:1 Shop:2", await patron.Customers());
            await patron.Get<Erasure>().ApplyList(Ct);
            await patron.Get<Backup>().TellRestored(Ct);

            Assert.Equal("Shop:2", await patron.Customers());
            Assert.Equal(1, await patron.Count("customers"));
            Assert.Null((await patron.Get<AuditVerification>().Verify(null, Ct)).FirstBad);
            Assert.Equal(1, await patron.Count("kernel_audit", "kind = 'restore'"));
            Assert.True(File.Exists(Backup.Before(patron.Location)));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_list_whose_last_line_was_cut_off_is_read_to_there_and_goes_on()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var list = patron.Get<ErasureList>();
        await File.WriteAllTextAsync(list.File, $"2026-03-01T08:00:00.000000Z {new CustomerId(1)}\n2026-03-01T08:0", Ct);
        list.Append([new() { Id = 2, What = ErasedThing.Record, At = patron.Clock.GetUtcNow() }]);

        Assert.Equal([(1, ErasedThing.Customer), (2, ErasedThing.Record)], list.ReadFile().Select(r => (r.Id, r.What)));
        await File.AppendAllTextAsync(list.File, "nonsense\n", Ct);
        Assert.Throws<InvalidDataException>(list.ReadFile);
    }

    [Fact]
    public async Task What_is_no_database_of_Patron_is_not_put_in_its_place()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var file = Path.Combine(patron.Location.Directory, "letter.txt");
        await File.WriteAllTextAsync(file, new string('x', 10_000), Ct);

        Assert.Contains("no database of Patron", Backup.PutBack(patron.Location, file), StringComparison.Ordinal);
        Assert.Contains("not there", Backup.PutBack(patron.Location, file + "s"), StringComparison.Ordinal);
        Assert.Equal(0, await patron.Count("customers"));
    }

    private static async Task Take(PatronServices patron, string source, params IncomingRecord[] rows)
    {
        patron.Clock.Advance(TimeSpan.FromDays(1));
        var set = new ChangeSet { Id = patron.Get<IdMaker>().Next<ChangeSetId>(), At = patron.Clock.GetUtcNow(), Kind = "import" };
        Assert.DoesNotContain(await patron.Take(await patron.File(source, changes: set), rows), f => f.Fate is Fate.Rejected or Fate.Conflict);
    }

    /// <summary>How many rows each table has of this customer, whether a room has registered it or not.</summary>
    private static async Task<List<string>> RowsOf(PatronServices patron, long customer)
    {
        await using var db = await patron.Db();
        var tables = db.Model.GetEntityTypes().Where(e => e.GetProperties().Any(p => p.GetColumnName() == "customer_id")).Select(e => e.GetTableName()!).Where(t => t != "kernel_changes");
        var rows = new List<string>();
        foreach (var table in tables.Order(StringComparer.Ordinal))
            if (await patron.Count(table, $"customer_id = {customer}") is > 0 and var n) rows.Add($"{table}: {n}");
        if (await patron.Count("customers", $"id = {customer}") > 0) rows.Add("customers");
        return rows;
    }
}
