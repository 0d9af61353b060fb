using Patron.Analytics.Base;
using Patron.Analytics.Baskets;
using Patron.Analytics.Recommending;
using Patron.Analytics.Rhythm;
using Patron.Analytics.Segmentation;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ReckonBought;

/// <summary>Mines orders for what is bought together and next, and holds in memory which products are alike, for recommendations.</summary>
internal sealed class ReckonsBought(ICustomerBase customerBase, IReckoningDay day, RuleBook rules, ResultStore store) : IReckonsInsights
{
    /// <summary>More rules nobody reads.</summary>
    private const int MostRules = 300, MostNext = 200;
    private const double Sure = .05;
    private const int LeastTimes = 5;

    private volatile AlsoBought? alike;

    /// <summary>By dense product indexes; null until it was reckoned for the first time.</summary>
    public AlsoBought? Alike => alike;

    public string Kind => BoughtResult.Kind;
    public int Order => 70;

    public Task<Func<BulkSession, CancellationToken, Task>?> Reckon(ReckonScope scope, CancellationToken ct)
    {
        var result = Mined(scope.Snapshot, BaseNumbers.Members(scope.Snapshot, null), scope.AsOf.DayNumber, rules.Read(BoughtSetting.Key, BoughtSetting.Usual));
        return Task.FromResult<Func<BulkSession, CancellationToken, Task>?>((session, inner) => store.Write(session, this, scope.AsOf, result, inner));
    }

    public Task Kept(CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        alike = AlsoBought.Of(snapshot, BaseNumbers.Members(snapshot, null), day.AsOf.DayNumber);
        return Task.CompletedTask;
    }

    /// <summary>Median days between the order days of a customer; null where there are none.</summary>
    public static double? UsualGap(CustomerBaseSnapshot snapshot, int index, int asOf) => PurchaseRhythm.Of(snapshot.Purchases.OrderDays(index, asOf), asOf).MedianGap;

    /// <summary>Customers by their usual gap, in the classes of <see cref="GapClasses"/>, and the median of these gaps; null without any.</summary>
    public static (int[] Classes, double? Median) Gaps(CustomerBaseSnapshot snapshot, Bitmap members, int asOf)
    {
        var gaps = members.Indexes().Select(i => UsualGap(snapshot, i, asOf)).OfType<double>().Order().ToArray();
        var classes = new int[GapClasses.Count];
        foreach (var gap in gaps) classes[ClassLimits.Of((long)Math.Round(gap), GapClasses.Limits)]++;
        return (classes, gaps.Length == 0 ? null : gaps[gaps.Length / 2]);
    }

    private BoughtResult Mined(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, BoughtSetting setting)
    {
        var (data, sizes) = Baskets(snapshot, members, asOf);
        var sets = FrequentItemsets.Of(data, Math.Max(LeastTimes, FrequentItemsets.CountOf(setting.Support, data.Baskets)), setting.Products);
        var found = sets is null ? [] : AssociationRule.Of(sets, setting.Confidence).Where(r => r.QValue <= Sure && r.Lift > 1).ToList();
        var (classes, median) = Gaps(snapshot, members, asOf);
        var next = NextPurchases.Of(snapshot, members, asOf, LeastTimes).Where(n => n.Lift > 1).OrderByDescending(n => n.Lift * Math.Sqrt(n.Times)).Take(MostNext);
        var id = customerBase.Codes.ProductId;
        return new(setting, members.Indexes().Count(i => snapshot.Summary(asOf).Orders[i] > 0), data.Baskets, sizes.DefaultIfEmpty().Max(), sizes.Length == 0 ? 0 : sizes[sizes.Length / 2], found.Count, sets is null,
            [.. found.Take(MostRules).Select(r => new KeptRule(Array.ConvertAll(r.If, i => id(i)), id(r.Then), r.Together, r.IfCount, r.ThenCount, r.PValue, r.QValue))],
            [.. next.Select(n => new KeptNext(id(n.First), id(n.Next), n.Times, n.Of, n.Usual, n.Days))], classes, median);
    }

    /// <summary>Each order of a member is a basket of different products; the sizes ascending.</summary>
    private (BasketData Data, int[] Sizes) Baskets(CustomerBaseSnapshot snapshot, Bitmap members, int asOf)
    {
        var (lines, all) = (snapshot.Purchases, snapshot.Summary(asOf));
        var (orders, count) = (0, 0);
        foreach (var c in members.Indexes()) (orders, count) = (orders + all.Orders[c], count + all.Lines[c]);
        // Made as long as they must be: lists that grow would hold twice as much for a while.
        var (basket, item, at, order, products) = (new int[count], new int[count], 0, -1, customerBase.Codes.Products);
        foreach (var c in members.Indexes())
        {
            var (last, any) = (0, false);
            for (var i = lines.Start[c]; i < lines.Start[c] + lines.Length[c] && lines.Day[i] <= asOf; i++)
            {
                if (lines.Kind[i] != LineKind.Sale) continue;
                if (!any || lines.Order[i] != last) order++;
                (last, any) = (lines.Order[i], true);
                (basket[at], item[at++]) = (order, lines.Product[i]);
                products = Math.Max(products, lines.Product[i] + 1);
            }
        }
        var data = BasketData.Of(orders, products, basket, item);
        var sizes = data.Sizes();
        Array.Sort(sizes);
        return (data, sizes);
    }
}
