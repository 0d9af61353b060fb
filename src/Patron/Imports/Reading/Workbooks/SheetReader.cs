using System.Globalization;
using System.Xml;

namespace Patron.Imports.Reading.Workbooks;

/// <summary>
/// The rows of a sheet, one after the other, each cell as text: numbers as 1234.5 whatever the workbook shows, days as 2026-02-01, times
/// behind them, TRUE and FALSE, errors as Excel writes them (#N/A). A formula is its last result.
/// </summary>
internal sealed class SheetReader(XmlReader xml, SharedStrings texts, CellStyles styles, bool from1904)
{
    private readonly List<string> cells = [];

    /// <summary>Number of the present row, from 1.</summary>
    public int Row { get; private set; }

    /// <summary>The present row up to its last cell that holds something; valid until the next.</summary>
    public IReadOnlyList<string> Cells => cells;

    /// <summary>Goes to the next row that is in the file. Rows out of order or beyond a sheet's limits throw <see cref="InvalidDataException"/>.</summary>
    public bool Read()
    {
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" }) continue;
            var number = Whole(xml.GetAttribute("r")) ?? Row + 1;
            if (number <= Row || number > Workbook.MostRows) throw new InvalidDataException($"Row {number} behind row {Row}.");
            Row = number;
            ReadCells();
            return true;
        }
        return false;
    }

    private void ReadCells()
    {
        cells.Clear();
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        var column = 0;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" }) continue;
            column = xml.GetAttribute("r") is { } place ? ColumnOf(place) : column + 1;
            if (column is < 1 or > Workbook.MostColumns) throw new InvalidDataException($"Column {column}.");
            if (CellText() is not { Length: > 0 } text) continue;
            while (cells.Count < column) cells.Add("");
            cells[column - 1] = text;
        }
    }

    private string CellText()
    {
        var (type, style) = (xml.GetAttribute("t"), Whole(xml.GetAttribute("s")) ?? 0);
        if (xml.IsEmptyElement) return "";
        var (depth, value, inline) = (xml.Depth, "", (string?)null);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "v") value = ValueText();
            else if (xml.LocalName == "is") inline = SharedStrings.TextOf(xml);
        }
        return inline ?? type switch
        {
            "s" => Whole(value) is { } index && texts.At(index) is { } shared ? shared : throw new InvalidDataException($"No shared text {value}."),
            "str" => SharedStrings.Unescape(value),
            "b" => value == "1" ? "TRUE" : "FALSE",
            "e" => value,
            "d" => value.Replace("T00:00:00", "", StringComparison.Ordinal).Replace('T', ' '),
            _ => NumberText(value, styles.IsDate(style)),
        };
    }

    private string ValueText()
    {
        if (xml.IsEmptyElement) return "";
        var (depth, text) = (xml.Depth, "");
        while (xml.Read() && xml.Depth > depth)
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) text += xml.Value;
        return text;
    }

    private string NumberText(string value, bool isDate)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return value;
        if (isDate && number is >= 0 and < 2_958_466) return DateText(number);
        // Excel reckons with fifteen digits, and so does this conversion: 0.1 + 0.2 is 0.3.
        return Math.Abs(number) is 0 or >= 1e-9 and < 1e28 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private string DateText(double days)
    {
        if (days < 1 && !from1904) return TimeSpan.FromSeconds(Math.Round(days * 86_400)).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture);
        // Excel shows a day that never was: it stays what it shows, and is refused like every day that is in no calendar.
        if (SerialDate.Moment(days, from1904, out var moment) != ValueFault.None) return "1900-02-29";
        return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The column of a place such as AB12, from 1; 0 where there is none.</summary>
    private static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var sign in place)
        {
            if (!char.IsAsciiLetter(sign)) break;
            column = column * 26 + (sign & 0x1F);
            if (column > Workbook.MostColumns) return 0;
        }
        return column;
    }

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
