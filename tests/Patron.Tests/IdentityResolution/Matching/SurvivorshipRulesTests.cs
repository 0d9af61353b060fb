using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class SurvivorshipRulesTests
{
    private static readonly RecordValues[] Towns =
    [
        Said(1, 10, 7, ("city", "Leeds")), Said(2, 20, 8, ("city", "York")), Said(3, 30, 9, ("city", "Kingston upon Hull")), Said(4, 15, 9, ("city", "leeds")),
    ];

    [Theory]
    [InlineData("Newest", "Kingston upon Hull", "identity.golden.newest")]
    [InlineData("Oldest", "Leeds", "identity.golden.oldest")]
    [InlineData("Source", "York", "identity.golden.source")]
    [InlineData("Longest", "Kingston upon Hull", "identity.golden.longest")]
    [InlineData("Shortest", "York", "identity.golden.shortest")]
    public void Each_criterion_picks_its_own_and_says_so(string criterion, string value, string reason)
    {
        var rules = new SurvivorshipRules([8, 7], new Dictionary<string, IReadOnlyList<Criterion>> { ["address"] = [Enum.Parse<Criterion>(criterion)] });
        var city = Of(Survivorship.Choose(Towns, rules), "city");
        Assert.Equal((value, reason), (city.Value, city.Reason));
    }

    [Fact]
    public void What_most_records_say_wins_whatever_its_capitals_and_is_shown_as_one_reads_it()
    {
        var city = Of(Survivorship.Choose(Towns, Rules("address", Criterion.Frequent)), "city");
        Assert.Equal(("leeds", "identity.golden.frequent", 4), (city.Value, city.Reason, city.Candidates.Count));
    }

    [Fact]
    public void A_criterion_that_decides_nothing_leaves_it_to_the_next_and_the_sentence_names_the_one_that_decided()
    {
        var phone = Of(Survivorship.Choose([Said(1, 10, 7, ("phone", "020 7946 0321")), Said(2, 20, 7, ("phone", "020 7946 0999"))], Rules("phone", Criterion.Source, Criterion.Oldest)), "phone");
        Assert.Equal(("020 7946 0321", "identity.golden.oldest"), (phone.Value, phone.Reason));
    }

    [Fact]
    public void An_address_comes_from_one_record_as_far_as_it_has_one()
    {
        RecordValues[] records =
        [
            Said(1, 10, 7, ("street", "1 High Street"), ("city", "Leeds"), ("postal", "LS1 1AA"), ("country", "GB")), Said(2, 20, 8, ("street", "2 Low Road"), ("city", "York")),
        ];
        var whole = Survivorship.Choose(records, Rules("address", Criterion.Complete));
        Assert.All(whole, g => Assert.Equal(1, g.Winner.Record));
        Assert.Equal("identity.golden.complete", Of(whole, "street").Reason);
    }

    [Theory]
    [InlineData("york", "", "GB", 2)]
    [InlineData("Cambridge", "ann@firm.com", "GB", 2)]
    [InlineData("Cambridge", "", "CN", 3)]
    public void What_an_address_lacks_comes_from_the_record_that_fits_it_and_not_from_just_the_newest(string city, string email, string country, long record)
    {
        var golden = Survivorship.Choose(
        [
            Said(1, 30, 7, ("street", "1 Low Road"), ("city", "York"), ("email", "ANN@firm.com")),
            Said(2, 10, 7, ("city", city), ("country", "GB"), ("email", email)),
            Said(3, 20, 7, ("city", "Chengdu"), ("country", "CN")),
        ], SurvivorshipRules.Default);
        Assert.Equal((country, record, IdentityReasons.GoldenFitting), (Of(golden, "country").Value, Of(golden, "country").Winner.Record, Of(golden, "country").Reason));
        Assert.Equal("York", Of(golden, "city").Value);
    }

    [Fact]
    public void The_shorter_name_wins_by_rule_with_the_parts_of_its_own_record()
    {
        RecordValues[] records = [Named(1, 10, "Jonathan Smith"), Named(2, 20, "Jo Smith")];
        var golden = Survivorship.Choose(records, Rules("name", Criterion.Longest));
        Assert.Equal(("Jonathan Smith", "Jonathan", "identity.golden.longest"), (Of(golden, "name").Value, Of(golden, "given").Value, Of(golden, "name").Reason));
        Assert.Equal("Jo Smith", Of(Survivorship.Choose(records, SurvivorshipRules.Default), "name").Value);
    }

    [Fact]
    public void Junk_never_wins_whatever_the_rule()
    {
        var golden = Survivorship.Choose([Said(1, 10, 7, ("email", "ann@firm.com")), Said(2, 20, 8, ("email", "test@test.com"))], new([8], Fields("email", Criterion.Source)));
        Assert.Equal("ann@firm.com", Of(golden, "email").Value);
    }

    [Fact]
    public void Rules_that_say_what_the_default_says_are_the_default_and_come_back_from_text_as_they_were()
    {
        Assert.True(Rules("name", Criterion.Complete, Criterion.Newest).IsSame(SurvivorshipRules.Default));
        Assert.False(Rules("name", Criterion.Newest, Criterion.Complete).IsSame(SurvivorshipRules.Default));
        var rules = new SurvivorshipRules([3, 1], new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [Criterion.Source, Criterion.Newest], ["email"] = [Criterion.Frequent] });
        Assert.Equal("""{"Sources":[3,1],"Fields":{"email":["Frequent"],"phone":["Source","Newest"]},"Own":{}}""", rules.Plain().ToString());
        Assert.True(JsonSerializer.Deserialize<SurvivorshipRules>(rules.ToString())!.IsSame(rules));
    }

    [Fact]
    public void A_field_with_an_order_of_trust_of_its_own_goes_by_that_and_the_others_by_the_general_one()
    {
        RecordValues[] records = [Said(1, 10, 7, ("phone", "020 7946 0007"), ("language", "en")), Said(2, 20, 8, ("phone", "020 7946 0008"), ("language", "ko"))];
        var rules = new SurvivorshipRules([7, 8], new Dictionary<string, IReadOnlyList<Criterion>> { ["phone"] = [Criterion.Source], ["language"] = [Criterion.Source] }) { Own = new Dictionary<string, IReadOnlyList<long>> { ["phone"] = [8, 7] } };

        var golden = Survivorship.Choose(records, rules);

        Assert.Equal(("020 7946 0008", "identity.golden.source", "en"), (Of(golden, "phone").Value, Of(golden, "phone").Reason, Of(golden, "language").Value));
        Assert.True(JsonSerializer.Deserialize<SurvivorshipRules>(rules.ToString())!.IsSame(rules));
    }

    [Fact]
    public void An_order_of_its_own_that_says_nothing_of_its_own_is_none()
    {
        var rules = new SurvivorshipRules([7, 8], Fields("phone", Criterion.Source));
        Assert.True((rules with { Own = new Dictionary<string, IReadOnlyList<long>> { ["phone"] = [7, 8], ["email"] = [8, 7] } }).IsSame(rules));
        Assert.False((rules with { Own = new Dictionary<string, IReadOnlyList<long>> { ["phone"] = [8, 7] } }).IsSame(rules));
    }

    [Fact]
    public void Under_any_rules_the_order_of_records_changes_nothing_hands_win_and_no_value_is_invented()
    {
        var record = from name in Gen.Elements("John Smith", "SMITH John", "Smith", "", "김민수", "Dr. J. Smith")
                     from at in Gen.Choose(1, 3)
                     from source in Gen.Choose(1, 3)
                     from hand in Gen.Elements(false, false, true)
                     from city in Gen.Elements("York", "YORK", "Leeds", "")
                     from mail in Gen.Elements("a@firm.com", "b@firm.com", "test@firm.com")
                     select Said(0, at, source, ("city", city), ("email", mail)) with { ByHand = hand, Name = PersonName.Parse(name) };
        var cases = from list in record.ListOf().Resize(8)
                    from seed in Gen.Choose(0, 1_000_000)
                    select (Records: list.Select((r, i) => r with { Record = i + 1 }).ToArray(), seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (shuffled, random) = (c.Records.ToArray(), new System.Random(c.seed));
            random.Shuffle(shuffled);
            var rules = AnyRules(random);
            var golden = Survivorship.Choose(c.Records, rules);
            Assert.Equal(Shown(golden), Shown(Survivorship.Choose(shuffled, rules)));
            foreach (var city in golden.Where(g => g.Field == "city"))
            {
                Assert.Contains(c.Records, r => r.Record == city.Winner.Record && r.Values["city"] == city.Value);
                if (c.Records.Any(r => r.ByHand && r.Values["city"].Length > 0)) Assert.True(c.Records.Single(r => r.Record == city.Winner.Record).ByHand);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static SurvivorshipRules AnyRules(System.Random random) => new(
        Shuffled(random, [1L, 2, 3]), SurvivorshipRules.All.ToDictionary(rule => rule, rule => (IReadOnlyList<Criterion>)[.. Shuffled(random, [.. SurvivorshipRules.Offered(rule)]).Take(random.Next(1, 4))]))
    {
        Own = new Dictionary<string, IReadOnlyList<long>> { ["address"] = Shuffled(random, [1L, 2, 3]) },
    };

    private static T[] Shuffled<T>(System.Random random, T[] all)
    {
        random.Shuffle(all);
        return all;
    }

    private static string Shown(IReadOnlyList<GoldenValue> golden) => string.Join('\n', golden.Select(g => $"{g.Field} {g.Reason} {string.Join(" | ", g.Candidates)}"));

    private static Dictionary<string, IReadOnlyList<Criterion>> Fields(string rule, params Criterion[] criteria) => new() { [rule] = criteria };

    private static SurvivorshipRules Rules(string rule, params Criterion[] criteria) => new([], Fields(rule, criteria));

    private static GoldenValue Of(IReadOnlyList<GoldenValue> golden, string field) => golden.Single(g => g.Field == field);

    private static RecordValues Named(long record, int day, string name) => Said(record, day, 7) with { Name = PersonName.Parse(name) };

    private static RecordValues Said(long record, int day, long source, params (string Field, string Value)[] values) =>
        new(record, day * 86_400_000_000L, new DateOnly(2024, 1, 1).AddDays(day), ByHand: false, PersonName.Empty, values.ToDictionary(v => v.Field, v => v.Value)) { Source = source };
}
