using System.IO.Compression;
using System.Text;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Demo;
using Patron.Demo.LoadDemo;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Insights.ReckonInsights;
using Patron.Kernel;
using Patron.Tests.Purchases;

namespace Patron.Tests.Exporting;

/// <summary>Everything as one file, and back: nothing is lost on the way.</summary>
public sealed class EverythingTests
{
    // What differs between the databases is in the hard company; a few of the random ones are enough for the dearer one.
    public static TheoryData<Database, int> Seeds => new(from seed in Enumerable.Range(1, 6) from kind in Enum.GetValues<Database>() where kind == Database.Sqlite || seed <= 2 select (kind, seed));

    [Theory, InlineData(Database.Sqlite, Database.Sqlite), InlineData(Database.Postgres, Database.Postgres), InlineData(Database.Sqlite, Database.Postgres)]
    public async Task Whatever_is_hard_to_write_comes_back_as_it_was(Database from, Database to)
    {
        await using var first = await PatronServices.Start(from);
        await HardCompany.Fill(first);
        var rows = await ComesBack(first, to);

        // What others refer to comes before them.
        string[] ordered = ["organisation.csv", "sources.csv", "value-rules.csv", "team.csv", "custom-fields.csv", "products.csv", "customers-01-shop.csv"];
        Assert.Equal(ordered, rows.Keys.Where(ordered.Contains));
        foreach (var kind in (string[])["customers", "relations", "consents", "orders", "order-lines", "holdings", "interactions", "decisions", "hand-values", "notes", "bin", "hand-relations", "templates", "folders", "limits"])
            Assert.Contains(rows, r => r.Key.StartsWith(kind + "-", StringComparison.Ordinal) && r.Value.Count(sign => sign == '\n') > 1);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_table_holds_the_same_rows_but_for_those_that_are_named(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await HardCompany.Fill(first);
        var archive = File(first, "first.zip");
        await first.Get<IEverything>().Export(archive, null, null, default);
        await using var second = await PatronServices.Start(kind);
        second.Clock.Advance(TimeSpan.FromDays(30));
        await Take(second, archive);

        var (was, now) = (await EveryTable.Of(first), await EveryTable.Of(second));
        var differing = was.Where(t => !t.Value.SequenceEqual(now[t.Key])).Select(t => $"{t.Key}\n  was: {string.Join("\n  was: ", t.Value.Except(now[t.Key]).Take(5))}\n  now: {string.Join("\n  now: ", now[t.Key].Except(t.Value).Take(5))}");
        Assert.Equal("", string.Join('\n', differing));
        Assert.True(was.Values.Count(rows => rows.Count > 0) >= 20);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Another_organisations_archive_is_refused_where_there_are_customers_and_the_own_one_is_not(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, 5);
        var archive = File(first, "first.zip");
        await first.Get<IEverything>().Export(archive, null, null, default);
        await using var other = await PatronServices.Start(kind);
        await other.Take([HardCompany.Person("1", "Somebody Else")], source: await HardCompany.Source(other, "Elsewhere", s => s));

        Assert.Equal("settings.everything.others", (await other.Get<IEverything>().Take(archive, null, null, default)).Refusal?.Key);

        Assert.Equal(1L, await other.Ask("select count(*) from customers"));
        Assert.Equal(0L, await other.Ask("select count(*) from kernel_change_sets where kind = 'everything.take'"));
        await using var empty = await PatronServices.Start(kind);
        await Take(empty, archive);
        // It is the same organisation now: a later archive of the first comes in too.
        await first.Take([HardCompany.Person("new", "Newcomer Nadir")], source: (await first.Get<ISources>().All(default))[0]);
        var later = File(first, "later.zip");
        await first.Get<IEverything>().Export(later, null, null, default);
        Assert.Equal(1, (await Take(empty, later)).Created);
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task Roles_come_into_an_empty_organisation_alone_and_give_nobody_a_password(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await HardCompany.Fill(first);
        var archive = File(first, "first.zip");
        await first.Get<IEverything>().Export(archive, null, null, default);
        await using var second = await PatronServices.Start(kind);
        await Take(second, archive);

        Assert.Equal("administrator ", await second.Ask("select role || ' ' || password_hash from access_users where email = 'boss@example.com'"));
        await second.Ask("update access_users set role = 'analyst' where email = 'boss@example.com'");
        await Take(second, archive);
        Assert.Equal("analyst", await second.Ask("select role from access_users where email = 'boss@example.com'"));
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Any_small_company_comes_back_as_it_was(Database kind, int seed)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, seed);
        await ComesBack(first, kind);
    }

    [Fact]
    public async Task The_demo_comes_back_with_the_same_numbers()
    {
        await using var first = await PatronServices.Start(Database.Sqlite);
        Assert.Null((await first.Get<DemoLoader>().Load(null, null, default)).Refusal);
        await ComesBack(first, Database.Postgres);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_second_time_changes_nothing_and_what_a_person_set_since_stays(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await HardCompany.Fill(app);
        var (archive, again) = (File(app, "one.zip"), File(app, "two.zip"));
        await app.Get<IEverything>().Export(archive, null, null, default);

        var taken = await Take(app, archive);
        await app.Get<IEverything>().Export(again, null, null, default);

        Assert.Equal((taken.Read, 0, 0, taken.Read, 0, 0), (taken.Read, taken.Created, taken.Updated, taken.Unchanged, taken.Conflicts, taken.Rejected));
        Assert.Equal(Contents(archive), Contents(again));

        var shop = (await app.Get<ISources>().Find("Shop", default))!;
        var mina = await HardCompany.Customer(app, shop, "7");
        app.Clock.Advance(TimeSpan.FromDays(1));
        var boss = new UserId((long)(await app.Ask("select id from access_users where role = 'administrator'"))!);
        Assert.Null((await app.Get<IHandValues>().Set([new(mina, "city", false, "Busan"), new(mina, "family", false, "Gim")], boss, default)).Refusal);
        await Take(app, archive);
        var hands = await app.Get<IHandValues>().Of(mina, default);
        Assert.Equal(("Busan", "Gim"), (hands.First(h => h.Field == "city").Value, hands.First(h => h.Field == "family").Value));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_stopped_half_way_goes_on_and_comes_to_the_same(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, 5);
        var (archive, again) = (File(first, "first.zip"), File(first, "again.zip"));
        await first.Get<IEverything>().Export(archive, null, null, default);
        await using var second = await PatronServices.Start(kind);
        foreach (var rows in (long[])[1, 30, 60, 110])
        {
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Get<IEverything>().Take(archive, null, now => { if (now.Done >= rows) stop.Cancel(); }, stop.Token));
        }
        Assert.NotEqual(0L, await second.Ask("select count(*) from customers"));

        await Take(second, archive);
        await second.Get<IEverything>().Export(again, null, null, default);
        Assert.Equal(Contents(archive), Contents(again));
    }

    [Theory, InlineData(Database.Sqlite)]
    public async Task An_archive_that_was_cut_off_changed_or_is_of_another_version_is_refused_with_nothing_taken(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await HardCompany.Fill(first);
        var whole = File(first, "whole.zip");
        await first.Get<IEverything>().Export(whole, null, null, default);
        await using var empty = await PatronServices.Start(kind);
        var bytes = await System.IO.File.ReadAllBytesAsync(whole);

        await Refused("settings.everything.none", "cut.zip", file => System.IO.File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]));
        await Refused("settings.everything.none", "text.zip", file => System.IO.File.WriteAllText(file, "id,name\r\n"));
        await Refused("settings.everything.notWhole", "changed.zip", file => Edit(file, "orders-01-shop.csv", text => text.Replace("KWD", "USD", StringComparison.Ordinal)));
        await Refused("settings.everything.notWhole", "less.zip", file => Edit(file, "products.csv", null));
        await Refused("settings.everything.version", "newer.zip", file => Edit(file, "manifest.json", text => text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)));
        Assert.Equal(0L, await empty.Ask("select count(*) from identity_sources"));

        async Task Refused(string key, string name, Action<string> make)
        {
            var file = File(empty, name);
            make(file);
            Assert.Equal(key, (await empty.Get<IEverything>().Take(file, null, null, default)).Refusal?.Key);
        }

        void Edit(string file, string entry, Func<string, string>? edit)
        {
            System.IO.File.Copy(whole, file);
            using var archive = ZipFile.Open(file, ZipArchiveMode.Update);
            var part = archive.GetEntry(entry)!;
            string text;
            using (var reader = new StreamReader(part.Open())) text = reader.ReadToEnd();
            part.Delete();
            if (edit is null) return;
            Assert.NotEqual(text, edit(text));
            using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
            writer.Write(edit(text));
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_file_of_the_archive_can_be_imported_by_itself(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await HardCompany.Fill(first);
        var archive = File(first, "all.zip");
        await first.Get<IEverything>().Export(archive, null, null, default);
        await using var second = await PatronServices.Start(kind);
        foreach (var (name, word) in ((string, string)[])[("products.csv", "products"), ("customers-01-shop.csv", "customers"), ("orders-01-shop.csv", "orders"), ("order-lines-01-shop.csv", "order-lines"), ("holdings-01-shop.csv", "holdings"), ("interactions-01-shop.csv", "interactions")])
        {
            var file = File(second, name);
            await System.IO.File.WriteAllTextAsync(file, Contents(archive)[name]);
            var result = await second.Get<IImportFiles>().Run(new(file, word, "Shop") { DateFormat = "yyyy-MM-dd" }, null, default);
            Assert.True(result.Value is { Rejected: 0 }, $"{name}: {(result.Refusal as ImportRefused)?.Why ?? result.Value?.ToString()}");
        }
    }

    /// <summary>Taken into an empty database it is the same: byte by byte as it is exported again, and in every number.</summary>
    private static async Task<Dictionary<string, string>> ComesBack(PatronServices first, Database to)
    {
        var archive = File(first, "first.zip");
        await first.Get<IEverything>().Export(archive, null, null, default);
        await using var second = await PatronServices.Start(to);
        second.Clock.Advance(TimeSpan.FromDays(30));

        var taken = await Take(second, archive);
        Assert.True(taken.Conflicts + taken.Rejected == 0, string.Join('\n', taken.Notes));
        Assert.Empty(taken.Notes);

        var again = File(second, "second.zip");
        await second.Get<IEverything>().Export(again, null, null, default);
        var (was, now) = (Contents(archive), Contents(again));
        foreach (var (name, text) in was) if (name != "manifest.json") Assert.Equal(text, now[name]);
        Assert.Equal(was, now);
        Assert.Equal(await System.IO.File.ReadAllBytesAsync(archive), await System.IO.File.ReadAllBytesAsync(again));
        var (before, after) = (await Golden.Of(first), await Golden.Of(second));
        Assert.Equal(before.Keys, after.Keys);
        foreach (var (records, customer) in before) Assert.Equal(customer, after[records]);
        Assert.Equal(await Numbers(first), await Numbers(second));
        return was;
    }

    private static async Task<string> Numbers(PatronServices app)
    {
        var customers = app.Get<ICustomerBase>();
        await customers.CatchUp(default);
        var numbers = BaseNumbers.Reckon(customers.Current, null, new DateOnly(2011, 7, 1), 90);
        var cells = from r in Enumerable.Range(1, 5) from f in Enumerable.Range(1, 5) from m in Enumerable.Range(1, 5) select numbers.Cells[r, f, m].ToString();
        return $"{customers.Current.Known.Count()} {numbers.Insights.Customers} {numbers.Insights.Orders} {numbers.Insights.Revenue} {numbers.Insights.AnonymousRevenue} {numbers.People}\n{string.Join('\n', cells)}";
    }

    private static async Task<TakenExport> Take(PatronServices app, string file)
    {
        var result = await app.Get<IEverything>().Take(file, null, null, default);
        return result.Value ?? throw new InvalidOperationException(result.Refusal!.Key);
    }

    private static string File(PatronServices app, string name) => Path.Combine(app.Location.Directory, name);

    private static Dictionary<string, string> Contents(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var reader = new StreamReader(e.Open(), new UTF8Encoding(false, true));
            return reader.ReadToEnd();
        });
    }
}

