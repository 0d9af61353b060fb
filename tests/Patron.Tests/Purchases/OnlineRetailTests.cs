using System.Globalization;
using System.IO.Compression;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Tests.Architecture;

namespace Patron.Tests.Purchases;

public sealed class OnlineRetailTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_half_year_of_invoices_gives_the_published_facts_once_and_twice(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var file = Read();
        var started = TimeProvider.System.GetTimestamp();
        var fates = await patron.Take(file);
        var first = TimeProvider.System.GetElapsedTime(started);
        started = TimeProvider.System.GetTimestamp();
        var again = await patron.Take(file);
        var second = TimeProvider.System.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kind}: {file.Count} lines, first {file.Count / first.TotalSeconds:0} rows/s, again {file.Count / second.TotalSeconds:0} rows/s");

        Assert.Equal(245_903, fates.Count);
        Assert.All(fates, f => Assert.Equal(Fate.Created, f.Fate));
        Assert.All(again, f => Assert.Equal(Fate.Unchanged, f.Fate));
        const string clean = """
            from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id
            join customers c on c.id = l.customer_id where not c.anonymous and not o.is_return and l.quantity > 0 and l.price > 0
            """;
        Assert.Equal(172_635L, await patron.Ask($"select count(*) {clean}"));
        Assert.Equal(2_960L, await patron.Ask($"select count(distinct l.customer_id) {clean}"));
        Assert.Equal(8_802L, await patron.Ask($"select count(distinct l.order_id) {clean}"));
        Assert.Equal(3_993_805_651_000m, Convert.ToDecimal(await patron.Ask($"select sum(l.amount) {clean}"), CultureInfo.InvariantCulture));
    }

    private static List<IncomingLine> Read()
    {
        using var packed = File.OpenRead(Path.Combine(SourceFiles.Root, "src", "Patron", "Demo", "Data", "online_retail_h1.csv.gz"));
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        text.ReadLine();
        var lines = new List<IncomingLine>(250_000);
        while (text.ReadLine() is { } row)
        {
            var fields = Fields(row);
            lines.Add(new(lines.Count + 2, fields[0], null, fields[1], Known(fields[2]), null, Amount(fields[3]), Amount(fields[5]), 0, Taking.At(fields[4]), Known(fields[6]), null, null, null));
        }
        return lines;
    }

    private static string? Known(string field) => field.Length > 0 ? field : null;

    private static long Amount(string field) => Micros.From(decimal.Parse(field, CultureInfo.InvariantCulture));

    /// <summary>No field of this file spans two lines.</summary>
    private static List<string> Fields(string row)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        for (var at = 0; at < row.Length; at++)
        {
            if (row[at] == '"') quoted = !quoted;
            else if (row[at] == ',' && !quoted) fields.Add("");
            else fields[^1] += row[at];
        }
        return fields;
    }
}
