using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Rfm;

namespace Patron.Benchmarks;

/// <summary>What one page of the list asks of a base of a million customers: five counts for its tabs, a filter, an order, a page; beside one sort of the amounts spent.</summary>
internal static class ListBench
{
    public static void Run()
    {
        var data = new BaseData();
        data.Writer.Load(data.Make());
        var (snapshot, today) = (data.Writer.Current, BaseData.Today);
        snapshot.Summary(today);
        snapshot.Summary(today, today - 365);
        var filter = new CustomerQuery.All(new CustomerQuery.CategoryIn(BaseData.Country, "country 3", "country 7"), new CustomerQuery.Measured(PurchaseMeasure.Spent, 100_000_000, null, today - 365));
        var byYear = new SortBy.Measured(PurchaseMeasure.Spent, today, today - 365);
        Measure.Heading();
        Measure.Line("list page: tabs, everyone by spent in 12 months", () => Page(snapshot, CustomerQuery.Everyone, byYear, 0), "one sort of the amounts spent", () => Sort(snapshot));
        Measure.Line("list page: tabs, filtered", () => Page(snapshot, filter, byYear, 0), "one sort of the amounts spent", () => Sort(snapshot));
        Measure.Line("list page: far down (page 1,000)", () => Page(snapshot, CustomerQuery.Everyone, byYear, 25_000), "one sort of the amounts spent", () => Sort(snapshot));
        Measure.Line("list page: by name, Korean", () => Page(snapshot, CustomerQuery.Everyone, new SortBy.Text(BaseData.Name, CultureInfo.GetCultureInfo("ko-KR")), 0), "one sort of the amounts spent", () => Sort(snapshot));
        Measure.Line("RFM cells for their column, once a state", () => RfmScores.Of(snapshot.Summary(today), snapshot.Known), "one sort of the amounts spent", () => Sort(snapshot));
    }

    private static void Page(CustomerBaseSnapshot snapshot, CustomerQuery query, SortBy by, int skip)
    {
        foreach (var least in new long[] { 0, 1, 2, 5, 10 }) snapshot.Count(new CustomerQuery.Measured(PurchaseMeasure.Orders, least, null), null, BaseData.Today);
        var found = snapshot.Select(query, null, BaseData.Today);
        found.Count();
        Sorting.Page(snapshot, found, by, true, skip, 25);
    }

    private static void Sort(CustomerBaseSnapshot snapshot) => Array.Sort(snapshot.Summary(BaseData.Today).Spent.AsSpan().ToArray());
}
