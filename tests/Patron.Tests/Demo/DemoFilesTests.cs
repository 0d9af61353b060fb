using System.Globalization;
using System.IO.Compression;
using Patron.Demo;

namespace Patron.Tests.Demo;

public class DemoFilesTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static readonly string[] ReservedEndings = [".example", "@example.com", "@example.org", "@example.net"];

    private sealed class Collector : IProgress<DemoFileWritten>
    {
        public List<DemoFileWritten> Files { get; } = [];
        public void Report(DemoFileWritten value) => Files.Add(value);
    }

    [Fact]
    public void Written_again_the_files_have_the_same_bytes_and_progress_tells_their_rows()
    {
        var again = Directory.CreateTempSubdirectory("patron-demo-");
        var told = new Collector();
        DemoFiles.Write(again.FullName, DemoFixture.Loaded, DemoColleagues.Staff, told);
        foreach (var file in told.Files)
        {
            var bytes = File.ReadAllBytes(Path.Combine(demo.Folder, file.FileName));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(again.FullName, file.FileName)));
            Assert.Equal(file.Rows + 1, bytes.Count(b => b == '\n'));
        }
        Assert.Equal(13, told.Files.Count);
        again.Delete(recursive: true);
    }

    [Fact]
    public void Every_culture_of_the_machine_gets_the_same_bytes()
    {
        var before = CultureInfo.CurrentCulture;
        var again = Directory.CreateTempSubdirectory("patron-demo-");
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            DemoFiles.Write(again.FullName, DemoFixture.Loaded, DemoColleagues.Staff);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        foreach (var file in again.GetFiles())
            Assert.Equal(File.ReadAllBytes(Path.Combine(demo.Folder, file.Name)), File.ReadAllBytes(file.FullName));
        again.Delete(recursive: true);
    }

    [Fact]
    public void Ended_tickets_deals_and_tasks_lie_in_the_demos_months_and_open_ones_around_the_day_of_loading()
    {
        foreach (var deal in demo.Read(DemoCatalogue.DealsImport))
        {
            var (opened, open) = (Day(deal["opened"]), deal["stage"] is not ("Won" or "Lost"));
            Assert.Equal(open, deal["closed"].Length == 0);
            Assert.True(open ? opened < DemoFixture.Loaded && Day(deal["expected"]) > DemoFixture.Loaded : opened <= Day(deal["closed"]) && Day(deal["closed"]) <= DemoCatalogue.LastDay);
        }
        foreach (var ticket in demo.Read(DemoCatalogue.TicketsImport))
        {
            var (opened, open) = (Day(ticket["opened"]), ticket["solved"].Length == 0);
            Assert.Equal((open, open), (ticket["closed"].Length == 0, ticket["solution"].Length == 0));
            Assert.True(open ? opened < DemoFixture.Loaded && opened >= DemoFixture.Loaded.AddDays(-9) : Day(ticket["closed"]) <= DemoCatalogue.LastDay);
        }
        Assert.Equal(12, demo.Read(DemoCatalogue.TicketsImport).Count(t => t["solved"].Length == 0));
        foreach (var task in demo.Read(DemoCatalogue.TasksImport).Concat(demo.Read(DemoCatalogue.HandOversImport)))
        {
            var (due, made, done) = (Day(task["due"]), Day(task["made"]), task["finished"]);
            Assert.True(made <= due && (done.Length > 0 ? due <= DemoCatalogue.LastDay.AddDays(14) || (made >= DemoFixture.Loaded.AddDays(-70) && Day(done) < DemoFixture.Loaded) : Math.Abs(due.DayNumber - DemoFixture.Loaded.DayNumber) <= 6));
        }

        var leads = demo.Read(DemoCatalogue.LeadsImport);
        var deals = demo.Read(DemoCatalogue.DealsImport).ToDictionary(d => d["deal"], StringComparer.Ordinal);
        var became = leads.Where(l => l["became"].Length > 0).Select(l => (Lead: l, Deal: deals[l["became"]])).ToList();
        Assert.All(became, b => Assert.True(b.Lead["account"] == b.Deal["account"] && Day(b.Lead["when"]) <= Day(b.Deal["opened"]) && Day(b.Lead["when"]) >= Day(b.Deal["opened"]).AddDays(-9)));
        Assert.All(["Won", "Lost", "Proposal"], stage => Assert.Contains(became, b => b.Deal["stage"] == stage));
        Assert.Equal(16, leads.Length - became.Count);
        Assert.All(leads.Where(l => l["became"].Length == 0), l => Assert.True(DemoFixture.Loaded.DayNumber - Day(l["when"]).DayNumber is >= 1 and <= 20 || DemoCatalogue.LastDay.DayNumber - Day(l["when"]).DayNumber is >= 1 and <= 28));
        // A source has one cost, however often it is named.
        Assert.All(leads.GroupBy(l => l["where from"]), source => Assert.Single(source.DistinctBy(l => l["spent"])));

        static DateOnly Day(string text) => DateOnly.ParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Work_is_shared_by_three_people_and_goes_both_ways_between_two_teams()
    {
        foreach (var import in (DemoImport[])[DemoCatalogue.TasksImport, DemoCatalogue.TicketsImport, DemoCatalogue.ContactsImport])
            Assert.Superset(DemoColleagues.Staff.Emails.ToHashSet(), demo.Read(import).Select(l => l["who"]).Append(DemoColleagues.Field).ToHashSet());
        var open = demo.Read(DemoCatalogue.HandOversImport).Where(h => h["finished"].Length == 0).ToList();
        Assert.Equal([DemoColleagues.DeskTeam, DemoColleagues.FieldTeam], open.Select(h => h["to"]).Distinct().Order());
        Assert.All(open, h => Assert.NotEqual(h["from"], h["to"]));
        // Some wait, some are in hand, some came back, some are late.
        Assert.Contains(open, h => h["accepted"].Length == 0 && h["sent back because"].Length == 0);
        Assert.Contains(open, h => h["accepted"].Length > 0);
        Assert.Contains(open, h => h["sent back because"].Length > 0);
        Assert.Contains(open, h => string.CompareOrdinal(h["due"][..10], Typing.Iso(DemoFixture.Loaded)) < 0);
        // Nobody but the one who loads it is named where there are no others.
        var alone = Directory.CreateTempSubdirectory("patron-demo-");
        DemoFiles.Write(alone.FullName, DemoFixture.Loaded, DemoStaff.Alone("me@shop.example"));
        Assert.DoesNotContain(alone.GetFiles(), f => File.ReadAllText(f.FullName).Contains("@patron.example", StringComparison.Ordinal));
        alone.Delete(recursive: true);
    }

    [Fact]
    public void There_are_as_many_as_the_catalogue_says()
    {
        Assert.Equal(DemoCatalogue.Accounts, demo.Accounts.Count);
        Assert.Equal(DemoCatalogue.Cards, demo.Cards.Count);
        Assert.Equal(DemoCatalogue.Subscribers, demo.Newsletter.Count);
        Assert.Equal(DemoCatalogue.KnownPeople, demo.Truth.Select(t => t["person_id"]).Distinct().Count());
        Assert.Equal(DemoCatalogue.Organisations, demo.Accounts.Count(a => a["Kind"] == "organisation"));
        var holders = demo.Truth.Where(t => t.System == DemoCatalogue.WebShop).Select(t => t["person_id"]).ToHashSet();
        var withBoth = demo.Truth.Count(t => t.System == DemoCatalogue.LoyaltyCards && holders.Contains(t["person_id"]));
        Assert.InRange(withBoth / (double)(DemoCatalogue.Accounts - DemoCatalogue.Organisations), 0.55, 0.60);
    }

    [Fact]
    public void Exact_evidence_alone_counts_at_most_a_hundred_people_twice()
    {
        var counted = demo.Truth.Select(t => t["exact_id"]).Distinct().Count();
        Assert.InRange(counted, DemoCatalogue.KnownPeople + 40, DemoCatalogue.KnownPeople + 100);
    }

    [Fact]
    public void Every_record_is_in_the_truth_once_and_every_truth_has_its_record()
    {
        var records = demo.Records.Select(r => (r.System, r.Id)).ToArray();
        Assert.Equal(records.Length, records.Distinct().Count());
        Assert.Equal(records.Order(), demo.Truth.Select(t => (t.System, t.Id)).Order());
    }

    [Fact]
    public void Every_field_of_the_catalogue_is_a_column_of_its_file()
    {
        foreach (var import in DemoCatalogue.Imports)
        {
            // What the job says while it reads the file.
            Assert.Contains($"\"{import.Phase}\"", File.ReadAllText(Path.Combine(Web.SourceTree.Root, "src", "Patron", "Demo", "Texts", "en.json")), StringComparison.Ordinal);
            using var file = File.OpenRead(DemoCatalogue.PathOf(import, demo.Folder));
            using var text = new StreamReader(import == DemoCatalogue.OrdersImport ? new GZipStream(file, CompressionMode.Decompress) : file);
            var header = text.ReadLine()!.Split(import.Delimiter);
            Assert.All(import.Columns.Values, column => Assert.Contains(column, header));
        }
    }

    [Fact]
    public void The_packed_orders_have_every_line_and_an_account_for_every_customer()
    {
        var lines = 0;
        var buyers = new HashSet<string>();
        var customers = new HashSet<string>();
        using var text = new StreamReader(new GZipStream(File.OpenRead(DemoCatalogue.PackedOrders), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            lines++;
            var cells = line.Split(',')[^5..];
            if (cells[3].Length == 0)
                continue;
            customers.Add(cells[3]);
            if (line[0] != 'C' && int.Parse(cells[0], CultureInfo.InvariantCulture) > 0 && decimal.Parse(cells[2], CultureInfo.InvariantCulture) > 0)
                buyers.Add(cells[3]);
        }
        Assert.Equal(DemoCatalogue.OrderLines, lines);
        Assert.Equal(DemoCatalogue.Buyers, buyers.Count);
        Assert.Equal(customers.Order(), demo.Accounts.Select(a => a.Id).Order());
    }

    [Fact]
    public void Nobody_registers_after_the_first_order()
    {
        var first = PackedOrders.Buyers().ToDictionary(b => b.Number.ToString(CultureInfo.InvariantCulture), b => b.FirstOrder);
        Assert.All(demo.Accounts, a => Assert.True(DateOnly.ParseExact(a["Registered"], "yyyy-MM-dd", CultureInfo.InvariantCulture) <= first[a.Id]));
    }

    [Fact]
    public void Dates_have_the_format_of_their_file_and_none_lies_behind_the_last_day()
    {
        foreach (var (import, lines) in new[] { (DemoCatalogue.AccountsImport, demo.Accounts), (DemoCatalogue.CardsImport, demo.Cards), (DemoCatalogue.NewsletterImport, demo.Newsletter) })
        {
            foreach (var field in new[] { "birth", "since", "consent_email_at", "consent_phone_at" }.Where(import.Columns.ContainsKey))
            {
                var written = lines.Select(l => l[import.Columns[field]]).Where(v => v.Length > 0);
                Assert.All(written, v => Assert.True(DateOnly.FromDateTime(DateTime.ParseExact(v, import.DateFormat, CultureInfo.InvariantCulture)) <= DemoCatalogue.LastDay));
            }
        }
    }

    [Fact]
    public void A_fifth_of_the_persons_have_Korean_or_Chinese_names()
    {
        var lists = new DemoLists();
        var romanised = new[] { "ko", "zh-Hans", "zh-Hant", "zh-HK" }.SelectMany(c =>
            from f in lists.Names[c].Family from g in lists.Names[c].Female.Concat(lists.Names[c].Male) select Plain(f.Latin + g.Latin)).ToHashSet();
        var known = demo.Records.Join(demo.Truth, r => (r.System, r.Id), t => (t.System, t.Id), (r, t) => (Person: t["person_id"], Form: t["name_form"], Written: Written(r))).ToArray();
        var organisations = demo.Accounts.Where(a => a["Kind"] == "organisation").Select(a => a.Id).ToHashSet();
        var companies = demo.Truth.Where(t => t.System == DemoCatalogue.WebShop && organisations.Contains(t.Id)).Select(t => t["person_id"]).ToHashSet();
        var persons = known.GroupBy(k => k.Person).Where(g => !companies.Contains(g.Key)).ToArray();

        var shown = persons.Count(p => p.Any(r => IsHangulOrHan(r.Written) || Orders(r.Written).Any(romanised.Contains)));

        // Some subscribers show no full name at all, so what can be read off the files is a little less than a fifth.
        Assert.InRange(shown / (double)persons.Length, 0.19, 0.21);
    }

    [Fact]
    public void Every_address_is_in_a_domain_that_cannot_exist_but_for_the_listed_junk()
    {
        var emails = demo.Records.Select(Contacts.EmailCell).Where(e => e.Contains('@', StringComparison.Ordinal)).Select(e => e.Trim().ToLowerInvariant()).ToArray();
        Assert.Equal(DemoCatalogue.JunkAccountEmails, emails.Count(e => e == "test@test.com"));
        Assert.All(emails.Where(e => e != "test@test.com"), e => Assert.Contains(ReservedEndings, ending => e.EndsWith(ending, StringComparison.Ordinal)));
    }

    [Fact]
    public void As_much_is_missing_as_in_real_systems()
    {
        AssertMissing(demo.Accounts, "Email", 0.005, 0.04);
        AssertMissing(demo.Accounts, "Phone", 0.15, 0.35);
        AssertMissing(demo.Accounts, "BirthDate", 0.60, 0.75);
        AssertMissing(demo.Cards, "E_MAIL", 0.18, 0.35);
        AssertMissing(demo.Cards, "TEL_NO", 0.12, 0.25);
        AssertMissing(demo.Cards, "DOB", 0.08, 0.16);
        AssertMissing(demo.Newsletter, "full name", 0.05, 0.12);
        AssertMissing(demo.Newsletter, "e-mail", 0.05, 0.15);
        AssertMissing(demo.Newsletter, "telephone", 0.45, 0.70);
    }

    private static void AssertMissing(IReadOnlyList<Line> lines, string column, double atLeast, double atMost) =>
        Assert.InRange(lines.Count(l => l[column].Length == 0) / (double)lines.Count, atLeast, atMost);

    private static string Written(Line line) => line.System switch
    {
        DemoCatalogue.WebShop => $"{line["FirstName"]} {line["LastName"]}",
        DemoCatalogue.LoyaltyCards => line["CARDHOLDER"],
        _ => line["full name"],
    };

    private static string Plain(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetter));

    private static bool IsHangulOrHan(string text) => text.Any(c => c is (>= '\uAC00' and <= '\uD7A3') or (>= '\u4E00' and <= '\u9FFF'));

    private static IEnumerable<string> Orders(string name)
    {
        string[] titles = ["mr", "mrs", "ms", "miss", "dr", "prof"];
        var words = name.Split(' ').Select(Plain).Where(w => w.Length > 0 && !titles.Contains(w)).ToArray();
        yield return string.Concat(words);
        yield return string.Concat(words.Reverse());
    }
}
