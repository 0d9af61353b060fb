using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class SurvivorshipTests
{
    [Fact]
    public void The_newest_record_that_says_something_wins()
    {
        var golden = Choose([Said(1, 10, ("city", "Leeds")), Said(2, 20, ("city", "York")), Said(3, 30, ("city", " "))]);
        var city = Of(golden, "city");
        Assert.Equal(("York", 2, IdentityReasons.GoldenNewest), (city.Value, city.Winner.Record, city.Reason));
        Assert.Equal([("York", 2L, new DateOnly(2024, 1, 21)), ("Leeds", 1L, new DateOnly(2024, 1, 11))], city.Candidates.Select(c => (c.Value, c.Record, c.Day)));
    }

    [Fact]
    public void Of_two_equally_new_records_the_larger_id_wins() =>
        Assert.Equal("York", Of(Choose([Said(2, 10, ("city", "York")), Said(1, 10, ("city", "Leeds"))]), "city").Value);

    [Fact]
    public void What_a_person_entered_overrules_newer_systems()
    {
        var city = Of(Choose([Said(1, 10, ("city", "Leeds")) with { ByHand = true }, Said(2, 20, ("city", "York"))]), "city");
        Assert.Equal(("Leeds", IdentityReasons.GoldenByHand), (city.Value, city.Reason));
    }

    [Fact]
    public void A_hand_edit_of_one_field_leaves_the_others_to_the_systems()
    {
        var golden = Choose([Said(1, 10, ("city", "Leeds")) with { ByHand = true }, Named(2, 20, "John Smith")]);
        Assert.Equal(("John Smith", "John", "Smith"), (Of(golden, "name").Value, Of(golden, "given").Value, Of(golden, "family").Value));
    }

    [Fact]
    public void One_record_or_one_opinion_is_said_to_be_so()
    {
        Assert.Equal(IdentityReasons.GoldenOnly, Of(Choose([Said(1, 10, ("city", "York"))]), "city").Reason);
        Assert.Equal(IdentityReasons.GoldenAgreed, Of(Choose([Said(1, 10, ("city", "York")), Said(2, 20, ("city", "York"))]), "city").Reason);
    }

    [Fact]
    public void Junk_is_no_golden_contact()
    {
        var golden = Choose(
        [
            Said(1, 10, ("email", "ann@firm.com"), ("phone", "020 7946 0321")), Said(2, 20, ("email", "test@test.com"), ("phone", "0000")), Said(3, 30, ("email", "none"), ("phone", "n/a")),
        ]);
        Assert.Equal(("ann@firm.com", "020 7946 0321"), (Of(golden, "email").Value, Of(golden, "phone").Value));
    }

    [Fact]
    public void A_complete_name_beats_a_newer_fragment_and_capitals()
    {
        Assert.Equal("John Smith", Of(Choose([Named(1, 10, "John Smith"), Named(2, 20, "Smith")]), "name").Value);
        Assert.Equal("John Smith", Of(Choose([Named(1, 10, "John Smith"), Named(2, 20, "JOHN SMITH")]), "name").Value);
        Assert.Equal("Jonathan Smith", Of(Choose([Named(1, 10, "John Smith"), Named(2, 20, "Jonathan Smith")]), "name").Value);
    }

    [Fact]
    public void Own_script_and_Latin_name_may_come_from_different_records()
    {
        var golden = Choose([Named(1, 10, "김민수"), Named(2, 20, "Minsu Kim")]);
        Assert.Equal([("name", "김민수", 1L), ("latinName", "Minsu Kim", 2L), ("given", "민수", 1L), ("family", "김", 1L)],
            new[] { "name", "latinName", "given", "family" }.Select(f => (f, Of(golden, f).Value, Of(golden, f).Winner.Record)));
    }

    [Fact]
    public void A5_the_name_is_bare_and_the_telling_title_is_kept()
    {
        var golden = Choose([Named(321, 10, "郭倉義教授"), Named(543, 20, "郭倉義先生")]);
        Assert.Equal(("郭倉義", "教授", 321L), (Of(golden, "name").Value, Of(golden, "title").Value, Of(golden, "title").Winner.Record));
        Assert.Equal(["教授", "先生"], Of(golden, "title").Candidates.Select(c => c.Value));
    }

    [Fact]
    public void The_order_of_the_records_changes_nothing()
    {
        var said = from name in Gen.Elements("John Smith", "SMITH John", "Smith", "", "김민수", "Dr. J. Smith")
                   from at in Gen.Choose(1, 3)
                   from hand in Gen.Elements(false, false, true)
                   from city in Gen.Elements("York", "Leeds", "")
                   from mail in Gen.Elements("a@firm.com", "b@firm.com", "test@firm.com")
                   select Said(0, at, ("city", city), ("email", mail)) with { ByHand = hand, Name = PersonName.Parse(name) };
        var cases = from list in said.ListOf().Resize(8)
                    from seed in Gen.Choose(0, 1_000_000)
                    select (Records: list.Select((r, i) => r with { Record = i + 1 }).ToArray(), seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var shuffled = c.Records.ToArray();
            new System.Random(c.seed).Shuffle(shuffled);
            Assert.Equal(Shown(Choose(c.Records)), Shown(Choose(shuffled)));
        }).QuickCheckThrowOnFailure();
    }

    private static IReadOnlyList<GoldenValue> Choose(IReadOnlyList<RecordValues> records) => Survivorship.Choose(records, SurvivorshipRules.Default);

    private static string Shown(IReadOnlyList<GoldenValue> golden) =>
        string.Join('\n', golden.Select(g => $"{g.Field} {g.Reason} {string.Join(" | ", g.Candidates)}"));

    private static GoldenValue Of(IReadOnlyList<GoldenValue> golden, string field) => golden.Single(g => g.Field == field);

    private static RecordValues Named(long record, int day, string name) => Said(record, day) with { Name = PersonName.Parse(name) };

    private static RecordValues Said(long record, int day, params (string Field, string Value)[] values) =>
        new(record, day * 86_400_000_000L, new DateOnly(2024, 1, 1).AddDays(day), ByHand: false, PersonName.Empty, values.ToDictionary(v => v.Field, v => v.Value));
}
