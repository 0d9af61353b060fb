using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.ReckonInsights;

/// <summary>./patron insights [--as-of DATE] [--json]</summary>
internal sealed class InsightsCommand : PatronCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<string?> asOf = new("--as-of") { Description = "Reckon as of this day (yyyy-MM-dd); without it the last purchase day.", HelpName = "DATE" };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output and nothing else." };

    public override bool OnlyReads => true;

    public override Command Define() => new("insights", "The customer base in a few numbers.") { asOf, json };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        DateOnly? day = null;
        if (parsed.GetValue(asOf) is { } text)
        {
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                await context.Error.WriteLineAsync($"--as-of {text} is no day; write it as yyyy-MM-dd, for example 2011-06-30.");
                return 1;
            }
            day = read;
        }
        var customerBase = context.Services.GetRequiredService<ICustomerBase>();
        await customerBase.CatchUp(ct);
        var snapshot = customerBase.Current;
        await using var connection = context.Services.GetRequiredService<DataLocation>().Connect();
        var organisation = connection.Organisation();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(context.Services.GetRequiredService<TimeProvider>().GetUtcNow(), organisation.Zone).DateTime);
        var numbers = ReckonInsights.Of(snapshot, null, day ?? PurchaseDays.Last(snapshot) ?? today);
        if (parsed.GetValue(json)) await context.Out.WriteLineAsync(AsJson(numbers, organisation.Currency));
        else await Print(numbers, organisation.Currency, context.Out, context.Services.GetRequiredService<Texts>().For(Language.English).Formats);
        return 0;
    }

    private static string AsJson(InsightsNumbers n, string currency) => JsonSerializer.Serialize(new
    {
        asOf = n.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        currency,
        customers = n.Customers,
        orders = n.Orders,
        revenue = Micros.ToUnits(n.Revenue),
        returns = Micros.ToUnits(n.Returns),
        anonymousRevenue = Micros.ToUnits(n.AnonymousRevenue),
        topFifthShare = n.TopFifthShare,
        customersForEightyPercent = n.CustomersForEightyPercent,
        gini = n.Gini,
        rfm = Cells(n).ToDictionary(c => c.Cell, c => c.Customers),
    }, Json);

    private static async Task Print(InsightsNumbers n, string currency, TextWriter output, Formats formats)
    {
        await output.WriteLineAsync($"As of {formats.Day(n.AsOf)}");
        await output.WriteLineAsync($"Customers who bought      {formats.Number(n.Customers)}");
        await output.WriteLineAsync($"Orders                    {formats.Number(n.Orders)}");
        await output.WriteLineAsync($"Revenue                   {formats.Money(n.Revenue, currency)}");
        await output.WriteLineAsync($"Returns                   {formats.Money(n.Returns, currency)}");
        await output.WriteLineAsync($"Revenue without a person  {formats.Money(n.AnonymousRevenue, currency)}");
        await output.WriteLineAsync($"Best fifth brings         {formats.Percent(n.TopFifthShare)}");
        await output.WriteLineAsync($"80% is brought by         {formats.Number(n.CustomersForEightyPercent)} customers");
        await output.WriteLineAsync($"Gini                      {formats.Number(n.Gini, 3)}");
    }

    /// <summary>Cells with customers, named by recency, frequency, monetary value; the best first.</summary>
    private static IEnumerable<(string Cell, int Customers)> Cells(InsightsNumbers n) =>
        from r in Enumerable.Range(1, RfmBins)
        from f in Enumerable.Range(1, RfmBins)
        from m in Enumerable.Range(1, RfmBins)
        let customers = n.Rfm.Cells[((r - 1) * RfmBins + f - 1) * RfmBins + m - 1]
        where customers > 0
        orderby r descending, f descending, m descending
        select ($"{r}{f}{m}", customers);

    private const int RfmBins = 5;
}
