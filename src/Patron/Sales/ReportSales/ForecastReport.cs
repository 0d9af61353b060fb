using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Reports.Contracts;
using Patron.Sales.ShowForecast;

namespace Patron.Sales.ReportSales;

/// <summary>How forecasts of thirty days came out: as of earlier days, each with what was known then. Those whose thirty days ended within the period. They are learnt from all deals, so whoever sees a part of the customers sees none.</summary>
internal sealed class ForecastReport(ForecastReads reads, IVisibility visibility) : IReport
{
    public const int Days = 30;

    public string Key => "forecast-accuracy";
    public string Title => "sales.report.accuracy";
    public int Order => 52;

    public async Task<ReportSheet> Of(ReportScope scope, CancellationToken ct)
    {
        var text = scope.Sentences;
        if (visibility.For(scope.Asker) != Visibility.Everyone) return new(text["sales.report.accuracy.whole"], []);
        var past = await reads.Accuracy(scope.To, Days, ct);
        var shown = past.Where(p => DateOnly.FromDayNumber(p.At + p.Days) >= scope.From).ToList();
        var (expected, came) = (shown.Sum(p => (long)p.Range.Expected), shown.Sum(p => (long)p.Came));
        return new(shown.Count == 0 ? text["sales.report.accuracy.none"] : text.Get("sales.report.accuracy.says", new { n = shown.Count, inside = shown.Count(Inside), expected = text.Formats.MoneyShort(expected, scope.Organisation.Currency), came = text.Formats.MoneyShort(came, scope.Organisation.Currency) }),
        [
            new("forecasts", text["sales.report.accuracy"],
            [
                new("as_of", text["sales.forecast.at"], ReportUnit.Text), new("expected", text["sales.report.expected"], ReportUnit.Money), new("low", text["sales.report.low"], ReportUnit.Money), new("high", text["sales.report.high"], ReportUnit.Money),
                new("came", text["sales.forecast.came"], ReportUnit.Money), new("inside", text["sales.report.inside"], ReportUnit.Text), new("ratio", text["sales.report.ratio"], ReportUnit.Share),
            ],
            [
                .. shown.Select(p => new ReportLine(
                    [Iso(p.At), (long)p.Range.Expected, (long)p.Range.Low, (long)p.Range.High, (long)p.Came, text.Get("sales.report.yes", new { yes = Inside(p) ? "yes" : "no" }), p.Came > 0 ? p.Range.Expected / p.Came : null],
                    $"{SalesUrls.Forecast}?{ForecastAddress.AtOf}={Iso(p.At)}&{ForecastAddress.UntilOf}={Iso(p.At + Days)}")),
            ]),
        ]);
    }

    private static bool Inside(Analytics.Forecasting.PastForecast past) => past.Came >= past.Range.Low && past.Came <= past.Range.High;

    private static string Iso(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
