using Patron.Analytics.Segments;

namespace Patron.Segments.ReadyMade;

/// <summary>A segment that can be taken as it is: what it is for, what to do with it, and how one sees that it worked. Its words are the sentences segments.ready.NAME.*.</summary>
/// <param name="Name">Of the sentences, and in addresses.</param>
/// <param name="Query">{a} and {b} stand for what the reader chooses.</param>
/// <param name="Goal">Holds on the day on which a member has reached the goal; null where there is nothing to reach.</param>
/// <param name="GoalDays">Counted from entering; null: at any time.</param>
/// <param name="Choice">What {a} and {b} are: <see cref="Leaves.ProductSets.Category"/>, <see cref="Leaves.ProductSets.Product"/>; null: nothing is chosen.</param>
internal sealed record ReadySegment(string Name, string Query, string? Goal, int? GoalDays, string? Choice = null)
{
    public ReadySegment With(string a, string b) => this with { Query = Fill(Query, a, b), Goal = Goal is null ? null : Fill(Goal, a, b) };

    /// <summary>The same asked of products, where the catalogue has no categories.</summary>
    public ReadySegment ByProduct() => this with { Query = InProducts(Query), Goal = Goal is null ? null : InProducts(Goal), Choice = Leaves.ProductSets.Product };

    private static string InProducts(string text) => text.Replace(Leaves.ProductSets.Category + " =", Leaves.ProductSets.Product + " =", StringComparison.Ordinal);

    private static string Fill(string text, string a, string b) => text.Replace("{a}", SegmentText.Quoted(a), StringComparison.Ordinal).Replace("{b}", SegmentText.Quoted(b), StringComparison.Ordinal);
}

internal static class ReadySegments
{
    /// <summary>An order on the very day.</summary>
    public const string OrdersAgain = "orders(1 day) >= 1";

    public const string Monthly = "in_a_row(1 month) >= 3";

    /// <summary>The words of the nine stages, in their order.</summary>
    private static IReadOnlyList<string> LifeStages => ["single", "newly-married", "full-nest-1", "full-nest-2", "full-nest-3", "empty-nest-1", "empty-nest-2", "solitary-working", "solitary-retired"];

    public static IReadOnlyList<ReadySegment> All { get; } =
    [
        new("first-time", "orders = 1", "orders >= 2", null),
        new("quarterly", $"in_a_row(3 months) >= 4\nand none ( {Monthly} )", Monthly, null),
        new("cross-sell", "bought(category = {a}) >= 1\nand none ( bought(category = {b}) >= 1 )", "bought(category = {b}) >= 1", null, Leaves.ProductSets.Category),
        new("up-sell", "bought(product = {a}) >= 1\nand none ( bought(product = {b}) >= 1 )", "bought(product = {b}) >= 1", null, Leaves.ProductSets.Product),
        new("at-risk", "orders >= 4\nand days_since_order > 1.5 * rhythm\nand days_since_order <= 365 days", OrdersAgain, 30),
        new("lost-big", "spend_score = 5\nand recency_score = 1", OrdersAgain, 60),
        new("champions", "rfm = champions", OrdersAgain, 60),
        .. Enumerable.Range(1, 9).Select(n => new ReadySegment($"life-{n}", $"life_stage = {LifeStages[n - 1]}", OrdersAgain, 90)),
    ];

    public static ReadySegment? Find(string? name) => All.FirstOrDefault(r => r.Name == name);
}
