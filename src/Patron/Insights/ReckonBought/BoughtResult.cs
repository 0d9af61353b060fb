using Patron.Analytics.Baskets;
using Patron.Analytics.Recommending;

namespace Patron.Insights.ReckonBought;

/// <summary>What counts as bought together; people edit it.</summary>
/// <param name="Support">Least share of orders that hold all products of a rule.</param>
/// <param name="Confidence">Least share of orders with the left side that hold the right one.</param>
/// <param name="Products">Products of a rule at most.</param>
internal sealed record BoughtSetting(decimal Support, decimal Confidence, int Products)
{
    public const string Key = "reckon.bought";

    public static BoughtSetting Usual { get; } = new(.01m, .3m, 3);
}

/// <summary>A rule between products by their ids.</summary>
internal sealed record KeptRule(long[] If, long Then, int Together, int IfCount, int ThenCount, double PValue, double QValue)
{
    public double Confidence => (double)Together / IfCount;

    public double Support(int orders) => (double)Together / orders;

    public double Lift(int orders) => (double)Together * orders / ((double)IfCount * ThenCount);
}

/// <summary>What follows a product in the next order, by ids.</summary>
internal sealed record KeptNext(long First, long Next, int Times, int Of, double Usual, double Days)
{
    public double Share => (double)Times / Of;

    public double Lift => Usual > 0 ? Share / Usual : 0;
}

/// <summary>What is bought together and next, as last reckoned.</summary>
/// <param name="Customers">Who have ordered.</param>
/// <param name="Orders">Of these customers, looked at.</param>
/// <param name="Largest">Different products of the largest order.</param>
/// <param name="Usual">Of the order in the middle.</param>
/// <param name="Found">Rules that are surer than chance; <paramref name="Rules"/> holds the first of them.</param>
/// <param name="TooMany">There were more frequent sets than can be held: the support must be higher.</param>
/// <param name="Gaps">Customers by their median days between orders, in the classes of <see cref="GapClasses"/>.</param>
/// <param name="MedianGap">Of them all; null without any.</param>
internal sealed record BoughtResult(
    BoughtSetting Setting, int Customers, int Orders, int Largest, int Usual, int Found, bool TooMany, IReadOnlyList<KeptRule> Rules, IReadOnlyList<KeptNext> Next, int[] Gaps, double? MedianGap)
{
    public const string Kind = "bought";
}

/// <summary>Classes of usual days between orders. A limit belongs to the class above it.</summary>
internal static class GapClasses
{
    public static readonly long[] Limits = [8, 15, 31, 61, 91];

    public static int Count => Limits.Length + 1;
}
