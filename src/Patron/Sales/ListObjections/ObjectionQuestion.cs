using System.Globalization;
using Patron.Kernel;
using Patron.Sales.KeepObjections;

namespace Patron.Sales.ListObjections;

/// <summary>Which objections, as the address of the list says.</summary>
/// <param name="Worked">Whether the answer dissolved it; null either.</param>
/// <param name="By">Who heard it.</param>
/// <param name="Words">In what was said or what was answered.</param>
/// <param name="Descending">The latest first.</param>
internal sealed record ObjectionQuestion(ObjectionKind? Kind, bool? Worked, ProductId? Product, UserId? By, string? Words, bool Descending, int Page)
{
    public const string KindOf = "kind", WorkedOf = "worked", ProductOf = "product", ByOf = "by", WordsOf = "q", Order = "sort", PageOf = "page", ByTime = "at";
    public const int PageSize = 50, LongestWords = 100, LastPage = 10_000;

    public static ObjectionQuestion Of(IQueryCollection query) => new(
        Enum.TryParse<ObjectionKind>(query[KindOf], ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null,
        query[WorkedOf].ToString() switch { "yes" => true, "no" => false, _ => null },
        IdText.TryRead<ProductId>(query[ProductOf], out var product) ? product : null, IdText.TryRead<UserId>(query[ByOf], out var user) ? user : null,
        query[WordsOf].ToString().Trim() is { Length: > 0 and <= LongestWords } words ? words : null, query[Order] != ByTime,
        int.TryParse(query[PageOf], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, LastPage) : 1);

    /// <summary>Words are looked for here: the databases know large and small letters in one script only.</summary>
    public bool Says(Objection one) => Words is null || one.Said.Contains(Words, StringComparison.OrdinalIgnoreCase) || one.Answer.Contains(Words, StringComparison.OrdinalIgnoreCase);
}
