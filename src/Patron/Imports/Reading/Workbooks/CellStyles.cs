using System.Globalization;
using System.Xml;

namespace Patron.Imports.Reading.Workbooks;

/// <summary>Which styles of a workbook show a number as a day or a time: in the file both are numbers.</summary>
internal sealed class CellStyles
{
    private readonly bool[] dates;

    private CellStyles(bool[] dates) => this.dates = dates;

    public static CellStyles None { get; } = new([]);

    public bool IsDate(int style) => (uint)style < (uint)dates.Length && dates[style];

    public static CellStyles Read(XmlReader xml)
    {
        var custom = new Dictionary<int, bool>();
        var dates = new List<bool>();
        var inCells = false;
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element) continue;
            var number = Number(xml.GetAttribute("numFmtId"));
            if (xml.LocalName == "numFmt" && number is { } own) custom[own] = ShowsDate(xml.GetAttribute("formatCode") ?? "");
            if (xml.LocalName == "xf" && inCells) dates.Add(number is { } id && (custom.TryGetValue(id, out var shows) ? shows : IsBuiltIn(id)));
        }
        return new([.. dates]);
    }

    /// <summary>Whether a format code has a year, month, day, hour or second outside of text, colours and conditions.</summary>
    public static bool ShowsDate(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = code.IndexOf('"', i + 1) is var end and >= 0 ? end : code.Length;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    var close = code.IndexOf(']', i);
                    if (close < 0) return false;
                    // [h]:mm counts hours beyond a day; [Red], [$€-407] and [>100] say nothing of dates.
                    if (code[(i + 1)..close].ToLowerInvariant() is "h" or "hh" or "m" or "mm" or "s" or "ss") return true;
                    i = close;
                    break;
                case 'G' when code.AsSpan(i).StartsWith("General"):
                    i += "General".Length - 1;
                    break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S':
                    return true;
                case ';':
                    // The first section is for positive numbers, which days are.
                    return false;
            }
        }
        return false;
    }

    /// <summary>Formats that need no code in the file (18.8.30), those of Chinese, Japanese and Korean editions among them.</summary>
    private static bool IsBuiltIn(int id) => id is >= 14 and <= 22 or >= 27 and <= 36 or >= 45 and <= 47 or >= 50 and <= 58;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
