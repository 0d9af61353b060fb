using System.Globalization;
using System.IO.Compression;

namespace Patron.Demo;

/// <summary>A customer number of the invoices, with the country and the day of its first line.</summary>
internal sealed record Buyer(int Number, string Country, DateOnly FirstOrder);

/// <summary>Reads from the packed invoices who needs an account.</summary>
internal static class PackedOrders
{
    /// <summary>Every customer number once, in ascending order.</summary>
    public static IReadOnlyList<Buyer> Buyers()
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(DemoCatalogue.PackedOrders), CompressionMode.Decompress));
        var buyers = new SortedDictionary<int, Buyer>();
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
            Note(line, buyers);
        return [.. buyers.Values];
    }

    // Reads from the end of the line, because only the description, further left, may hold quoted commas.
    private static void Note(ReadOnlySpan<char> line, SortedDictionary<int, Buyer> buyers)
    {
        var country = CutLast(ref line);
        var number = CutLast(ref line);
        CutLast(ref line);
        var day = CutLast(ref line)[..10];
        if (number.IsEmpty)
            return;
        var customer = int.Parse(number, CultureInfo.InvariantCulture);
        if (!buyers.TryGetValue(customer, out var known))
            buyers.Add(customer, new Buyer(customer, country.ToString(), Day(day)));
        else if (Day(day) is var earlier && earlier < known.FirstOrder)
            buyers[customer] = known with { Country = country.ToString(), FirstOrder = earlier };
    }

    private static DateOnly Day(ReadOnlySpan<char> text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ReadOnlySpan<char> CutLast(ref ReadOnlySpan<char> line)
    {
        var comma = line.LastIndexOf(',');
        var cell = line[(comma + 1)..];
        line = line[..comma];
        return cell;
    }
}
