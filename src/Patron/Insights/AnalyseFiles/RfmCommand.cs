using System.CommandLine;
using System.Globalization;
using Patron.Analytics.Buying;
using Patron.Analytics.Concentration;
using Patron.Analytics.Rfm;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>./patron analyse rfm FILE: recency, frequency and monetary value, and how unevenly revenue is spread. Purchases of one customer on one day count once.</summary>
internal sealed class RfmCommand() : FileCommand("rfm", "Recency, frequency, monetary value; concentration of revenue.")
{
    private readonly PurchaseColumns purchases = new();
    private readonly Option<string?> asOf = new("--as-of") { Description = "Reckon as of this day; later rows are left out (default: the last purchase day).", HelpName = "DATE" };
    private readonly Option<int> bins = new("--bins") { Description = "Scores from 1 to this, 2 to 9.", HelpName = "N", DefaultValueFactory = _ => 5 };

    protected override IReadOnlyList<Option> Options => [.. purchases.Options, asOf, bins];

    protected override Result<FileAnswer> Answer(FileAsk ask)
    {
        var day = ask.Day(asOf);
        if (day.Refusal is { } noDay) return noDay;
        if (ask.Get(bins) is var scores && scores is < 2 or > 9) return new AnalyseRefused("insights.analyse.no_bins", new { value = scores });
        var read = purchases.Read(ask, day.Value);
        if (read.Value is not { } file) return read.Refusal!;
        var buyers = Enumerable.Range(0, file.Days.Customers).Where(c => file.Days.DaysOf(c).Length > 0).ToArray();
        var summary = BuyingSummary.Of(file.Days);
        var rfm = RfmScores.Of(buyers, summary.LastDay, summary.Purchases, summary.Spent, day.Value ?? file.Days.LastDay!.Value, scores);
        var concentration = ValueConcentration.Of(Array.ConvertAll(buyers, c => summary.Spent[c]));
        return new FileAnswer(Json(rfm, concentration, file), Text(ask, rfm, concentration), () => Lines(file, buyers, summary, rfm));
    }

    private static Dictionary<string, object?> Json(RfmScores rfm, ValueConcentration concentration, FilePurchases file) => new()
    {
        ["customers"] = rfm.Customers,
        ["asOf"] = DayWritten(rfm.AsOf),
        ["cells"] = Cells(rfm).ToDictionary(c => c.Name, c => c.Customers),
        ["topFifthShare"] = Finite(concentration.ShareOfBest(ReckonInsights.ReckonInsights.TopShare)),
        ["customersForEightyPercent"] = concentration.CustomersFor(ReckonInsights.ReckonInsights.ValueShare),
        ["gini"] = Finite(concentration.Gini),
        ["rows"] = file.Rows,
        ["leftOut"] = file.LeftOut,
        ["returns"] = file.Returns,
    };

    private static List<string> Text(FileAsk ask, RfmScores rfm, ValueConcentration concentration)
    {
        var formats = ask.Formats;
        var text = new List<string>
        {
            ask.Sentences.Get("insights.analyse.rfm.customers", new { customers = rfm.Customers, day = DateOnly.FromDayNumber(rfm.AsOf) }),
            ask.Sentences.Get("insights.analyse.rfm.concentration", new
            {
                share = formats.Percent(concentration.ShareOfBest(ReckonInsights.ReckonInsights.TopShare)), gini = formats.Number(concentration.Gini, 3),
                customers = formats.Number(concentration.CustomersFor(ReckonInsights.ReckonInsights.ValueShare)),
            }),
            ask.Sentences["insights.analyse.rfm.cells"],
        };
        text.AddRange(Cells(rfm).Select(c => $"  {c.Name}  {formats.Number(c.Customers)}"));
        return text;
    }

    private static IEnumerable<string> Lines(FilePurchases file, int[] buyers, BuyingSummary summary, RfmScores rfm)
    {
        yield return "customer,last_purchase,purchases,spent,recency,frequency,monetary";
        foreach (var c in buyers)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Field(file.Customers[c])},{DayWritten(summary.LastDay[c])},{summary.Purchases[c]},{Micros.ToUnits(summary.Spent[c])},{rfm.Recency[c]},{rfm.Frequency[c]},{rfm.Monetary[c]}");
    }

    /// <summary>Cells with customers, named by recency, frequency, monetary value; the best first.</summary>
    private static IEnumerable<(string Name, int Customers)> Cells(RfmScores rfm)
    {
        for (var cell = rfm.Cells.Length - 1; cell >= 0; cell--)
            if (rfm.Cells[cell] > 0)
                yield return ($"{cell / (rfm.Bins * rfm.Bins) + 1}{cell / rfm.Bins % rfm.Bins + 1}{cell % rfm.Bins + 1}", rfm.Cells[cell]);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
