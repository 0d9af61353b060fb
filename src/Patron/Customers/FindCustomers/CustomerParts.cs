using System.Globalization;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Customers.FindCustomers;

/// <summary>The list's filters and columns about who a customer is.</summary>
internal sealed class CustomerParts : IListParts
{
    private const int MostChoices = 400;

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct) => ValueTask.FromResult(new ListParts([.. Filters(scope)], [.. Columns(scope)], [.. Views(scope)]));

    private static IEnumerable<ListView> Views(ListScope scope)
    {
        yield return new(scope.Sentences["customers.view.all"], "", 0);
        yield return new(scope.Sentences["customers.view.new"], $"since-from={scope.AsOf.AddDays(1 - scope.AsOf.Day):yyyy-MM-dd}", 60);
    }

    private static IEnumerable<ListFilter> Filters(ListScope scope)
    {
        var text = scope.Sentences;
        yield return ListFilter.OneOf("kind", text["customers.column.kind"], 10, several: false, [new("person", text["customers.kind.person"]), new("organisation", text["customers.kind.organisation"])],
            values => new CustomerQuery.CategoryIn(CustomerColumns.Kind, values), text);
        yield return Categories("country", CustomerColumns.Country, 20, code => Names.Country(code, text.Language), scope);
        yield return Categories("language", CustomerColumns.Language, 30, code => Names.Language(code, text.Language), scope);
        yield return Categories("acquired", CustomerColumns.Acquired, 40, name => name, scope);
        yield return RangeFilter.Days("since", text["customers.column.since"], 50, scope, (from, to) => new CustomerQuery.NumberBetween(CustomerColumns.Since, from, to));
        yield return Present("email", text["customers.column.email"], 210, ReachFlags.Email, text);
        yield return Present("phone", text["customers.column.phone"], 220, ReachFlags.Phone, text);
        yield return Present("address", text["customers.column.address"], 230, ReachFlags.Letter, text);
        yield return ListFilter.OneOf("birthday", text["customers.column.birthday"], 240, several: false, KnownOrNot(text),
            values => values[0] == "yes" ? new CustomerQuery.None(new CustomerQuery.NumberMissing(CustomerColumns.Birth)) : new CustomerQuery.NumberMissing(CustomerColumns.Birth), text);
    }

    /// <summary>The value "none" asks for those without one.</summary>
    private static ListFilter Categories(string key, CategoryKey column, int order, Func<string, string> name, ListScope scope)
    {
        var (text, dictionary) = (scope.Sentences, scope.Snapshot[column].Dictionary);
        var label = text[$"customers.column.{key}"];
        var compare = Names.Culture(text.Language).CompareInfo;
        var choices = new Lazy<IReadOnlyList<FilterChoice>>(() =>
        [
            .. Enumerable.Range(1, Math.Max(0, Math.Min(MostChoices, dictionary.Count - 1))).Select(dictionary.Name).Select(n => new FilterChoice(n, name(n)))
                .Order(Comparer<FilterChoice>.Create((a, b) => compare.Compare(a.Label, b.Label))),
            new FilterChoice("none", text["customers.filter.unknown"]),
        ]);
        var filter = ListFilter.OneOf(key, label, order, several: true, choices.Value, values => Query(values.Where(v => v != "none").ToArray(), values.Contains("none")), text);
        return filter;

        CustomerQuery Query(string[] named, bool orNone) => (named.Length > 0, orNone) switch
        {
            (true, true) => new CustomerQuery.Any(new CustomerQuery.CategoryIn(column, named), new CustomerQuery.CategoryMissing(column)),
            (true, false) => new CustomerQuery.CategoryIn(column, named),
            _ => new CustomerQuery.CategoryMissing(column),
        };
    }

    private static ListFilter Present(string key, string label, int order, ulong flag, Sentences text) => ListFilter.OneOf(key, label, order, several: false, KnownOrNot(text),
        values => values[0] == "yes" ? new CustomerQuery.FlagsAny(CustomerColumns.Reach, flag) : new CustomerQuery.FlagsNone(CustomerColumns.Reach, flag), text);

    private static FilterChoice[] KnownOrNot(Sentences text) => [new("yes", text["customers.filter.known"]), new("no", text["customers.filter.unknown"])];

    private static IEnumerable<ListColumn> Columns(ListScope scope)
    {
        var (snapshot, text) = (scope.Snapshot, scope.Sentences);
        var culture = Names.Culture(text.Language);
        var (name, since) = (snapshot[CustomerColumns.Name], snapshot[CustomerColumns.Since]);
        // The first column is always shown: the page draws it with the Latin name and the city.
        yield return new("name", text["customers.column.customer"], 0)
        {
            Sort = new SortBy.Text(CustomerColumns.Name, culture),
            Show = row => name[row.Index] is { Length: > 0 } n ? n : row.Stored?.Company ?? row.Stored?.Email ?? text["customers.nameless"],
            Plain = row => name[row.Index],
        };
        yield return new("kind", text["customers.column.kind"], 10)
        {
            Sort = new SortBy.Category(CustomerColumns.Kind, culture),
            Show = row => text.Get("customers.kind", new { kind = snapshot[CustomerColumns.Kind][row.Index] }),
            Plain = row => snapshot[CustomerColumns.Kind][row.Index],
        };
        yield return Category("country", CustomerColumns.Country, 20, code => Names.Country(code, text.Language), scope, atFirst: true);
        yield return new("since", text["customers.column.since"], 100)
        {
            Number = true, Sort = new SortBy.Number(CustomerColumns.Since),
            Show = row => since[row.Index] == NumberKey.Missing ? Formats.Missing : text.Formats.DayShort(DateOnly.FromDayNumber((int)since[row.Index])),
            Plain = row => since[row.Index] == NumberKey.Missing ? null : $"{DateOnly.FromDayNumber((int)since[row.Index]):yyyy-MM-dd}",
        };
        yield return new("phone", text["customers.column.phone"], 140) { NeedsStored = true, Show = row => row.Stored?.Phone ?? Formats.Missing, Plain = row => row.Stored?.Phone };
        yield return new("email", text["customers.column.email"], 150) { NeedsStored = true, Show = row => row.Stored?.Email ?? Formats.Missing, Plain = row => row.Stored?.Email };
        yield return Category("language", CustomerColumns.Language, 160, code => Names.Language(code, text.Language), scope);
        yield return Category("acquired", CustomerColumns.Acquired, 170, value => value, scope);
    }

    private static ListColumn Category(string key, CategoryKey column, int order, Func<string, string> name, ListScope scope, bool atFirst = false) =>
        new(key, scope.Sentences[$"customers.column.{key}"], order)
        {
            AtFirst = atFirst, Sort = new SortBy.Category(column, Names.Culture(scope.Sentences.Language), name),
            Show = row => scope.Snapshot[column][row.Index] is { Length: > 0 } value ? name(value) : Formats.Missing,
            Plain = row => scope.Snapshot[column][row.Index] is { Length: > 0 } value ? value : null,
        };
}
