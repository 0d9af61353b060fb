using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>What any row of this room must hold; the columns of the database are as wide.</summary>
internal static class RowChecks
{
    public const int LongestNumber = 100;
    public const int LongestPerson = 200;
    private static readonly long FirstInstant = Instants.ToMicroseconds(DateTimeOffset.MinValue);
    private static readonly long LastInstant = Instants.ToMicroseconds(DateTimeOffset.MaxValue);

    public static RowReason? Of(in OrderHead head) =>
        Text("order", head.Number, LongestNumber)
        ?? Text("customer", head.Customer, LongestPerson)
        ?? Text("channel", head.Channel, 60)
        ?? Currency(head.Currency)
        ?? (head.Country is null or { Length: 2 } ? null : new RowReason("purchases.row.country", "country", head.Country))
        ?? (head.At is null || (head.At >= FirstInstant && head.At <= LastInstant) ? null : new RowReason("purchases.row.time", "at", null));

    /// <summary>The reasons that <see cref="IntakeRules"/> give.</summary>
    public static RowReason NotKnown(string column, string value) => new("purchases.row.unknown", column, value);

    public static RowReason KnownAlready(string column, string value) => new("purchases.row.known", column, value);

    public static RowReason ValuesStay(string column, string value) => new("purchases.row.stay", column, value);

    public static RowReason? Currency(string? currency) =>
        currency is null || Currencies.IsCode(currency) ? null : new("purchases.row.badcurrency", "currency", currency);

    /// <summary>Null is not given, which only the caller knows to be right or wrong.</summary>
    public static RowReason? Text(string column, string? text, int max) => text switch
    {
        { Length: 0 } => new("purchases.row.empty", column, text, new { column }),
        { } when text.Length > max => new("purchases.row.toolong", column, text, new { column, max }),
        _ => null,
    };
}