/// <summary>The golden records and what hangs on each, by the records that make them: ids are of no matter.</summary>
internal static class Golden
{
    private const string Columns =
        "kind, title, name, given_name, family_name, latin_name, company, email, phone, street, city, region, postal, country, birth, sex, language, time_zone, acquired, since, custom, deleted_at, created_at";

    public static async Task<SortedDictionary<string, string>> Of(PatronServices app)
    {
        var records = await Rows(app, "select r.customer_id, s.name, r.external_id from identity_source_records r join identity_sources s on s.id = r.source_id");
        var customers = (await Rows(app, $"select id, {Columns} from customers where merged_into is null and not anonymous")).ToDictionary(r => (long)r[0]!, r => string.Join('|', r.Skip(1).Select(Shown)));
        var hung = new Dictionary<long, string>();
        foreach (var table in (string[])["purchases_orders", "purchases_order_lines", "purchases_holdings", "interactions", "consents_ledger", "identity_hand_values", "identity_links", "identity_identifiers", "customers_relations"])
            foreach (var row in await Rows(app, $"select customer_id, count(*) from {table} group by customer_id")) hung[(long)row[0]!] = hung.GetValueOrDefault((long)row[0]!) + $" {table} {row[1]}";
        return new(records.GroupBy(r => (long)r[0]!).ToDictionary(
            g => string.Join(' ', g.Select(r => $"{r[1]}/{r[2]}").Order(StringComparer.Ordinal)), g => customers[g.Key] + hung.GetValueOrDefault(g.Key)), StringComparer.Ordinal);
    }

    private static async Task<List<object?[]>> Rows(PatronServices app, string sql)
    {
        await using var session = await app.Session();
        await using var command = session.Command(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetName(i) is "deleted_at" or "created_at" ? reader.GetInstant(i) : reader.GetValue(i);
            rows.Add(row);
        }
        return rows;
    }

    private static string? Shown(object? value) => value switch { int number => ((long)number).ToString(System.Globalization.CultureInfo.InvariantCulture), _ => value?.ToString() };
}
