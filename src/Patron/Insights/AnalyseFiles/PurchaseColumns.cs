using System.CommandLine;
using Patron.Analytics.Buying;
using Patron.Imports.Contracts;
using Patron.Kernel;

namespace Patron.Insights.AnalyseFiles;

/// <summary>Purchases of a file, by customer and day. Amounts below zero are returns and no purchases: they are left out and counted.</summary>
internal sealed record FilePurchases(IReadOnlyList<string> Customers, BuyingDays Days, long Rows, long LeftOut, long Returns);

/// <summary>The options --customer, --date and --amount.</summary>
internal sealed class PurchaseColumns
{
    private readonly Option<string> customer = new("--customer") { Description = "The column of the customers: its name, or its place from 1.", HelpName = "COLUMN", Required = true };
    private readonly Option<string> date = new("--date") { Description = "The column of the days of purchase.", HelpName = "COLUMN", Required = true };
    private readonly Option<string> amount = new("--amount") { Description = "The column of the amounts.", HelpName = "COLUMN", Required = true };

    public IReadOnlyList<Option> Options => [customer, date, amount];

    /// <param name="until">Days after it are left out; null: none.</param>
    public Result<FilePurchases> Read(FileCommand.FileAsk ask, int? until)
    {
        var read = ask.Columns(
            new(customer.Name, ask.Parsed.GetRequiredValue(customer), ColumnContent.Key),
            new(date.Name, ask.Parsed.GetRequiredValue(date), ColumnContent.Day),
            new(amount.Name, ask.Parsed.GetRequiredValue(amount), ColumnContent.Amount));
        if (read.Value is not { } columns) return read.Refusal!;
        var (who, days, amounts) = (columns.Columns[0].Codes, columns.Columns[1].Days, columns.Columns[2].Micros);
        var (kept, returns) = (0, 0L);
        for (var row = 0; row < columns.Rows; row++)
        {
            if (amounts[row] < 0) returns++;
            if (amounts[row] < 0 || days[row] > until) continue;
            (who[kept], days[kept], amounts[kept]) = (who[row], days[row], amounts[row]);
            kept++;
        }
        if (kept == 0) return new AnalyseRefused("insights.analyse.no_purchases");
        var keys = columns.Columns[0].Keys;
        return new FilePurchases(keys, BuyingDays.Of(keys.Count, who.AsSpan(0, kept), days.AsSpan(0, kept), amounts.AsSpan(0, kept)), kept, columns.Blank + columns.Unreadable, returns);
    }
}
