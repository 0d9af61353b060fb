using System.Globalization;
using Patron.Analytics.Base;
using Patron.Analytics.Concentration;
using Patron.Analytics.Retention;
using Patron.Analytics.Rfm;

namespace Patron.Benchmarks;

/// <summary>The customer base with a million customers and ten million lines; limits are copies of, or plain passes over, the bytes that the work must read.</summary>
internal static class BaseBenchmarks
{
    private static readonly byte[] Needle = "zzzqx"u8.ToArray();
    private static long sink;

    public static void Run()
    {
        var data = new BaseData();
        var load = data.Make();
        var lines = load.Lines!;
        Measure.Heading();

        CustomerBaseSnapshot? made = null;
        Measure.Line("load 1 M customers, 10 M lines", () => made = data.Writer.Load(load), "copy of the line arrays", () => CopyLines(lines), rounds: 1);
        var snapshot = made!;
        var purchases = snapshot.Purchases;
        var today = BaseData.Today;

        // Each round asks as of another day, as the snapshot keeps what it has reckoned.
        Measure.Line("purchase summary", () => PurchaseSummary.Of(snapshot, today++), "sum of amounts and days, one core", () => PassOver(purchases));
        var summary = PurchaseSummary.Of(snapshot, BaseData.Today);
        Measure.Line("RFM from the summary", () => RfmScores.Of(summary, snapshot.Known), "one sort of the amounts spent", () => Array.Sort(summary.Spent.AsSpan().ToArray()));
        Measure.Line("RFM with its summary", () => RfmScores.Of(PurchaseSummary.Of(snapshot, today++), snapshot.Known), "sum of amounts and days, one core", () => PassOver(purchases));
        Measure.Line("leaky bucket, 24 months", () => LeakyBucket.ByMonth(snapshot, snapshot.Known, BaseData.Today, 24), "sum of amounts and days, one core", () => PassOver(purchases));
        Measure.Line("concentration", () => ValueConcentration.Of(summary.Spent).CustomersFor(.8m), "one sort of the amounts spent", () => Array.Sort(summary.Spent.AsSpan().ToArray()));

        Counts(snapshot, load);
        Searches(snapshot, data.SearchBytes);
        Pages(snapshot);
    }

    private static void Counts(CustomerBaseSnapshot snapshot, BaseLoad load)
    {
        var three = new CustomerQuery.All(
            new CustomerQuery.NumberBetween(BaseData.Birth, BaseData.Today - 15_000, BaseData.Today - 8_000),
            new CustomerQuery.CategoryIn(BaseData.Country, "country 3", "country 7"),
            new CustomerQuery.Measured(PurchaseMeasure.Orders, 2, 5));
        var (births, countries) = (load.Numbers[BaseData.Birth], load.Categories[BaseData.Country]);
        var orders = snapshot.Summary(BaseData.Today).Orders;
        Measure.Line("count of three leaves", () => sink += snapshot.Count(three, null, BaseData.Today), "copy of the same three columns", () => sink += Copy(births) + Copy(countries) + Copy(orders));
        Measure.Line("bought a product", () => sink += snapshot.Count(new CustomerQuery.Bought(17), null, BaseData.Today), "IndexOf over the product column", () => sink += snapshot.Purchases.Product.AsSpan().IndexOf(-1));
    }

    private static void Searches(CustomerBaseSnapshot snapshot, int bytes)
    {
        snapshot.SearchIndex.Prepare();
        var texts = new byte[bytes];
        texts.AsSpan().Fill((byte)'e');
        var name = snapshot[BaseData.Name][snapshot.Known.Indexes().First(i => snapshot[BaseData.Name][i].Contains(' ', StringComparison.Ordinal))];
        var mistyped = name[1] + name[..1] + name[2..];
        foreach (var typed in new[] { "marolsen", "김민수", "민수", "a", "07911 123", mistyped })
        {
            var found = snapshot.SearchIndex.Search(typed);
            Measure.Line($"search '{typed}': {found.Hits.Count()} hits{(found.Forgiven ? ", forgiven" : "")}", () => sink += snapshot.SearchIndex.Search(typed).Hits.Length,
                "IndexOf over as many bytes, one core", () => sink += texts.AsSpan().IndexOf(Needle));
        }
    }

    private static void Pages(CustomerBaseSnapshot snapshot)
    {
        var culture = CultureInfo.GetCultureInfo("ko-KR");
        var byName = new SortBy.Text(BaseData.Name, culture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first order by name: {Measure.Milliseconds(() => Sorting.Page(snapshot, snapshot.Known, byName, false, 0, 50)):F0} ms, once for each culture"));
        Measure.Line("page of 50 by name", () => Sorting.Page(snapshot, snapshot.Known, byName, false, 0, 50), "one sort of the amounts spent", () => Array.Sort(snapshot.Summary(BaseData.Today).Spent.AsSpan().ToArray()));
        Measure.Line("page of 50 by amount spent", () => Sorting.Page(snapshot, snapshot.Known, new SortBy.Measured(PurchaseMeasure.Spent, BaseData.Today), true, 0, 50),
            "one sort of the amounts spent", () => Array.Sort(snapshot.Summary(BaseData.Today).Spent.AsSpan().ToArray()));
    }

    private static void PassOver(PurchaseColumns lines)
    {
        var sum = 0L;
        foreach (var amount in lines.Amount) sum += amount;
        foreach (var day in lines.Day) sum += day;
        foreach (var order in lines.Order) sum += order;
        foreach (var kind in lines.Kind) sum += (byte)kind;
        sink += sum;
    }

    private static void CopyLines(LineLoad lines) =>
        sink += Copy(lines.Customer) + Copy(lines.Order) + Copy(lines.Day) + Copy(lines.Product) + Copy(lines.Quantity) + Copy(lines.Amount) + Copy(lines.Kind);

    private static int Copy<T>(T[] values) => values.AsSpan().ToArray().Length;
}
