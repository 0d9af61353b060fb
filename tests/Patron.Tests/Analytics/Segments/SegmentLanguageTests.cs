using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Segments;

namespace Patron.Tests.Analytics.Segments;

public sealed class SegmentLanguageTests
{
    private static readonly SegmentVocabulary Words = new(
    [
        new("spent", LeafKind.Money) { HasWindow = true, Conditions = [new("category", LeafKind.Choice) { Choices = () => ["Ceramics", "Tea towels"] }] },
        new("bought", LeafKind.Count) { HasWindow = true, Conditions = [new("category", LeafKind.Choice) { Choices = () => ["Ceramics", "Tea towels"] }] },
        new("days_since_order", LeafKind.Days) { TimesOf = ["rhythm"], MayMiss = true, HasWindow = true },
        new("rhythm", LeafKind.Days), new("alive", LeafKind.Percent), new("age", LeafKind.Number), new("birth", LeafKind.Day) { MayMiss = true }, new("name", LeafKind.Text),
        new("step", LeafKind.Choice) { Choices = () => ["supporter", "advocate", "lost-big"], Closed = true }, new("city", LeafKind.Choice) { MayMiss = true },
        new("ticket", LeafKind.Truth) { Conditions = [new("open", LeafKind.Truth), new("age", LeafKind.Days)] },
        new("in_a_row", LeafKind.Count) { HasWindow = true, NeedsWindow = true },
    ]);

    [Theory]
    [InlineData("", "")]
    [InlineData("SPENT( 12 Months )>=£1200", "spent(12 months) >= 1200")]
    [InlineData("days_since_order > 1.5 × rhythm and any(bought(category=\"Ceramics\")>=2, step in (supporter,ADVOCATE))", "days_since_order > 1.5 * rhythm\nand any ( bought(category = Ceramics) >= 2, step in (supporter, advocate) )")]
    [InlineData("none(in \"Universal control\", ticket(open, age > 2 days))", "none ( in \"Universal control\", ticket(open, age > 2 days) )")]
    [InlineData("not (age < 18 or age > 65)", "none ( any ( age < 18, age > 65 ) )")]
    [InlineData("days_since_order between 2 weeks and 30", "days_since_order between 14 days and 30 days")]
    [InlineData("alive <= 30 % and birth < 18 years ago and birth >= 1950-01-31", "alive <= 30%\nand birth < 18 years ago\nand birth >= 1950-01-31")]
    [InlineData("spent(2011-01-01 to 2011-03-31, category = \"Tea towels\") != 0", "spent(2011-01-01 to 2011-03-31, category = \"Tea towels\") != 0")]
    [InlineData("bought(since 2011-01-01) and none(bought(until 2011-02-28))", "bought(since 2011-01-01)\nand none ( bought(until 2011-02-28) )")]
    [InlineData("city is missing and name contains \"a \"\"b\"\" c\"", "city is missing\nand name contains \"a \"\"b\"\" c\"")]
    [InlineData("city = Köln and city != \"Bad Ems\"", "city = Köln\nand city != \"Bad Ems\"")]
    public void A_query_is_read_whatever_its_spelling_and_written_in_one_way(string written, string printed)
    {
        var (node, error) = SegmentParser.Read(written, Words);
        Assert.Null(error);
        Assert.Equal(printed, SegmentText.Print(node!));
        Assert.Equal(printed, SegmentText.Print(SegmentParser.Read(printed, Words).Node!));
    }

    [Theory]
    [InlineData("spend > 5", 0, SegmentFault.Name, "spend")]
    [InlineData("spent > ", 8, SegmentFault.End, "")]
    [InlineData("age > 5 or alive < 30% and age < 3", 23, SegmentFault.Unexpected, "and")]
    [InlineData("alive < 30", 10, SegmentFault.End, "")]
    [InlineData("step = friend", 7, SegmentFault.Choice, "friend")]
    [InlineData("birth > 2011-02-30", 8, SegmentFault.Day, "2011-02-30")]
    [InlineData("spent(12 moons) > 1", 9, SegmentFault.Unexpected, "moons")]
    [InlineData("spent(0 days) > 1", 6, SegmentFault.Number, "0")]
    [InlineData("bought(colour = red)", 7, SegmentFault.Condition, "colour")]
    [InlineData("name contains \"tea", 14, SegmentFault.Quote, "\"tea")]
    [InlineData("age = 5 ; age = 6", 8, SegmentFault.Character, ";")]
    [InlineData("any ( age = 5, age = 6", 22, SegmentFault.End, "")]
    [InlineData("in_a_row >= 3", 9, SegmentFault.Unexpected, ">=")]
    [InlineData("age = 99999999999999999999", 6, SegmentFault.Number, "99999999999999999999")]
    public void A_mistake_is_told_with_its_place(string written, int position, SegmentFault fault, string word)
    {
        var (node, error) = SegmentParser.Read(written, Words);
        Assert.Null(node);
        Assert.Equal((position, fault, word), (error!.Position, error.Fault, error.Word));
    }

