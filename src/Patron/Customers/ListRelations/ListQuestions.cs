using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;

namespace Patron.Customers.ListRelations;

/// <summary>Which agreements, as the address of the list says.</summary>
/// <param name="State">One of <see cref="States"/>; all where it is none of them.</param>
/// <param name="Words">In the agreement's name, number or note, or in the customer's name.</param>
/// <param name="Sort">One of <see cref="Sorts"/>, with a minus before it descending.</param>
internal sealed record AgreementQuestion(AgreementKind? Kind, string State, string? Words, string Sort, int Page)
{
    public const string Holds = "holds", Soon = "soon", Over = "over", ByEnd = "ends", ByStart = "starts", ByName = "name", ByCustomer = "customer";

    /// <summary>Days in which an agreement ends that ends soon.</summary>
    public const int SoonDays = 90;

    public static readonly string[] States = ["", Holds, Soon, Over];

    public static AgreementQuestion Of(IQueryCollection query) => new(
        Enum.TryParse<AgreementKind>(query["kind"], ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null,
        States.Contains(query["state"].ToString()) ? query["state"].ToString() : "", Asked.Words(query),
        query["sort"].ToString() is var sort && sort.TrimStart('-') is ByEnd or ByStart or ByName or ByCustomer ? sort : ByEnd, Asked.Page(query));

    public bool Fits(Agreement one, string? name, DateOnly today) => (Kind is null || one.Kind == Kind)
        && State switch { Holds => one.HoldsOn(today), Soon => one.HoldsOn(today) && one.Ends <= today.AddDays(SoonDays), Over => one.Ends < today, _ => true }
        && Asked.Says(Words, one.Name, one.Number, one.Note, name);

    /// <summary>What has no day comes last, either way.</summary>
    public IEnumerable<ListedAgreement> Sorted(IEnumerable<ListedAgreement> rows) => Sort.TrimStart('-') switch
    {
        ByName => Asked.Order(rows, r => r.Is.Name, Sort, StringComparer.CurrentCulture),
        ByCustomer => Asked.Order(rows, r => r.Name ?? "", Sort, StringComparer.CurrentCulture),
        ByStart => Asked.Order(rows.OrderBy(r => r.Is.Starts is null), r => r.Is.Starts, Sort),
        _ => Asked.Order(rows.OrderBy(r => r.Is.Ends is null), r => r.Is.Ends, Sort),
    };
}

/// <summary>Which relations, as the address of the list says.</summary>
/// <param name="Words">In the name of either customer, or in what a contact does there.</param>
internal sealed record RelationQuestion(RelationKind? Kind, string? Words, string Sort, int Page)
{
    public const string ByFrom = "from", ByTo = "to", ByKind = "kind-of", ByTime = "at";

    public static RelationQuestion Of(IQueryCollection query) => new(
        Enum.TryParse<RelationKind>(query["kind"], ignoreCase: true, out var kind) && Enum.IsDefined(kind) && kind.IsBetweenCustomers ? kind : null, Asked.Words(query),
        query["sort"].ToString() is var sort && sort.TrimStart('-') is ByFrom or ByTo or ByKind or ByTime ? sort : ByFrom, Asked.Page(query));

    public bool Fits(Tie one, string? from, string? to) => Asked.Says(Words, from, to, one.Role);

    public IEnumerable<ListedRelation> Sorted(IEnumerable<ListedRelation> rows) => Sort.TrimStart('-') switch
    {
        ByTo => Asked.Order(rows, r => r.ToName ?? "", Sort, StringComparer.CurrentCulture),
        ByKind => Asked.Order(rows, r => r.Is.Kind, Sort),
        ByTime => Asked.Order(rows, r => r.Is.At, Sort),
        _ => Asked.Order(rows, r => r.FromName ?? "", Sort, StringComparer.CurrentCulture),
    };
}

/// <summary>What both lists read from their addresses in the same way.</summary>
internal static class Asked
{
    public const int LongestWords = 100, LastPage = 10_000;

    public static string? Words(IQueryCollection query) => query["q"].ToString().Trim() is { Length: > 0 and <= LongestWords } words ? words : null;

    public static int Page(IQueryCollection query) => int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, LastPage) : 1;

    public static bool Says(string? words, params ReadOnlySpan<string?> texts)
    {
        if (words is null) return true;
        foreach (var text in texts)
            if (text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true) return true;
        return false;
    }

    /// <summary>Within an order that stands already; equal ones stay as they come.</summary>
    public static IEnumerable<T> Order<T, TKey>(IEnumerable<T> rows, Func<T, TKey> key, string sort, IComparer<TKey>? by = null)
    {
        var descending = sort.StartsWith('-');
        return rows is IOrderedEnumerable<T> within ? descending ? within.ThenByDescending(key, by) : within.ThenBy(key, by) : descending ? rows.OrderByDescending(key, by) : rows.OrderBy(key, by);
    }
}
