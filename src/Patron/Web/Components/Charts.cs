using Patron.Kernel.Texts;

namespace Patron.Web.Components;

/// <summary>Customers gained and lost by month: Plot's Data for the kind "bucket". All lists have one entry per month, oldest first.</summary>
/// <param name="Months">Full names, for the hint.</param>
/// <param name="OnAxis">For the axis.</param>
/// <param name="OnPhone">For the axis of a phone.</param>
/// <param name="Won">Bought for the first time.</param>
/// <param name="Back">Came back after having been lost.</param>
/// <param name="Lost">Counted upwards; drawn below nought.</param>
/// <param name="Active">At the month's end.</param>
/// <param name="Kept">Per cent of those active at the start; null where there were none.</param>
/// <param name="Words">What the drawing says.</param>
internal sealed record BucketChart(IReadOnlyList<string> Months, IReadOnlyList<string> OnAxis, IReadOnlyList<string> OnPhone, IReadOnlyList<long> Won, IReadOnlyList<long> Back,
    IReadOnlyList<long> Lost, IReadOnlyList<long> Active, IReadOnlyList<double?> Kept, BucketWords Words)
{
    /// <param name="text">The reader's sentences.</param>
    /// <param name="months">Each month with its counts; kept as a share of 1.</param>
    public static BucketChart Of(Sentences text, IReadOnlyList<BucketMonth> months)
    {
        var format = text.Formats;
        return new([.. months.Select(m => format.Month(m.Year, m.Month))], [.. months.Select(m => format.MonthName(m.Month))],
            [.. months.Select(m => text.Language == Language.English ? format.MonthName(m.Month)[..1] : $"{m.Month}")],
            [.. months.Select(m => m.Won)], [.. months.Select(m => m.Back)], [.. months.Select(m => m.Lost)], [.. months.Select(m => m.Active)],
            [.. months.Select(m => m.Kept * 100)],
            new(text["web.chart.active-over"], text["web.chart.active"], text["web.chart.won"], text["web.chart.back"], text["web.chart.lost"], text["web.chart.kept"]));
    }
}

/// <summary>One month of the bucket; Kept is a share of 1.</summary>
internal sealed record BucketMonth(int Year, int Month, long Won, long Back, long Lost, long Active, double? Kept);

internal sealed record BucketWords(string ActiveOver, string Active, string Won, string Back, string Lost, string Kept);

/// <summary>What share of the revenue the best customers bring: Plot's Data for the kind "concentration".</summary>
/// <param name="Curve">Pairs of per cent of the customers, best first, and per cent of the revenue, from (0, 0) to (100, 100).</param>
/// <param name="Marks">Points named in the drawing.</param>
/// <param name="Words">What the drawing says.</param>
internal sealed record ConcentrationChart(IReadOnlyList<double[]> Curve, IReadOnlyList<ConcentrationMark> Marks, ConcentrationWords Words)
{
    /// <param name="text">The reader's sentences.</param>
    /// <param name="curve">Shares of 1: of the customers, of the revenue.</param>
    /// <param name="marks">The points to name, as shares of 1.</param>
    public static ConcentrationChart Of(Sentences text, IEnumerable<(double Customers, double Revenue)> curve, IEnumerable<(double Customers, double Revenue)> marks) => new(
        [.. curve.Select(p => new[] { Math.Round(p.Customers * 100, 2), Math.Round(p.Revenue * 100, 2) })],
        [.. marks.Select(m => new ConcentrationMark(m.Customers * 100, m.Revenue * 100, text.Get("web.chart.bring", new { customers = Share(text, m.Customers), revenue = Share(text, m.Revenue) })))],
        new(text["web.chart.of-customers"], text["web.chart.equal"], text.Get("web.chart.best", new { x = "{x}" }), text["web.chart.share"]));

    private static string Share(Sentences text, double share) => text.Formats.Percent(share, share * 100 % 1 == 0 ? 0 : 1);
}

internal sealed record ConcentrationMark(double X, double Y, string Name);

internal sealed record ConcentrationWords(string Of, string Equal, string Best, string Share);

/// <summary>One customer's orders in time: Plot's Data for the kind "purchases". Amounts are in major units.</summary>
/// <param name="Orders">Oldest first.</param>
/// <param name="Due">When the next order was expected; null where the rhythm does not tell.</param>
/// <param name="From">The axis begins here.</param>
/// <param name="To">The axis ends here.</param>
/// <param name="Today">The reckoning day.</param>
/// <param name="MoneyBefore">What stands before an amount.</param>
/// <param name="MoneyAfter">What stands after it.</param>
/// <param name="Words">What the drawing says.</param>
internal sealed record PurchasesChart(IReadOnlyList<PurchasePoint> Orders, PurchaseWindow? Due, DateOnly From, DateOnly To, DateOnly Today, string MoneyBefore, string MoneyAfter, PurchasesWords Words)
{
    /// <param name="text">The reader's sentences.</param>
    /// <param name="orders">Day and amount in micros, oldest first.</param>
    /// <param name="due">When the next order was expected.</param>
    /// <param name="from">The axis begins here; it ends shortly after the reckoning day.</param>
    /// <param name="today">The reckoning day.</param>
    /// <param name="currency">ISO 4217 code of the amounts.</param>
    public static PurchasesChart Of(Sentences text, IEnumerable<(DateOnly Day, long Micros)> orders, PurchaseWindow? due, DateOnly from, DateOnly today, string currency)
    {
        var won = Currency.IsWonInKorean(currency, text.Language);
        return new([.. orders.Select(o => new PurchasePoint(o.Day, o.Micros / 1_000_000d))], due, from, today.AddDays(3), today,
            won ? "" : Currency.Sign(currency, text.Language), won ? "원" : "",
            new(text["web.chart.order"], text["web.chart.expected"], text["web.chart.today"]));
    }
}

internal sealed record PurchasePoint(DateOnly Day, double Amount);

internal sealed record PurchaseWindow(DateOnly From, DateOnly To);

internal sealed record PurchasesWords(string Order, string Expected, string Today);
