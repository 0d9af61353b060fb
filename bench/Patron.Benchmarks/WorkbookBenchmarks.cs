using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Patron.Imports;
using Patron.Imports.Reading.Workbooks;
using Patron.Imports.UnpackFile;

namespace Patron.Benchmarks;

/// <summary>
/// A workbook as large as Excel makes them, 1,048,576 rows, whose shared texts are as many as are taken; and one whose texts are too many, which is refused.
/// The limit of the same run: the workbook's parts unpacked and thrown away.
/// </summary>
internal static class WorkbookBenchmarks
{
    private const int Columns = 4;

    // Of each row one text is its own; the other cells are numbers.
    private const int TextLength = 180;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("patron-bench-").FullName;
        try
        {
            var (fits, larger) = (Path.Combine(folder, "fits.xlsx"), Path.Combine(folder, "larger.xlsx"));
            Write(fits, TextLength);
            Write(larger, TextLength + 30);
            var bare = Measure.Milliseconds(() => Bare(fits));
            var before = Peak();
            var taken = Measure.Milliseconds(() => Unpack(fits, folder, refused: false));
            var after = Peak();
            var refusal = Measure.Milliseconds(() => Unpack(larger, folder, refused: true));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"a workbook of {Workbook.MostRows:N0} rows, {new FileInfo(fits).Length / 1e6:N0} MB packed, {TextLength * (long)Workbook.MostRows / 1e6:N0} MB of shared texts: {taken / 1000:N1} s, unpacked alone {bare / 1000:N1} s, ratio {taken / bare:N1}; the process grew by {after - before:N0} MB to {after:N0} MB; one with more texts is refused after {refusal / 1000:N1} s"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static void Unpack(string path, string folder, bool refused)
    {
        var made = Unpacking.Unpack(path, Path.Combine(folder, "rows" + RowsFileInfo.Extension), new(), new(), _ => { }, default);
        if (made.Value is null != refused) throw new InvalidOperationException(made.Problem?.Key ?? "It was taken.");
    }

    private static void Bare(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            part.CopyTo(Stream.Null);
        }
    }

    private static void Write(string path, int length)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Part(zip, "_rels/.rels", text => text.Write("""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""));
        Part(zip, "xl/workbook.xml", text => text.Write("""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Notes" sheetId="1" r:id="r1"/></sheets></workbook>"""));
        Part(zip, "xl/_rels/workbook.xml.rels", text => text.Write("""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""));
        Part(zip, "xl/sharedStrings.xml", text =>
        {
            text.Write("""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">""");
            for (var row = 0; row < Workbook.MostRows; row++) text.Write($"<si><t>{row.ToString(CultureInfo.InvariantCulture).PadRight(length, 'x')}</t></si>");
            text.Write("</sst>");
        });
        Part(zip, "xl/worksheets/sheet1.xml", text =>
        {
            text.Write("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
            for (var row = 0; row < Workbook.MostRows; row++)
            {
                text.Write(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\"><c r=\"A{row + 1}\" t=\"s\"><v>{row}</v></c>"));
                for (var column = 1; column < Columns; column++)
                    text.Write(string.Create(CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + column)}{row + 1}\"><v>{row * column}</v></c>"));
                text.Write("</row>");
            }
            text.Write("</sheetData></worksheet>");
        });
    }

    private static void Part(ZipArchive zip, string name, Action<StreamWriter> write)
    {
        using var text = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
        write(text);
    }
}
