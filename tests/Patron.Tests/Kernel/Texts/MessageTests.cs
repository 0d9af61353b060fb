using Microsoft.AspNetCore.Components;
using Patron.Kernel.Texts;

namespace Patron.Tests.Kernel.Texts;

public sealed class MessageTests
{
    private static readonly Language En = Language.English, Ko = Language.Korean;

    private static string Say(Language language, string pattern, object? args = null) => Of(language, pattern).Get("t.x", args);

    private static string Mark(string pattern, object? args = null) => Of(En, pattern).Html("t.x", args).Value;

    private static Sentences Of(Language language, string pattern) => new(language, new Dictionary<string, Message> { ["t.x"] = MessageParser.Parse("t.x", pattern) });

    [Fact]
    public void Arguments_are_found_by_property_name_whatever_the_case_of_the_first_letter()
    {
        Assert.Equal("Ann has 1,204 orders", Say(En, "{name} has {n, number} orders", new { Name = "Ann", n = 1204 }));
        Assert.Equal("Ann", Say(En, "{name}", new Dictionary<string, object?> { ["name"] = "Ann" }));
    }

    [Theory]
    [InlineData(0, "no order")]
    [InlineData(1, "1 order")]
    [InlineData(2, "a pair")]
    [InlineData(1001, "1,001 orders")]
    public void A_plural_takes_the_exact_number_first_then_one_then_other(int n, string said) =>
        Assert.Equal(said, Say(En, "{n, plural, =0 {no order} =2 {a pair} one {# order} other {# orders}}", new { n }));

    [Fact]
    public void Korean_and_Chinese_have_no_one() =>
        Assert.Equal("주문 1건", Say(Ko, "{n, plural, one {하나} other {주문 #건}}", new { n = 1 }));

    [Fact]
    public void A_plural_inside_a_select_keeps_its_own_count() =>
        Assert.Equal("she has 3 notes", Say(En, "{who, select, f {she has {n, plural, one {# note} other {# notes}}} other {they}}", new { who = "f", n = 3 }));

    [Fact]
    public void An_apostrophe_is_itself_and_quotes_only_before_braces()
    {
        Assert.Equal("the month's end {n}", Say(En, "the month's end '{n}'"));
        Assert.Equal("it's", Say(En, "it''s"));
    }

    [Theory]
    [InlineData("{n", "at 3")]
    [InlineData("a } b", "at 3")]
    [InlineData("{n, plural, one {x}}", "no \"other\"")]
    [InlineData("{n, number, euro}", "not known")]
    [InlineData("{n, plural, few {x} other {y}}", "\"few\"")]
    public void An_error_names_the_key_and_the_place(string pattern, string place)
    {
        var error = Assert.Throws<FormatException>(() => Say(En, pattern, new { n = 1 }));
        Assert.Contains("t.x", error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_argument_is_a_bug_and_names_key_and_argument() =>
        Assert.Equal("The sentence t.x needs the argument name.", Assert.Throws<ArgumentException>(() => Say(En, "{name}", new { other = 1 })).Message);

    [Fact]
    public void Markup_keeps_the_pattern_s_tags_and_encodes_all_else() =>
        Assert.Equal("<b>&lt;i&gt; &amp; Söhne</b> &lt; 5 <a href=\"/customers?q=%22&amp;x=1\">김서연</a>",
            Mark("<b>{name}</b> < 5 <a href=\"{url}\">{who}</a>", new { name = "<i> & Söhne", url = "/customers?q=%22&x=1", who = "김서연" }));

    [Fact]
    public void A_link_never_becomes_a_script() =>
        Assert.Throws<ArgumentException>(() => Mark("<a href=\"{url}\">x</a>", new { url = "javascript:alert(1)" }));

    [Fact]
    public void An_argument_that_is_markup_stays_and_its_tags_are_not_read_aloud() =>
        Assert.Equal("<span lang=\"ko\">김서연</span>은", Mark("{name}{은/는}", new { name = new MarkupString("<span lang=\"ko\">김서연</span>") }));

    [Fact]
    public void A_sentence_with_tags_refuses_to_be_plain() => Assert.Throws<InvalidOperationException>(() => Say(En, "<b>x</b>"));

    [Theory]
    [InlineData("김서연", "은", "이", "을", "과", "으로")]
    [InlineData("박철수", "는", "가", "를", "와", "로")]
    [InlineData("서울", "은", "이", "을", "과", "로")]
    [InlineData("\"서울\"", "은", "이", "을", "과", "로")]
    [InlineData("71.7%", "는", "가", "를", "와", "로")]
    [InlineData("1", "은", "이", "을", "과", "로")]
    [InlineData("3", "은", "이", "을", "과", "으로")]
    [InlineData("2", "는", "가", "를", "와", "로")]
    [InlineData("1,000", "은", "이", "을", "과", "으로")]
    [InlineData("1,000,000,000,000", "는", "가", "를", "와", "로")]
    [InlineData("CSV", "는", "가", "를", "와", "로")]
    [InlineData("URL", "은", "이", "을", "과", "로")]
    [InlineData("CRM", "은", "이", "을", "과", "으로")]
    [InlineData("Paul", "은", "이", "을", "과", "로")]
    [InlineData("Patron", "은", "이", "을", "과", "으로")]
    [InlineData("Tom King", "은", "이", "을", "과", "으로")]
    [InlineData("Robert", "는", "가", "를", "와", "로")]
    [InlineData("Jack", "은", "이", "을", "과", "으로")]
    [InlineData("Maria", "는", "가", "를", "와", "로")]
    [InlineData("林志豪", "은(는)", "이(가)", "을(를)", "과(와)", "(으)로")]
    public void A_Korean_particle_follows_the_word_as_it_is_read_aloud(string word, string topic, string subject, string thing, string with, string towards) =>
        Assert.Equal($"{word}{topic} {word}{subject} {word}{thing} {word}{with} {word}{towards}",
            Say(Ko, "{w}{은/는} {w}{이/가} {w}{을/를} {w}{와/과} {w}{으로/로}", new { w = word }));

    [Fact]
    public void A_particle_after_bold_follows_the_word_inside() =>
        Assert.Equal("<b>1</b>이", Of(Ko, "<b>{n}</b>{이/가}").Html("t.x", new { n = 1 }).Value);
}
