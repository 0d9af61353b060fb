using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

public sealed class SearchTests
{
    private static readonly SearchIndex People = Index(
        SearchText.Of(["Peter Johnson"], ["peter.johnson@example.com"], ["+44 7911 123456"], ["W-1001"]),
        SearchText.Of(["김민수", "Kim Minsu"], [], ["+82 10 1234 5678"], []),
        SearchText.Of(["郭 倉義", "Guo Cangyi"], [], [], ["321"]),
        SearchText.Of(["Jörg Strauß"], ["joerg@example.de"], [], []),
        SearchText.Of(["Ann Johnston"], [], [], ["W-1002"]),
        SearchText.Of(["홍 길동"], [], [], []));

    [Theory]
    [InlineData("ÀÉÎõü", "aeiou")]
    [InlineData("Straße ẞ", "strasse ss")]
    [InlineData("Østergård Łódź Đặng Æsir", "ostergard lodz dang aesir")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("김민수", "김민수")]
    [InlineData("がぎ", "がぎ")]
    [InlineData("İstanbul ıspanak", "istanbul ispanak")]
    [InlineData("a\u00a0b\tc", "a b c")]
    public void Folding_makes_plain_what_people_type_differently(string text, string folded) => Assert.Equal(folded, SearchFolding.Fold(text));

    [Fact]
    public void Folding_twice_changes_nothing_and_never_fails() =>
        Prop.ForAll<string?>(text => SearchFolding.Fold(text ?? "") is var once && SearchFolding.Fold(once) == once).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("johnson", 0)]
    [InlineData("PETER john", 0)]
    [InlineData("example.com", 0)]
    [InlineData("07911 123456", 0)]
    [InlineData("07911123456", 0)]
    [InlineData("+44 (0)7911-123456", 0)]
    [InlineData("7911-123", 0)]
    [InlineData("w-1001", 0)]
    [InlineData("민수", 1)]
    [InlineData("010-1234-5678", 1)]
    [InlineData("倉義", 2)]
    [InlineData("郭倉", 2)]
    [InlineData("strauss", 3)]
    [InlineData("jorg", 3)]
    [InlineData("홍길동", 5)]
    [InlineData("길동", 5)]
    public void A_person_is_found_by_any_part_of_names_and_numbers(string typed, int index)
    {
        var result = People.Search(typed);
        Assert.Equal([index], result.Hits.ToIndexes());
        Assert.False(result.Forgiven);
    }

    [Fact]
    public void All_words_must_be_those_of_one_customer() => Assert.Empty(People.Search("peter minsu").Hits.ToIndexes());

    [Fact]
    public void One_letter_is_enough() => Assert.Equal([0, 1, 2, 3, 4], People.Search("n").Hits.Or(People.Search("j").Hits).ToIndexes());

    [Fact]
    public void A_blank_search_finds_nobody() => Assert.Equal(0, People.Search(" \t").Hits.Count());

    [Theory]
    [InlineData("jhonson", "johnson", 0)]
    [InlineData("johnsen", "johnson", 0)]
    [InlineData("jonson", "johnson", 0)]
    [InlineData("petter", "peter", 0)]
    [InlineData("strasus", "strauss", 3)]
    [InlineData("jonston", "johnston", 4)]
    [InlineData("peter jonson", "peter johnson", 0)]
    [InlineData("strauz", "strauss", 3)]
    public void One_typo_in_a_latin_name_is_forgiven_and_said(string typed, string searched, int index)
    {
        var result = People.Search(typed);
        Assert.Equal([index], result.Hits.ToIndexes());
        Assert.Equal((searched, true), (result.Searched, result.Forgiven));
    }

    [Theory, InlineData("jhonsen"), InlineData("pat"), InlineData("김민서"), InlineData("79111299"), InlineData("xeter jhonsen")]
    public void Two_typos_short_words_other_scripts_and_numbers_are_not_forgiven(string typed)
    {
        var result = People.Search(typed);
        Assert.Empty(result.Hits.ToIndexes());
        Assert.False(result.Forgiven);
    }

    [Fact]
    public void A_typo_in_a_word_that_also_occurs_elsewhere_is_forgiven_when_the_words_do_not_meet()
    {
        var index = Index(SearchText.Of(["Maria Stone"], [], [], []), SearchText.Of(["Mario Bird"], [], [], []));
        Assert.Equal([0], index.Search("mario stone").Hits.ToIndexes());
    }

    [Fact]
    public void A_match_over_the_border_of_two_customers_is_none() =>
        Assert.Equal(0, Index("anna\n\n", "bob\n\n").Search("a\n\nb").Hits.Count());

    [Fact]
    public void No_more_are_given_than_asked_for() => Assert.Equal(2, People.Search("n", max: 2).Hits.Count());

    [Fact]
    public void Search_agrees_with_contains_for_any_part_of_any_text() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, random.Next(1, 60)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => "ab1"[random.Next(3)])) + "\n").ToArray();
        var index = Index(texts);
        var part = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab"[random.Next(2)]));
        return index.Search(part).Hits.Indexes().SequenceEqual(Enumerable.Range(0, texts.Length).Where(i => texts[i].Contains(part, StringComparison.Ordinal)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_name_is_found_and_the_old_one_is_not()
    {
        var writer = Model.Writer();
        var first = writer.Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Search(SearchText.Of(["Peter Johnson"], [], [], []))));
        Assert.True(first.SearchIndex.Search("jonson").Forgiven);
        for (var round = 0; round < 20; round++)
        {
            var second = writer.Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Search(SearchText.Of([$"Petra Hammond {round}"], [], [], []))));
            Assert.Equal(0, second.SearchIndex.Search("johnson").Hits.Count());
            Assert.Equal(1, second.SearchIndex.Search("hamond").Hits.Count());
        }
        Assert.Equal(1, first.SearchIndex.Search("johnson").Hits.Count());
    }

    private static SearchIndex Index(params string[] texts)
    {
        var load = new TextLoad(texts.Length);
        foreach (var text in texts) load.Add(text);
        return new BaseWriter().Load(new() { Ids = [.. Enumerable.Range(1, texts.Length)], Known = Bitmap.All(texts.Length), Search = load }).SearchIndex;
    }
}
