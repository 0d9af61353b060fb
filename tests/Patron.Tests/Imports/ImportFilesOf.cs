using System.Globalization;
using System.Text;
using Patron.Imports.Contracts;

namespace Patron.Tests.Imports;

/// <summary>Small files for imports, and their import in one call.</summary>
internal static class ImportFilesOf
{
    public static string Write(this PatronServices app, string name, string content)
    {
        var path = Path.Combine(app.Location.Directory, name);
        File.WriteAllText(path, content, new UTF8Encoding(false));
        return path;
    }

    public static async Task<ImportOutcome> Import(this PatronServices app, string path, string kind, bool plan = false, string source = "Shop", string? map = null)
    {
        var result = await app.Get<IImportFiles>().Run(new(path, kind, source) { PlanOnly = plan, Map = map }, null, default);
        return result.Value ?? throw new InvalidOperationException(((ImportRefused)result.Refusal!).Why);
    }

    /// <summary>Lines of orders with three lines each; every order at its own minute.</summary>
    public static string Lines(int count)
    {
        var text = new StringBuilder("InvoiceNo,StockCode,Description,Quantity,UnitPrice,InvoiceDate,CustomerID\n");
        for (var i = 0; i < count; i++)
        {
            var order = i / 3;
            text.Append(CultureInfo.InvariantCulture, $"{100_000 + order},P{i % 200},Product {i % 200},{1 + i % 5},{1 + i % 7}.50,{new DateTime(2011, 1, 1).AddMinutes(order):yyyy-MM-dd HH:mm:ss},{5_000 + order % 900}\n");
        }
        return text.ToString();
    }

    public static long Sum(this ImportOutcome o) => o.Created + o.Updated + o.Unchanged + o.Conflicts + o.Rejected;

    public static (long, long, long, long, long, long) Counts(this ImportOutcome o) => (o.Read, o.Created, o.Updated, o.Unchanged, o.Conflicts, o.Rejected);
}
