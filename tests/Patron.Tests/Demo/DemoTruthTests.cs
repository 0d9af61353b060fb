using Patron.Demo;

namespace Patron.Tests.Demo;

public class DemoTruthTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private readonly Dictionary<string, Country> _countries = new DemoLists().Countries.ToDictionary(c => c.Name);

    private sealed record Known(Line Record, Line Truth, string[] Values)
    {
        public string Person => Truth["person_id"];
        public string Trap => Truth["trap"];
    }

    private Known[] Read() =>
    [
        .. demo.Records.Join(demo.Truth, r => (r.System, r.Id), t => (t.System, t.Id),
            (r, t) => new Known(r, t, [.. Contacts.Values(r, _countries)])),
    ];

    private static Dictionary<string, string[]> Holders(IEnumerable<Known> records) => records
        .SelectMany(r => r.Values.Select(v => (Value: v, r.Person))).Distinct()
        .GroupBy(h => h.Value, h => h.Person).ToDictionary(g => g.Key, g => g.ToArray());

    [Fact]
    public void Different_persons_share_an_address_or_number_only_in_the_listed_traps()
    {
        var records = Read();
        var shared = Holders(records).Where(h => h.Value.Length > 1).ToArray();
        var traps = records.Where(r => r.Trap.Length > 0).ToLookup(r => r.Person, r => r.Trap);

        string Kind(KeyValuePair<string, string[]> value) =>
            Assert.Single(value.Value.SelectMany(p => traps[p]).Distinct());
        var kinds = shared.Select(v => (Kind: Kind(v), Persons: v.Value.Length)).CountBy(k => k).ToDictionary();

        Assert.Equal(
            new Dictionary<(string, int), int>
            {
                [("shop-phone", 3)] = DemoCatalogue.SharedShopPhones,
                [("family-phone", 2)] = DemoCatalogue.SharedFamilyPhones,
                [("shared-email", 2)] = DemoCatalogue.SharedEmails,
            }, kinds);
    }

    [Fact]
    public void Evidence_is_what_equal_values_that_nobody_else_has_connect()
    {
        var records = Read();
        var holders = Holders(records);
        foreach (var person in records.GroupBy(r => r.Person))
        {
            var all = person.ToArray();
            var reach = all.ToDictionary(r => r, r => Reach(r, all, holders));
            foreach (var one in all)
            {
                Assert.Equal(reach[one].Select(r => r.Record.Id).Order(), all.Where(r => r.Truth["exact_id"] == one.Truth["exact_id"]).Select(r => r.Record.Id).Order());
                var evidence = all.Length == 1 ? "single" : reach[one].Count == all.Length ? "all" : reach.Values.All(r => r.Count == 1) ? "none" : "part";
                Assert.Equal(evidence, one.Truth["evidence"]);
            }
        }
    }

    // Walks from a record over equal values, a step at a time, until nothing new is met.
    private static HashSet<Known> Reach(Known from, Known[] all, Dictionary<string, string[]> holders)
    {
        var met = new HashSet<Known> { from };
        var steps = new Queue<Known>(met);
        while (steps.TryDequeue(out var at))
        {
            foreach (var next in all.Where(r => r.Values.Any(v => holders[v].Length == 1 && at.Values.Contains(v))))
            {
                if (met.Add(next))
                    steps.Enqueue(next);
            }
        }
        return met;
    }

    [Fact]
    public void Exact_evidence_never_leads_from_one_person_to_another() =>
        Assert.All(demo.Truth.GroupBy(t => t["exact_id"]), g => Assert.Single(g.Select(t => t["person_id"]).Distinct()));

    [Fact]
    public void Persons_of_one_name_but_nothing_else_are_as_many_as_listed()
    {
        var people = Read().Where(r => r.Trap == "same-name").GroupBy(r => r.Person).ToArray();
        Assert.Equal(DemoCatalogue.SameNames * 2, people.Length);
        Assert.Equal(DemoCatalogue.SameNames, people.Count(p => p.Any(r => r.Record.System == DemoCatalogue.WebShop)));
        var holders = Holders(Read());
        Assert.All(people.SelectMany(p => p).SelectMany(r => r.Values), v => Assert.Single(holders[v]));
    }

    [Fact]
    public void Junk_stands_in_as_many_cells_as_listed()
    {
        int Count(IReadOnlyList<Line> lines, Func<Line, string> cell) => lines.Count(l => Contacts.IsJunk(cell(l)));
        Assert.Equal(DemoCatalogue.JunkAccountEmails, Count(demo.Accounts, Contacts.EmailCell));
        Assert.Equal(DemoCatalogue.JunkAccountPhones, Count(demo.Accounts, Contacts.PhoneCell));
        Assert.Equal(DemoCatalogue.JunkCardEmails, Count(demo.Cards, Contacts.EmailCell));
        Assert.Equal(DemoCatalogue.JunkCardPhones, Count(demo.Cards, Contacts.PhoneCell));
    }

    [Fact]
    public void The_systems_write_one_person_differently()
    {
        var forms = demo.Truth.GroupBy(t => t["person_id"]).Where(g => g.Count() > 1);
        var inTwoScripts = forms.Count(g => g.Any(t => t["name_form"] == "native") && g.Any(t => t["name_form"] == "latin"));
        Assert.InRange(inTwoScripts, 60, 250);
        Assert.InRange(demo.Truth.Count(t => t["name_form"] == "typo"), 40, 120);
        Assert.True(demo.Cards.Count(c => Contacts.PhoneCell(c).StartsWith('0')) > demo.Cards.Count / 2);
        Assert.True(demo.Accounts.Count(a => Contacts.PhoneCell(a).StartsWith('+')) > demo.Accounts.Count / 2);
        Assert.DoesNotContain(demo.Cards, c => Contacts.PhoneCell(c).StartsWith('+'));
    }
}
