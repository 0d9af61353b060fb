namespace Patron.Analytics.Base;

/// <summary>What can be reckoned from a customer's sale lines as of a day.</summary>
public enum PurchaseMeasure
{
    /// <summary>Distinct orders with a sale line; 0 for who never bought.</summary>
    Orders,
    /// <summary>Micros of sale lines; 0 for who never bought.</summary>
    Spent,
    /// <summary>Days from the last order to the day asked for; missing for who never bought.</summary>
    DaysSinceLast,
    /// <summary>Days from the first order to the day asked for; missing for who never bought.</summary>
    DaysSinceFirst,
    /// <summary>Micros spent divided by orders, rounded down; missing for who never bought.</summary>
    AverageOrder,
}

/// <summary>A question about customers, answered by <see cref="CustomerBaseSnapshot.Select"/>. A closed algebra: All, Any and None over leaves.</summary>
/// <remarks>Only known customers answer, unless the outermost part is <see cref="IncludeAnonymous"/>. A column that is not registered is a bug and throws.</remarks>
public abstract record CustomerQuery
{
    private CustomerQuery() { }

    /// <summary>Every customer.</summary>
    public static CustomerQuery Everyone { get; } = new All();

    /// <summary>All parts hold; no parts: everyone.</summary>
    public sealed record All(params IReadOnlyList<CustomerQuery> Of) : CustomerQuery;

    /// <summary>At least one part holds; no parts: nobody.</summary>
    public sealed record Any(params IReadOnlyList<CustomerQuery> Of) : CustomerQuery;

    /// <summary>No part holds; no parts: everyone.</summary>
    public sealed record None(params IReadOnlyList<CustomerQuery> Of) : CustomerQuery;

    /// <summary>Both limits included, null: open. A missing number is never between.</summary>
    public sealed record NumberBetween(NumberKey Key, long? Min, long? Max) : CustomerQuery;

    /// <summary>There is no number.</summary>
    public sealed record NumberMissing(NumberKey Key) : CustomerQuery;

    /// <summary>The category is one of these (exactly, case included); missing is not one of them.</summary>
    public sealed record CategoryIn(CategoryKey Key, params IReadOnlyList<string> Values) : CustomerQuery;

    /// <summary>There is no category.</summary>
    public sealed record CategoryMissing(CategoryKey Key) : CustomerQuery;

    /// <summary>At least one flag of the mask is set.</summary>
    public sealed record FlagsAny(FlagsKey Key, ulong Mask) : CustomerQuery;

    /// <summary>No flag of the mask is set.</summary>
    public sealed record FlagsNone(FlagsKey Key, ulong Mask) : CustomerQuery;

    /// <summary>The folded text contains the folded part (<see cref="SearchFolding.Fold"/>). An empty part is contained in every text that is there.</summary>
    public sealed record TextContains(TextKey Key, string Part) : CustomerQuery;

    /// <summary>What <see cref="SearchIndex.Search"/> finds, one typo forgiven when nothing matches exactly. Blank: everyone.</summary>
    public sealed record Search(string Text) : CustomerQuery;

    /// <summary>A set reckoned elsewhere: RFM cells, the lost of a month.</summary>
    public sealed record Among(Bitmap Set) : CustomerQuery;

    /// <summary>A purchase measure lies between both limits (included, null: open); <paramref name="FromDay"/> opens a window that ends on the day asked for. Missing is never between.</summary>
    public sealed record Measured(PurchaseMeasure Measure, long? Min, long? Max, int? FromDay = null) : CustomerQuery;

    /// <summary>A sale line with this product on or before the day asked for, and on or after <paramref name="FromDay"/> when given.</summary>
    public sealed record Bought(int Product, int? FromDay = null) : CustomerQuery;

    /// <summary>No such sale line.</summary>
    public sealed record NotBought(int Product, int? FromDay = null) : CustomerQuery;

    /// <summary>A measure of some of the customer's lines lies between two limits.</summary>
    public sealed record OfLines(LinesTest Test) : CustomerQuery;

    /// <summary>A measure of some of the customer's facts lies between two limits.</summary>
    public sealed record OfFacts(FactKey Key, FactTest Test) : CustomerQuery;

    /// <summary>What no column holds, asked customer by customer (by index of the snapshot, from several threads), last of all parts and only of whom the others leave over.</summary>
    public sealed record Where(Func<int, bool> Holds) : CustomerQuery;

    /// <summary>Asks anonymous buyers too. Only as the outermost part.</summary>
    public sealed record IncludeAnonymous(CustomerQuery Of) : CustomerQuery;
}
