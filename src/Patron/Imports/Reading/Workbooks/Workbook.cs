using System.IO.Compression;
using System.Xml;

namespace Patron.Imports.Reading.Workbooks;

/// <param name="Hidden">Not shown to whoever opens the workbook.</param>
internal sealed record SheetEntry(string Name, string Part, bool Hidden);

/// <summary>
/// A workbook of Excel (.xlsx, .xlsm; Office Open XML, ECMA-376 part 1), read part by part from front to back: of a sheet one row is in
/// memory, and of the whole the shared texts. Nothing in it is believed before it is measured: sizes are limited while unpacking.
/// </summary>
/// <remarks>
/// Own code, although ExcelDataReader 3 reads such files: it keeps shared texts as strings without a limit, twice their size, and tells
/// neither the size of a part nor which sheets are hidden before it has read them.
/// </remarks>
internal sealed class Workbook : IDisposable
{
    public const int MostRows = 1_048_576;
    public const int MostColumns = 16_384;

    /// <summary>The largest part, and the largest text made of a sheet: a full sheet of Excel's stays far below.</summary>
    public const long LargestPart = 4L << 30;

    private const int MostParts = 20_000;
    private const string Relationships = "_rels/.rels";

    private readonly ZipArchive zip;
    private readonly ImportLimits limits;
    private readonly Dictionary<string, string> parts;

    private Workbook(ZipArchive zip, ImportLimits limits, Dictionary<string, string> parts, IReadOnlyList<SheetEntry> sheets, bool from1904)
    {
        (this.zip, this.limits, this.parts) = (zip, limits, parts);
        (Sheets, From1904) = (sheets, from1904);
    }

    public IReadOnlyList<SheetEntry> Sheets { get; }
    public bool From1904 { get; }

    public static bool Looks(ReadOnlySpan<byte> beginning) => beginning.StartsWith("PK\u0003\u0004"u8);

    /// <summary>The stream, which must be able to seek, stays the caller's.</summary>
    public static Parsed<Workbook> Open(Stream stream, ImportLimits limits)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var made = Read(zip, limits);
            if (made.Value is null) zip.Dispose();
            return made;
        }
        catch (Exception e) when (IsDamage(e))
        {
            zip?.Dispose();
            return Reason.Of("imports.problem.workbook_broken");
        }
    }

    /// <summary>What a damaged or forged workbook makes the readers of zip and XML throw.</summary>
    public static bool IsDamage(Exception e) => e is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException;

    /// <summary>Reads the texts that cells share; more than are taken throw <see cref="UnpackedTooLargeException"/>.</summary>
    public SharedStrings ReadSharedStrings()
    {
        if (PartOf("/sharedStrings") is not { } part) return new SharedStrings(0);
        using var xml = OpenXml(part);
        return SharedStrings.Read(xml, limits.SharedStrings);
    }

    public CellStyles ReadStyles()
    {
        if (PartOf("/styles") is not { } part) return CellStyles.None;
        using var xml = OpenXml(part);
        return CellStyles.Read(xml);
    }

    public XmlReader OpenSheet(SheetEntry sheet) => OpenXml(sheet.Part);

    /// <summary>Bytes of the sheet's part unpacked, for the progress.</summary>
    public long SizeOf(SheetEntry sheet) => zip.GetEntry(sheet.Part)?.Length ?? 0;

    public void Dispose() => zip.Dispose();

    private static Parsed<Workbook> Read(ZipArchive zip, ImportLimits limits)
    {
        if (zip.Entries.Count > MostParts) return Reason.Of("imports.problem.workbook_broken");
        if (zip.GetEntry(Relationships) is null) return Reason.Of("imports.problem.zip");
        var book = RelationsOf(zip, Relationships, "", limits).FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Part;
        if (book is null || zip.GetEntry(book) is null) return Reason.Of("imports.problem.zip");
        if (!book.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)) return Reason.Of("imports.problem.spreadsheet");

        var folder = book[..(book.LastIndexOf('/') + 1)];
        var relations = RelationsOf(zip, $"{folder}_rels/{book[folder.Length..]}.rels", folder, limits);
        var (sheets, from1904, isBook) = ReadBook(zip, book, relations.ToDictionary(r => r.Id, r => r.Part, StringComparer.Ordinal), limits);
        if (!isBook) return Reason.Of("imports.problem.zip");
        if (sheets.Count == 0) return Reason.Of("imports.problem.workbook_empty");
        var parts = relations.GroupBy(r => r.Type[r.Type.LastIndexOf('/')..], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Part, StringComparer.Ordinal);
        return new Workbook(zip, limits, parts, sheets, from1904);
    }

    private static (IReadOnlyList<SheetEntry> Sheets, bool From1904, bool IsBook) ReadBook(ZipArchive zip, string book, Dictionary<string, string> partById, ImportLimits limits)
    {
        using var xml = OpenXml(zip, book, limits);
        var (sheets, from1904, isBook) = (new List<SheetEntry>(), false, false);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            isBook |= xml is { Depth: 0, LocalName: "workbook" };
            if (xml.LocalName == "workbookPr") from1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName != "sheet" || xml.GetAttribute("name") is not { } name) continue;
            // Whatever the prefix and the edition of the standard: the attribute "id" in a namespace is the relation.
            var id = AttributeInNamespace(xml, "id");
            if (id is not null && partById.TryGetValue(id, out var part) && zip.GetEntry(part) is not null && part.Contains("sheet", StringComparison.OrdinalIgnoreCase))
                sheets.Add(new(name, part, xml.GetAttribute("state") is "hidden" or "veryHidden"));
        }
        return (sheets, from1904, isBook);
    }

    private static string? AttributeInNamespace(XmlReader xml, string local)
    {
        string? found = null;
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == local && xml.NamespaceURI.Length > 0) found = xml.Value;
        xml.MoveToElement();
        return found;
    }

    private static List<(string Id, string Type, string Part)> RelationsOf(ZipArchive zip, string part, string folder, ImportLimits limits)
    {
        var relations = new List<(string, string, string)>();
        if (zip.GetEntry(part) is null) return relations;
        using var xml = OpenXml(zip, part, limits);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("TargetMode") != "External"
                && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target && xml.GetAttribute("Type") is { } type && type.Contains('/', StringComparison.Ordinal))
                relations.Add((id, type, target.StartsWith('/') ? target[1..] : folder + target));
        }
        return relations;
    }

    private string? PartOf(string type) => parts.GetValueOrDefault(type) is { } part && zip.GetEntry(part) is not null ? part : null;

    private XmlReader OpenXml(string part) => OpenXml(zip, part, limits);

    private static XmlReader OpenXml(ZipArchive zip, string part, ImportLimits limits)
    {
        var entry = zip.GetEntry(part) ?? throw new InvalidDataException($"No part {part}.");
        var limit = Math.Min(LargestPart, limits.Unpacked);
        // What the directory says is looked at first and not believed: the stream is counted as well.
        if (entry.Length > limit) throw new UnpackedTooLargeException(limit);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true };
        return XmlReader.Create(new LimitedStream(entry.Open(), limit), settings);
    }
}
