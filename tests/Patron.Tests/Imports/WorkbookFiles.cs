using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Patron.Tests.Imports;

/// <summary>Workbooks as spreadsheet programs write them, part by part.</summary>
internal static class WorkbookFiles
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>Style 1 is a day, 2 a day with its time, 3 an amount with colour and text, 4 a built-in day.</summary>
    private const string Styles = $"""
        <styleSheet xmlns="{Main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd\-mmm\-yyyy"/><numFmt numFmtId="165" formatCode="yyyy/mm/dd\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="[Red]#,##0.00&quot; days&quot;"/></numFmts>
        <cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="14"/></cellXfs></styleSheet>
        """;

    /// <param name="sheets">Name, state (empty when it is shown), and what stands between sheetData's tags.</param>
    public static byte[] Book(IEnumerable<(string Name, string State, string Rows)> sheets, IEnumerable<string>? shared = null, bool from1904 = false)
    {
        var all = sheets.ToArray();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Put(zip, "_rels/.rels", $"<Relationships xmlns=\"{Package}\"><Relationship Id=\"rId1\" Type=\"{Relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Put(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relation}\"><workbookPr{(from1904 ? " date1904=\"1\"" : "")}/><sheets>"
                + string.Concat(all.Select((s, i) => $"<sheet name=\"{SecurityElement.Escape(s.Name)}\" sheetId=\"{i + 1}\"{(s.State.Length > 0 ? $" state=\"{s.State}\"" : "")} r:id=\"rId{i + 1}\"/>")) + "</sheets></workbook>");
            Put(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}\">"
                + string.Concat(all.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relation}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))
                + $"<Relationship Id=\"rId98\" Type=\"{Relation}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId99\" Type=\"{Relation}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>");
            Put(zip, "xl/styles.xml", Styles);
            Put(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat((shared ?? []).Select(s => $"<si>{s}</si>"))}</sst>");
            foreach (var (sheet, i) in all.Select((s, i) => (s, i)))
                Put(zip, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{sheet.Rows}</sheetData></worksheet>");
        }
        return bytes.ToArray();
    }

    /// <summary>One sheet of texts, from its first row on.</summary>
    public static byte[] Book(params string[][] rows) => Book([("Sheet1", "", string.Concat(rows.Select((cells, i) => Row(i + 1, [.. cells.Select(Text)]))))]);

    public static string Row(int number, params string[] cells) =>
        string.Create(CultureInfo.InvariantCulture, $"<row r=\"{number}\">{string.Concat(cells.Select((c, i) => c.Length == 0 ? "" : c.Replace("<c", $"<c r=\"{Letter(i)}{number}\"", StringComparison.Ordinal)))}</row>");

    public static string Text(string text) => text.Length == 0 ? "" : $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";

    public static string Shared(int index) => $"<c t=\"s\"><v>{index}</v></c>";

    public static string Number(string value, int style = 0) => $"<c s=\"{style}\"><v>{value}</v></c>";

    public static string Typed(string type, string value) => $"<c t=\"{type}\"><v>{value}</v></c>";

    private static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter(column / 26 - 1) + Letter(column % 26);

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var part = zip.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes(text));
    }
}
