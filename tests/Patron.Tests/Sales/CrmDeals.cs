using System.Globalization;
using Patron.Analytics.Forecasting;
using Patron.Imports.Contracts;
using Patron.Tests.Imports;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Sales;

/// <summary>The published table of 8,800 deals with its accounts, products and team.</summary>
internal static class CrmDeals
{
    private const string Source = "crm";

    public static string File(string name) => Samples.Path("crm_sales_opportunities/" + name);

    public static async Task Company(PatronServices app)
    {
        await app.Import(File("accounts.csv"), "customers", source: Source);
        await app.Import(File("products.csv"), "products", source: Source);
        await app.Import(File("sales_teams.csv"), "team", source: Source);
    }

    /// <summary>Names that are near to one known name are taken for it: GTXPro for GTX Pro.</summary>
    public static async Task<ImportOutcome> Pipeline(PatronServices app, bool plan = false)
    {
        var result = await app.Get<IImportFiles>().Run(new(File("sales_pipeline.csv"), "opportunities", Source) { PlanOnly = plan, AcceptNear = true }, null, default);
        return result.Value ?? throw new InvalidOperationException(((ImportRefused)result.Refusal!).Why);
    }

    /// <summary>How the deals of the file went, read from it directly: those with a first day, at the list price of their product.</summary>
    public static IReadOnlyList<DealCourse> Courses()
    {
        var prices = System.IO.File.ReadLines(File("products.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(p => p[0], p => double.Parse(p[2], CultureInfo.InvariantCulture));
        var owners = new Dictionary<string, long>();
        return
        [
            .. System.IO.File.ReadLines(File("sales_pipeline.csv")).Skip(1).Select(line => line.Split(',')).Where(row => row[5].Length > 0).Select((row, at) => new DealCourse(
                at, 1, owners.TryGetValue(row[1], out var owner) ? owner : owners[row[1]] = owners.Count + 1, Day(row[5])!.Value, Day(row[6]),
                row[4] switch { "Won" => DealStanding.Won, "Lost" => DealStanding.Lost, _ => DealStanding.Open }, prices[row[2] == "GTXPro" ? "GTX Pro" : row[2]], row[4] == "Won" ? double.Parse(row[7], CultureInfo.InvariantCulture) : 0)),
        ];
    }

    public static int? Day(string text) => text.Length == 0 ? null : DateOnly.ParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture).DayNumber;
}
