using System.Globalization;
using Patron.Analytics.Buying;
using Patron.Analytics.LifetimeValue;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Analytics.LifetimeValue;

/// <summary>The purchases of 2,357 customers of a music shop, calibrated to 30 September 1997, and the models of its publications.</summary>
internal static class Cdnow
{
    private static readonly Lazy<BuyingDays> Lazily = new(() =>
    {
        var rows = File.ReadLines(Samples.Path("cdnow/CDNOW_sample.txt")).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => f.Length == 5).ToArray();
        var ids = rows.Select(r => r[0]).Distinct().Select((id, n) => (id, n)).ToDictionary(p => p.id, p => p.n);
        return BuyingDays.Of(ids.Count, [.. rows.Select(r => ids[r[0]])], [.. rows.Select(r => DateOnly.ParseExact(r[2], "yyyyMMdd", CultureInfo.InvariantCulture).DayNumber)],
            [.. rows.Select(r => (long)(decimal.Parse(r[4], CultureInfo.InvariantCulture) * 1_000_000))]);
    });

    private static readonly Lazy<LifetimeSample> Calibrated = new(() => LifetimeSample.Of(Days, new DateOnly(1997, 9, 30).DayNumber, new DateOnly(1998, 6, 30).DayNumber, 7));
    private static readonly Dictionary<LifetimeModelKind, Lazy<LifetimeFit>> Fits =
        Enum.GetValues<LifetimeModelKind>().ToDictionary(k => k, k => new Lazy<LifetimeFit>(() => LifetimeFit.Of(k, PurchaseHistories.Of(Sample.Histories))));

    public static BuyingDays Days => Lazily.Value;

    public static LifetimeSample Sample => Calibrated.Value;

    public static LifetimeFit Fit(LifetimeModelKind kind) => Fits[kind].Value;

    /// <summary>The published summary: t_x and T rounded to hundredths of a week.</summary>
    public static PurchaseHistory[] Summary() => [.. Rows("cdnow/cdnow_customers_summary.csv").Select(f => new PurchaseHistory((int)f[1], f[2], f[3]))];

    public static SpendHistory[] Spend() => [.. Rows("cdnow/cdnow_customers_summary_with_transactions.csv").Select(f => new SpendHistory((int)f[1], f[4]))];

    private static IEnumerable<double[]> Rows(string name) =>
        File.ReadLines(Samples.Path(name)).Skip(1).Select(l => l.Split(',').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray());
}