    [Fact]
    public void A_mistake_tells_what_could_stand_there()
    {
        Assert.Equal(["%"], SegmentParser.Read("alive < 30", Words).Error!.Expected);
        Assert.Contains(Expect.Money, SegmentParser.Read("spent > x", Words).Error!.Expected);
        Assert.Contains("advocate", SegmentParser.Read("step = x", Words).Error!.Expected);
        Assert.Equal(["spent"], SegmentParser.Read("age = 5 and spend > 5", Words).Error!.Expected);
        Assert.Equal(["step"], SegmentParser.Read("ST", Words).Error!.Expected);
        Assert.Empty(SegmentParser.Read("quite_another", Words).Error!.Expected);
        Assert.Contains(")", SegmentParser.Read("any ( age = 5 age = 6 )", Words).Error!.Expected);
    }

    [Fact]
    public void Too_deep_and_too_long_is_refused_and_as_deep_as_allowed_is_not()
    {
        string Deep(int groups) => string.Concat(Enumerable.Repeat("any ( ", groups)) + "age = 1" + string.Concat(Enumerable.Repeat(" )", groups));
        Assert.Null(SegmentParser.Read(Deep(SegmentParser.Deepest), Words).Error);
        Assert.Equal(SegmentFault.TooMuch, SegmentParser.Read(Deep(SegmentParser.Deepest + 1), Words).Error!.Fault);
        Assert.Equal(SegmentFault.TooMuch, SegmentParser.Read(new string(' ', SegmentParser.Longest + 1), Words).Error!.Fault);
    }

