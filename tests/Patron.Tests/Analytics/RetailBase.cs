using System.Globalization;
using System.IO.Compression;
using Patron.Analytics.Base;

namespace Patron.Tests.Analytics;

/// <summary>The invoices of the demo as a customer base, by the clean rule of their source.</summary>
public sealed class RetailBase
{
    public RetailBase()
    {
        var writer = new BaseWriter();
        var (customers, products, orders) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new Dictionary<string, int>());
        var lines = new List<(int Customer, PurchaseLine Line)>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Root(), "src/Patron/Demo/Data/online_retail_h1.csv.gz")), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } row)
        {
            var cells = Cells(row);
            if (cells[6].Length == 0) continue;
            var (quantity, price) = (int.Parse(cells[3], CultureInfo.InvariantCulture), decimal.Parse(cells[5], CultureInfo.InvariantCulture));
            var isReturn = quantity < 0 || cells[0].StartsWith('C');
            var kind = isReturn ? LineKind.Return : quantity > 0 && price > 0 ? LineKind.Sale : LineKind.Other;
            var day = DateOnly.ParseExact(cells[4][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
            lines.Add((Index(customers, cells[6]), new(Index(orders, cells[0]), day, Index(products, cells[1]), quantity * 1_000_000L, (long)(quantity * price * 1_000_000), kind)));
            LastDay = Math.Max(LastDay, kind == LineKind.Sale ? day : 0);
        }
        Snapshot = writer.Load(new()
        {
            Ids = [.. customers.Keys.Select(long.Parse)],
            Known = Bitmap.All(customers.Count),
            Lines = new()
            {
                Count = lines.Count,
                Customer = [.. lines.Select(l => l.Customer)],
                Order = [.. lines.Select(l => l.Line.Order)],
                Day = [.. lines.Select(l => l.Line.Day)],
                Product = [.. lines.Select(l => l.Line.Product)],
                Quantity = [.. lines.Select(l => l.Line.Quantity)],
                Amount = [.. lines.Select(l => l.Line.Amount)],
                Kind = [.. lines.Select(l => l.Line.Kind)],
            },
        });
    }

    public CustomerBaseSnapshot Snapshot { get; }

    public int LastDay { get; }

    private static int Index(Dictionary<string, int> of, string key)
    {
        if (!of.TryGetValue(key, out var index)) of[key] = index = of.Count;
        return index;
    }

    private static List<string> Cells(string row)
    {
        var (cells, start, quoted) = (new List<string>(8), 0, false);
        for (var i = 0; i <= row.Length; i++)
        {
            if (i < row.Length && row[i] == '"') quoted = !quoted;
            if (i < row.Length && (row[i] != ',' || quoted)) continue;
            cells.Add(row[start..i]);
            start = i + 1;
        }
        return cells;
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Patron.slnx"))) at = at.Parent ?? throw new InvalidOperationException("No Patron.slnx above the tests.");
        return at.FullName;
    }
}
