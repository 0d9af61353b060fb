using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

public sealed class SearchTextTests
{
    private static readonly Gen<string> Values = Gen.OneOf(
        Gen.Elements("", " ", "Ann  Lee ", "ann lee", "김 민수", "김민수", "Jörg Strauß", "Łódź", "+44 (0)20 7946", "٠١٢", "W-1\t2", "郭 倉義", "Å b", "n", "an"),
        Gen.Elements('a', 'B', ' ', '1', '\n', 'é', '김', '\u007f').ArrayOf().Select(letters => new string(letters)));

    /// <summary>What the summary of <see cref="SearchText"/> says, written with strings.</summary>
    private static string Said(string[] names, string[] emails, string[] phones, string[] ids)
    {
        var named = names.Select(Line).SelectMany(n => n.Contains(' ') && n.Any(c => c is >= '\u3400' and <= '\u9fff' or >= '\uac00' and <= '\ud7a3') ? new[] { n, n.Replace(" ", "") } : [n]);
        var others = emails.Select(Line).Concat(phones.Select(p => string.Concat(p.Where(char.IsDigit).Select(c => (char)('0' + char.GetNumericValue(c)))))).Concat(ids.Select(Line));
        var (first, second) = (Lines(named), Lines(others));
        return first + second == "" ? "" : first + "\n" + second;

        static string Line(string text) => string.Join(' ', SearchFolding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        static string Lines(IEnumerable<string> lines) => string.Concat(lines.Where(l => l.Length > 0).Distinct().Select(l => l + "\n"));
    }

    [Fact]
    public void Every_name_is_a_line_of_its_own_once_then_every_address_number_and_id() =>
        Prop.ForAll(Values.ArrayOf().ArrayOf(4).ToArbitrary(), v => Assert.Equal(Said(v[0], v[1], v[2], v[3]), SearchText.Of(v[0], v[1], v[2], v[3]))).QuickCheckThrowOnFailure();

    [Fact]
    public void Texts_loaded_one_after_the_other_are_those_that_are_set_singly() =>
        Prop.ForAll(Values.Two().ArrayOf().ToArbitrary(), customers =>
        {
            var (texts, builder) = (new TextLoad(customers.Length), new SearchTextBuilder());
            foreach (var (name, id) in customers)
            {
                builder.Name(Encoding.UTF8.GetBytes(name));
                builder.ExternalId(Encoding.UTF8.GetBytes(id));
                builder.TakeTo(texts);
            }
            var (loaded, single) = (new BaseWriter([]), new BaseWriter([]));
            loaded.Load(new() { Ids = [.. customers.Select((_, at) => at + 1L)], Known = Bitmap.All(customers.Length), Search = texts });
            var batch = new BaseBatch();
            foreach (var (at, (name, id)) in customers.Index()) batch.Upsert(new CustomerRow(at + 1, true).Search(SearchText.Of([name], [], [], [id])));
            single.Apply(batch);
            foreach (var typed in customers.SelectMany(c => new[] { c.Item1, c.Item2 }).Append("a").Append("김"))
                Assert.Equal(single.Current.SearchIndex.Search(typed).Hits.ToIndexes(), loaded.Current.SearchIndex.Search(typed).Hits.ToIndexes());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_category_has_one_code_however_it_is_asked_for() =>
        Prop.ForAll(Values.ArrayOf().ToArbitrary(), values =>
        {
            var dictionary = new CategoryDictionary();
            var codes = new CategoryCodes(dictionary);
            foreach (var value in values) Assert.Equal(value, dictionary.Name(codes.Code(Encoding.UTF8.GetBytes(value))));
            Assert.Equal(values.Append("").Distinct().Count(), dictionary.Count);
        }).QuickCheckThrowOnFailure();
}