    [Fact]
    public void What_was_printed_is_read_as_the_same_again() => Prop.ForAll<int>(seed =>
    {
        var printed = SegmentText.Print(Any(new Random(seed), 3));
        var (node, error) = SegmentParser.Read(printed, Words);
        Assert.True(error is null, $"{printed}: {error}");
        Assert.Equal(printed, SegmentText.Print(node!));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_typed_is_read_or_refused_within_the_text() => Prop.ForAll<string>(text =>
    {
        var (node, error) = SegmentParser.Read(text ?? "", Words);
        Assert.True(node is null != error is null);
        if (error is not null) Assert.InRange(error.Position, 0, (text ?? "").Length);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", 0, new[] { "spent", "bought", "all", "not", "in" }, new[] { "and" })]
    [InlineData("sp", 2, new[] { "spent" }, new[] { "bought" })]
    [InlineData("step = ", 7, new[] { "supporter", "advocate", "lost-big" }, new[] { "spent" })]
    [InlineData("step = adv", 10, new[] { "advocate" }, new[] { "supporter" })]
    [InlineData("bought(cat", 10, new[] { "category" }, new[] { "spent" })]
    [InlineData("bought(category = \"tea t", 24, new[] { "\"Tea towels\"" }, new[] { "Ceramics" })]
    [InlineData("age > 5 ", 8, new[] { "and", "or" }, new[] { "spent" })]
    [InlineData("in ", 3, new[] { "\"At risk\"", "Champions" }, new[] { "spent" })]
    [InlineData("birth < 3 ", 10, new[] { "days", "months" }, new[] { "spent" })]
    [InlineData("nonsense and ", 13, new string[0], new[] { "spent" })]
    public void What_can_be_written_next_is_offered(string text, int cursor, string[] offered, string[] not)
    {
        var words = SegmentCompletion.At(text, cursor, Words, ["At risk", "Champions"]).Words;
        Assert.All(offered, w => Assert.Contains(w, words));
        Assert.All(not, w => Assert.DoesNotContain(w, words));
    }

    [Fact]
    public void A_completion_replaces_the_word_that_was_begun()
    {
        var found = SegmentCompletion.At("age > 5 and sp > 3", 14, Words, []);
        Assert.Equal((12, 14, "spent"), (found.From, found.To, found.Words[0]));
    }

    [Fact]
    public void A_window_of_months_begins_on_the_day_after_the_same_day_of_an_earlier_month()
    {
        var (from, to) = new DayWindow.Last(1, SpanUnit.Month).On(new(2026, 3, 31));
        Assert.Equal((new DateOnly(2026, 3, 1).DayNumber, new DateOnly(2026, 3, 31).DayNumber), (from!.Value, to!.Value));
        Assert.Equal(new DateOnly(2026, 2, 26).DayNumber, new DayWindow.Last(3, SpanUnit.Day).On(new(2026, 2, 28)).From);
        Assert.Equal(DateOnly.MinValue, DayWindow.Back(new(2026, 1, 1), 100_000, SpanUnit.Year));
    }

    [Theory]
    [InlineData("spent >= 0.5", 500_000L, null)]
    [InlineData("spent > 0.5", 500_001L, null)]
    [InlineData("spent < 0.0000015", null, 1L)]
    [InlineData("spent <= 0.0000015", null, 1L)]
    [InlineData("spent between 1 and 2", 1_000_000L, 2_000_000L)]
    [InlineData("spent = 3", 3_000_000L, 3_000_000L)]
    public void A_test_becomes_whole_numbers_with_both_limits_included(string query, long? min, long? max) =>
        Assert.Equal([(min, max)], SegmentBinding.Ranges(TestOf(query), 1_000_000, new(2026, 1, 1)));

    [Fact]
    public void Nothing_equals_a_number_between_two_whole_ones()
    {
        Assert.Empty(SegmentBinding.Ranges(TestOf("age = 1.5"), 1, new(2026, 1, 1)));
        Assert.Equal([(null, 0), (2, null)], SegmentBinding.Ranges(TestOf("age != 1"), 1, new(2026, 1, 1)));
    }

    private static LeafTest? TestOf(string query) => SegmentTree.Rules(SegmentParser.Read(query, Words).Node!).Single().Rule.Test;

    private static SegmentNode Any(Random random, int depth) => depth == 0 || random.Next(3) == 0 ? RandomRule(random)
        : new SegmentNode.Group((GroupKind)random.Next(3), [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1))]);

    private static SegmentNode.Rule RandomRule(Random random)
    {
        var number = new SegmentValue.Number(random.Next(1000) / 4m);
        return random.Next(8) switch
        {
            0 => new("spent", random.Next(2) == 0 ? [] : [new("category", new LeafTest.OneOf(["and", "Tea \"x\""]))], new DayWindow.Last(random.Next(1, 99), (SpanUnit)random.Next(4)), new LeafTest.Compare((LeafOperator)random.Next(6), number)),
            1 => new("bought", [], new DayWindow.Between(new(2011, 1, 1), random.Next(2) == 0 ? null : new(2011, 2, 3)), null),
            2 => new("days_since_order", [], null, new LeafTest.Compare((LeafOperator)random.Next(6), new SegmentValue.Times(1.25m, "rhythm"))),
            3 => new("alive", [], null, new LeafTest.Between(number with { Unit = LeafUnit.Percent }, number with { Unit = LeafUnit.Percent })),
            4 => new("birth", [], null, new LeafTest.Compare(LeafOperator.Less, random.Next(2) == 0 ? new SegmentValue.Ago(random.Next(1, 9), SpanUnit.Year) : new SegmentValue.Day(new(1980, 2, 29)))),
            5 => new("city", [], null, random.Next(2) == 0 ? new LeafTest.Known(random.Next(2) == 0) : new LeafTest.Compare(LeafOperator.NotEqual, new SegmentValue.Word("Bad-Ems 2"))),
            6 => new("in", [], null, new LeafTest.OneOf([random.Next(2) == 0 ? "A, b" : "x"])),
            _ => new("ticket", random.Next(2) == 0 ? [] : [new("open", null), new("age", new LeafTest.Compare(LeafOperator.More, new SegmentValue.Number(2, LeafUnit.Days)))], null, null),
        };
    }
}
