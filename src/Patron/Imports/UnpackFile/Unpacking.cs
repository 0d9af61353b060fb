using Patron.Imports.Reading;
using Patron.Imports.Reading.Cards;
using Patron.Imports.Reading.Workbooks;

namespace Patron.Imports.UnpackFile;

/// <summary>
/// Files that are no rows of text become such, beside the upload: a sheet of a workbook, cards. So whatever checks, applies, resumes and
/// rejects rows knows one kind of file.
/// </summary>
internal static class Unpacking
{
    /// <summary>Rows by which the width of a table is known; a row that is wider later is one with too many columns.</summary>
    private const int RowsForWidth = 500;

    /// <summary>Whether the file must be unpacked before it is read.</summary>
    public static bool Needs(string path)
    {
        if (FileSurvey.Open(path).Value is not { } stream) return false;
        using (stream)
        {
            var beginning = new byte[CardText.Beginning];
            var read = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
            return Workbook.Looks(beginning.AsSpan(0, read)) || CardText.Looks(beginning.AsSpan(0, read));
        }
    }

    /// <summary>Makes text of the file.</summary>
    /// <param name="into">Path of the text, ending with <see cref="RowsFileInfo.Extension"/>.</param>
    /// <param name="progress">Told the rows so far.</param>
    /// <returns>What was found, or why it cannot be taken; then there is no text.</returns>
    public static Parsed<RowsFileInfo> Unpack(string path, string into, ImportSettings settings, ImportLimits limits, Action<long> progress, CancellationToken ct)
    {
        var opened = FileSurvey.Open(path);
        if (opened.Value is not { } stream) return opened.Problem!;
        using (stream)
        {
            var part = into + ".part";
            Directory.CreateDirectory(Path.GetDirectoryName(into)!);
            RowsFileInfo.Forget(into);
            try
            {
                var beginning = new byte[4];
                var isBook = Workbook.Looks(beginning.AsSpan(0, stream.ReadAtLeast(beginning, 4, throwOnEndOfStream: false)));
                stream.Position = 0;
                Parsed<RowsFileInfo> made;
                using (var text = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
                    made = isBook ? UnpackBook(stream, text, settings, limits, progress, ct) : CardRows.Unpack(stream, text, settings.Encoding, limits, progress, ct);
                if (made.Value is not { } info) return made;
                File.Move(part, into, overwrite: true);
                info.Write(into);
                return info;
            }
            catch (UnpackedTooLargeException e)
            {
                return Reason.Of(e.Limit == limits.SharedStrings ? "imports.problem.shared_strings" : "imports.problem.unpacks_too_large", ("limit", e.Limit >> 20));
            }
            catch (Exception e) when (Workbook.IsDamage(e))
            {
                return Reason.Of("imports.problem.workbook_broken");
            }
            finally
            {
                File.Delete(part);
            }
        }
    }

    private static Parsed<RowsFileInfo> UnpackBook(Stream stream, FileStream text, ImportSettings settings, ImportLimits limits, Action<long> progress, CancellationToken ct)
    {
        var opened = Workbook.Open(stream, limits);
        if (opened.Value is not { } book) return opened.Problem!;
        using (book)
        {
            var shown = book.Sheets.Where(s => !s.Hidden).ToArray();
            var wanted = settings.Sheet ?? shown.FirstOrDefault(s => s.Name == settings.UsualSheet)?.Name;
            // A person may name a hidden sheet; nobody is shown one.
            var sheet = wanted is null ? shown.FirstOrDefault() : book.Sheets.FirstOrDefault(s => s.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
            if (sheet is null)
            {
                return wanted is null ? Reason.Of("imports.problem.workbook_empty")
                    : Reason.Of("imports.problem.sheet_unknown", ("sheet", wanted), ("known", string.Join(", ", shown.Select(s => s.Name))));
            }
            var (texts, styles) = (book.ReadSharedStrings(), book.ReadStyles());
            using var xml = book.OpenSheet(sheet);
            var rows = new SheetReader(xml, texts, styles, book.From1904);
            using (var writer = new RowsWriter(text, firstRow: 1, Math.Min(Workbook.LargestPart, limits.Unpacked))) Write(rows, writer, progress, ct);
            return new RowsFileInfo(1, sheet.Name, [.. shown.Select(s => s.Name)], [.. book.Sheets.Where(s => s.Hidden).Select(s => s.Name)]);
        }
    }

    /// <summary>A sheet's rows end with their last cell: all get as many fields as the widest of the first ones has.</summary>
    private static void Write(SheetReader rows, RowsWriter writer, Action<long> progress, CancellationToken ct)
    {
        var first = new List<(int Row, string[] Cells)>();
        while (first.Count < RowsForWidth && rows.Read())
            if (rows.Cells.Count > 0) first.Add((rows.Row, [.. rows.Cells]));
        var width = first.Count == 0 ? 0 : first.Max(r => r.Cells.Length);
        var padded = new List<string>(width);
        foreach (var (row, cells) in first) Add(row, cells);
        while (rows.Read())
        {
            if (rows.Cells.Count == 0) continue;
            Add(rows.Row, rows.Cells);
            if (rows.Row % 10_000 != 0) continue;
            ct.ThrowIfCancellationRequested();
            progress(rows.Row);
        }

        void Add(int row, IReadOnlyList<string> cells)
        {
            padded.Clear();
            padded.AddRange(cells);
            while (padded.Count < width) padded.Add("");
            writer.Write(row, padded);
        }
    }
}
