using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Patron.Customers.FindCustomers;

/// <summary>The list's address as it was asked for: filters by parameter, search, order, page. What is blank or out of range is as if it were not there.</summary>
internal sealed class ListAddress
{
    public const string Search = "q", Exact = "exact", Sort = "sort", Page = "page", Size = "size", Columns = "cols", AsOf = "asof";

    /// <summary>"all": a file has everything that is known behind the columns named.</summary>
    public const string Fields = "fields";

    /// <summary>The change set just made, of which the page tells once: no part of what is asked for.</summary>
    public const string Done = "done";
    public static readonly IReadOnlyList<int> Sizes = [25, 50, 100];
    private const int LongestValue = 200, MostValues = 500, MostPages = 1_000_000;
    private static readonly string[] NoPart = [Done, "__requestverificationtoken"];
    private static readonly string[] NoFilters = [Search, Exact, Sort, Page, Size, Columns, AsOf, Fields];

    private readonly IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> parameters;

    private ListAddress(IEnumerable<KeyValuePair<string, StringValues>> given) =>
        parameters = [.. given.Select(p => KeyValuePair.Create(p.Key.ToLowerInvariant(), Values(p.Value))).Where(p => p.Value.Count > 0 && !NoPart.Contains(p.Key))];

    public static ListAddress Of(IQueryCollection query) => new(query);

    public static ListAddress Of(IFormCollection form) => new(form);

    /// <param name="query">With or without its question mark.</param>
    public static ListAddress Of(string? query) => new(QueryHelpers.ParseQuery(query ?? ""));

    public string? Searched => One(Search) is { Length: > 0 } text ? text : null;
    public bool IsExact => One(Exact) == "1";
    public string? SortKey => One(Sort);
    public int PageNumber => int.TryParse(One(Page), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= MostPages ? page : 1;
    public int PageSize => int.TryParse(One(Size), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && Sizes.Contains(size) ? size : Sizes[0];
    public IReadOnlyList<string>? ColumnKeys => this[Columns] is { Count: > 0 } keys ? [.. keys.SelectMany(k => k.Split(['.', ','], StringSplitOptions.RemoveEmptyEntries))] : null;
    public DateOnly? Day => DateOnly.TryParseExact(One(AsOf), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 2200 ? day : null;

    public IReadOnlyList<string> this[string name] => parameters.FirstOrDefault(p => p.Key == name).Value ?? [];

    /// <summary>Names of the parameters that may be filters.</summary>
    public IEnumerable<string> FilterNames => parameters.Select(p => p.Key).Where(k => !NoFilters.Contains(k));

    /// <summary>Everything as name and value, for the hidden fields of a form that sets only some.</summary>
    public IEnumerable<(string Name, string Value)> Without(params IEnumerable<string> names)
    {
        var left = names.ToHashSet(StringComparer.Ordinal);
        return from p in parameters where !left.Contains(p.Key) from value in p.Value select (p.Key, value);
    }

    /// <summary>The query string without its question mark, some parameters put, replaced or (null) taken away.</summary>
    public string With(params IReadOnlyList<(string Name, string? Value)> changes)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in Without(changes.Select(c => c.Name))) query.Add(name, value);
        foreach (var (name, value) in changes)
            if (value is not null) query.Add(name, value);
        return query.ToString().TrimStart('?');
    }

    public override string ToString() => With();

    private string? One(string name) => this[name] is [var first, ..] ? first : null;

    private static IReadOnlyList<string> Values(StringValues values) =>
        [.. values.OfType<string>().Select(v => v.Trim()).Where(v => v.Length is > 0 and <= LongestValue).Take(MostValues)];
}
