using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Segments.Leaves;

/// <summary>Who customers are: what Customers keeps in the base. Of an earlier day only what follows from a birth date or another day is known.</summary>
internal sealed class PersonLeaves : ISegmentLeaves
{
    private static readonly string[] Numbers = ["household", "children"], Special = ["ethnic_group", "religion"];

    private readonly Lazy<ICustomerBase> customers;
    private readonly IUsableFields usable;
    private readonly SegmentLeaf[] usual, special;

    public PersonLeaves(Lazy<ICustomerBase> customers, IUsableFields usable)
    {
        (this.customers, this.usable) = (customers, usable);
        special = Make();
        usual = [.. special.Where(l => !Special.Contains(l.Word.Name))];
    }

    /// <summary>Ethnic group and religion only while the organisation has said what for.</summary>
    public IEnumerable<SegmentLeaf> All() => usable.Usable.Any(f => Special.Contains(f.Key)) ? special : usual;

    private SegmentLeaf[] Make() =>
    [
        new(new("name", LeafKind.Text), LeafGroup.Person, Label("name"), (rule, _) => new CustomerQuery.Search(rule.Test is LeafTest.Contains contains ? contains.Part : ""))
        {
            Value = (_, scope, index, _) => scope.Snapshot[CustomerColumns.Name][index],
        },
        Of("kind", CustomerColumns.Kind, (word, text) => text.Has($"segments.kind.{word}") ? text[$"segments.kind.{word}"] : word),
        Of("country", CustomerColumns.Country, (code, text) => Names.Country(code, text.Language)), Of("region", CustomerColumns.Region), Of("city", CustomerColumns.City), Of("language", CustomerColumns.Language),
        Of("sex", CustomerColumns.Sex, (sex, text) => text.Get("segments.sex", new { sex })), Of("acquired", CustomerColumns.Acquired),
        Of("level", CustomerColumns.Level), Of("membership", CustomerColumns.Membership), Of("service_level", CustomerColumns.Service),
        new(new("age", LeafKind.Number) { MayMiss = true }, LeafGroup.Person, Label("age"), (rule, scope) => Age(rule.Test, scope.AsOf))
        {
            KnowsPast = true, MovesWithTime = true,
            Value = (_, scope, index, text) => scope.Snapshot[CustomerColumns.Birth][index] is not NumberKey.Missing and var birth && birth <= scope.AsOf.DayNumber ? text.Formats.Number((long)Analytics.Demography.Age.On(DateOnly.FromDayNumber((int)birth), scope.AsOf)) : null,
        },
        Day("birth", CustomerColumns.Birth), Day("customer_since", CustomerColumns.Since), Day("known_since", CustomerColumns.Created), Day("contract_ends", CustomerColumns.ContractEnds),
        ColumnLeaves.Number("referrals", LeafKind.Count, LeafGroup.Person, CustomerColumns.Referrals, 1, Label("referrals")),
        .. CustomerColumns.Fields.Where(f => !Numbers.Contains(f)).Select(f => ColumnLeaves.Category(f, LeafGroup.Person, CustomerColumns.Field(f), Words(CustomerColumns.Field(f)), text => text[$"customers.field.{f}"],
            (word, text) => text.Has($"customers.choice.{word}") ? text[$"customers.choice.{word}"] : word)),
        .. Numbers.Select(Field),
    ];

    private SegmentLeaf Of(string name, CategoryKey key, Func<string, Sentences, string>? choice = null) => ColumnLeaves.Category(name, LeafGroup.Person, key, Words(key), Label(name), choice);

    private static SegmentLeaf Day(string name, NumberKey key) => ColumnLeaves.Number(name, LeafKind.Day, LeafGroup.Person, key, 1, Label(name)) with { KnowsPast = true };

    /// <summary>A number that is stored as a word.</summary>
    private static SegmentLeaf Field(string name) => new(new(name, LeafKind.Number) { MayMiss = true }, LeafGroup.Person, text => text[$"customers.field.{name}"], (rule, scope) =>
    {
        var (key, column) = (CustomerColumns.Field(name), scope.Snapshot[CustomerColumns.Field(name)]);
        if (rule.Test is LeafTest.Known known) return SegmentBinding.Category(key, known, word => [word]);
        var ranges = SegmentBinding.Ranges(rule.Test, 1, scope.AsOf);
        return new CustomerQuery.CategoryIn(key, [.. Enumerable.Range(1, column.Dictionary.Count - 1).Select(column.Dictionary.Name).Where(w => Read(w) is { } n && ranges.Any(r => (r.Min is null || n >= r.Min) && (r.Max is null || n <= r.Max)))]);
    })
    {
        Value = (_, scope, index, _) => scope.Snapshot[CustomerColumns.Field(name)][index] is { Length: > 0 } value ? value : null,
    };

    private static decimal? Read(string word) => decimal.TryParse(word, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>So old is who was born on the day so many years before, or earlier; someone of the 29 February grows older on 1 March.</summary>
    private static CustomerQuery Age(LeafTest? test, DateOnly asOf)
    {
        if (test is LeafTest.Known) return SegmentBinding.Number(CustomerColumns.Birth, test, 1, asOf);
        return SegmentBinding.AnyOf(SegmentBinding.Ranges(test, 1, asOf), range => new CustomerQuery.NumberBetween(CustomerColumns.Birth,
            range.Max is { } most ? Years(asOf, most + 1) + 1 : null, range.Min is { } least ? Years(asOf, Math.Max(0, least)) : asOf.DayNumber));
    }

    private static long Years(DateOnly asOf, long years) => DayWindow.Back(asOf, (int)Math.Clamp(years, 0, 10_000), SpanUnit.Year).DayNumber;

    private Func<IReadOnlyList<string>> Words(CategoryKey key) => () =>
    {
        var dictionary = customers.Value.Current[key].Dictionary;
        return [.. Enumerable.Range(1, dictionary.Count - 1).Select(dictionary.Name).Order(StringComparer.CurrentCultureIgnoreCase)];
    };

    private static Func<Sentences, string> Label(string name) => text => text[$"segments.leaf.{name}"];
}
