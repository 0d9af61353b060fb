using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsvHelper;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Benchmarks;

/// <summary>
/// Reads invoice lines shaped like the public online-retail file (541,909 rows, 8 columns) and short rows of ten columns:
/// with this program's reader, with CsvHelper's parser, and, as the limit, by counting line ends in the decoded text.
/// </summary>
internal static class ReadingBenchmarks
{
    private const int Rows = 541_909;
    private const int Rounds = 5;

    public static void Run()
    {
        foreach (var (name, bytes) in new[] { ("invoice lines", InvoiceLines()), ("ten short columns", TenColumns()) })
        {
            Console.WriteLine($"{name}: {Rows:N0} rows, {bytes.Length / 1e6:N1} MB");
            Report("limit: decode and count line ends", () => CountLines(bytes));
            Report("RowReader, spans", () => ReadSpans(bytes));
            Report("RowReader, a string a field", () => ReadStrings(bytes));
            Report("CsvHelper, fields decoded to text", () => ReadCsvHelper(bytes));
        }

        var lines = InvoiceLines();
        Report("RowReader and typed order lines", () => ReadTyped(lines));
    }

    private static void Report(string what, Func<long> read)
    {
        var best = double.MaxValue;
        long result = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            result = read();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Console.WriteLine($"  {what,-40} {Rows / best / 1e6,6:N2} M rows/s  (check {result})");
    }

    private static StreamReader Text(byte[] bytes) => new(new MemoryStream(bytes), Encoding.UTF8, false, 1 << 16);

    private static long CountLines(byte[] bytes)
    {
        using var text = Text(bytes);
        var buffer = new char[1 << 16];
        long lines = 0;
        while (text.Read(buffer) is var read and > 0)
        {
            lines += buffer.AsSpan(0, read).Count('\n');
        }

        return lines;
    }

    private static long ReadSpans(byte[] bytes)
    {
        using var reader = new RowReader(Text(bytes), FileFormat.Plain());
        long signs = 0;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                signs += reader[i].Length;
            }
        }

        return signs;
    }

    private static long ReadStrings(byte[] bytes)
    {
        using var reader = new RowReader(Text(bytes), FileFormat.Plain());
        long signs = 0;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                signs += reader[i].ToString().Length;
            }
        }

        return signs;
    }

    private static long ReadCsvHelper(byte[] bytes)
    {
        using var reader = CsvReader.Create(new MemoryStream(bytes), new CsvReaderOptions { TrackLineNumbers = true, Separator = ',' });
        var text = new char[1 << 12];
        long signs = 0;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                signs += reader.GetChars(i, text);
            }
        }

        return signs;
    }

    private static long ReadTyped(byte[] bytes)
    {
        var set = ImportFields.Of(ImportKind.OrderLines);
        using var stream = new MemoryStream(bytes);
        var format = FileFormat.Detect(stream).Value!;
        using var sampled = format.Open(stream);
        var profiles = ColumnProfiler.Profile(sampled);
        var mapping = ColumnMapper.Propose(set, sampled.Header, profiles);
        stream.Position = 0;
        using var reader = format.Open(stream);
        var values = new ValueReaders(mapping, ColumnFormats.Of(profiles), new TimeFrame(TimeZoneInfo.Utc, new DateOnly(2011, 12, 10)));
        var row = new ImportRow(set);
        var price = set["price"];
        long sum = 0;
        while (reader.Read())
        {
            values.Read(reader, row);
            sum += row.Micros(price) ?? 0;
        }

        return sum;
    }

    private static byte[] InvoiceLines()
    {
        var random = new Random(1);
        var text = new StringBuilder("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        for (var i = 0; i < Rows; i++)
        {
            var description = random.Next(50) == 0 ? "\"SET OF 3 CAKE TINS, PANTRY DESIGN\"" : "WHITE HANGING HEART T-LIGHT HOLDER"[..random.Next(12, 34)];
            text.Append(CultureInfo.InvariantCulture,
                $"{536365 + i / 21},{random.Next(10_000, 90_000)}A,{description},{random.Next(1, 30)},2011-0{1 + i * 9L / Rows}-1{random.Next(10)}T08:26:00Z,{random.Next(1, 2000) / 100m},{random.Next(12_000, 18_000)},United Kingdom\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] TenColumns()
    {
        var random = new Random(2);
        var text = new StringBuilder("a,b,c,d,e,f,g,h,i,j\n");
        for (var i = 0; i < Rows; i++)
        {
            for (var c = 0; c < 10; c++)
            {
                text.Append(random.Next(100_000)).Append(c == 9 ? '\n' : ',');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
