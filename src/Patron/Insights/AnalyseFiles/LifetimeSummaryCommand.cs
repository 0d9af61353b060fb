using System.CommandLine;
using Patron.Analytics.LifetimeValue;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>./patron analyse clv-summary FILE: the same from numbers of repeat purchases and their times, one customer a row.</summary>
internal sealed class LifetimeSummaryCommand() : FileCommand("clv-summary", "Customer lifetime value from x, t_x and T.")
{
    private readonly Option<string> repeats = new("--x") { Description = "The column of the repeat purchases.", HelpName = "COLUMN", Required = true };
    private readonly Option<string> last = new("--tx") { Description = "The column of the time from the first purchase to the last.", HelpName = "COLUMN", Required = true };
    private readonly Option<string> observed = new("--t") { Description = "The column of the time from the first purchase to the end of observation.", HelpName = "COLUMN", Required = true };
    private readonly Option<string?> spend = new("--spend") { Description = "The column of the mean amount of the repeat purchases.", HelpName = "COLUMN" };
    private const double MostSpend = 1e12;

    private readonly LifetimeOptions lifetime = new();

    protected override IReadOnlyList<Option> Options => [repeats, last, observed, spend, .. lifetime.Options];

    protected override Result<FileAnswer> Answer(FileAsk ask)
    {
        var wished = lifetime.Read(ask);
        if (wished.Value is not { } wishes) return wished.Refusal!;
        var asked = new List<AskedColumn>
        {
            new(repeats.Name, ask.Parsed.GetRequiredValue(repeats), ColumnContent.Number),
            new(last.Name, ask.Parsed.GetRequiredValue(last), ColumnContent.Number),
            new(observed.Name, ask.Parsed.GetRequiredValue(observed), ColumnContent.Number),
        };
        if (ask.Get(spend) is { } column) asked.Add(new(spend.Name, column, ColumnContent.Number));
        var read = ask.Columns([.. asked]);
        if (read.Value is not { } columns) return read.Refusal!;
        var histories = new PurchaseHistory[columns.Rows];
        var spent = new SpendHistory[columns.Rows];
        for (var row = 0; row < histories.Length; row++)
        {
            var (x, tx, t) = (columns.Columns[0].Numbers[row], columns.Columns[1].Numbers[row], columns.Columns[2].Numbers[row]);
            if (Beyond(columns, row) is { } beyond) return beyond;
            if (x == Math.Floor(x) && x >= 0) histories[row] = new((int)x, tx, t);
            if (x != histories[row].Repeats || !histories[row].IsPossible)
                return new AnalyseRefused("insights.analyse.impossible_history", new { row = row + 1, x, tx, t });
            if (asked.Count > 3) spent[row] = new((int)x, columns.Columns[3].Numbers[row]);
        }
        var choice = LifetimeChoice.Make(wishes.Models, histories);
        if (choice.Value is not { } chosen) return choice.Refusal!;
        var report = new LifetimeReport(ask.Sentences, chosen, histories, asked.Count > 3 ? spent : null, wishes, null);
        return new FileAnswer(report.Json(), report.Text(), () => report.Lines(i => (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Far beyond what anybody buys or pays: a wrong column or unit, and sums of squares of it overflow.</summary>
    private static AnalyseRefused? Beyond(FileColumns columns, int row)
    {
        double[] most = [PurchaseHistory.MostRepeats, PurchaseHistory.LongestTime, PurchaseHistory.LongestTime, MostSpend];
        for (var i = 0; i < columns.Columns.Count; i++)
            if (columns.Columns[i].Numbers[row] > most[i])
                return new("insights.analyse.beyond", new { row = row + 1, column = columns.Columns[i].Name, value = columns.Columns[i].Numbers[row], most = most[i] });
        return null;
    }
}
