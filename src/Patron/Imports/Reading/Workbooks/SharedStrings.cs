using System.Globalization;
using System.Text;
using System.Xml;

namespace Patron.Imports.Reading.Workbooks;

/// <summary>The texts that a workbook's cells share, as UTF-8 in large pieces: half the size of strings, and nothing for the collector to walk.</summary>
internal sealed class SharedStrings(long limit)
{
    private const int PieceSize = 1 << 22;

    private readonly List<byte[]> pieces = [];
    private readonly List<(int Piece, int Start)> places = [];
    private int free;
    private long total;

    public int Count => places.Count;

    public static SharedStrings Read(XmlReader xml, long limit)
    {
        var texts = new SharedStrings(limit);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" }) texts.Add(TextOf(xml));
        }
        return texts;
    }

    public void Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if ((total += length) > limit) throw new UnpackedTooLargeException(limit);
        if (pieces.Count == 0 || pieces[^1].Length - free < length + sizeof(int))
        {
            pieces.Add(new byte[Math.Max(PieceSize, length + sizeof(int))]);
            free = 0;
        }
        places.Add((pieces.Count - 1, free));
        BitConverter.TryWriteBytes(pieces[^1].AsSpan(free), length);
        Encoding.UTF8.GetBytes(text, pieces[^1].AsSpan(free + sizeof(int)));
        free += length + sizeof(int);
    }

    /// <summary>Null where there is no text of that number.</summary>
    public string? At(int index)
    {
        if ((uint)index >= (uint)places.Count) return null;
        var (piece, start) = places[index];
        var at = pieces[piece].AsSpan(start);
        return Encoding.UTF8.GetString(at.Slice(sizeof(int), BitConverter.ToInt32(at)));
    }

    /// <summary>The text of the element that the reader stands on: all its runs, without the readings beside Chinese characters (rPh).</summary>
    public static string TextOf(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (depth, text, phonetic, run) = (xml.Depth, new StringBuilder(), false, false);
        while (xml.Read() && xml.Depth > depth)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element or XmlNodeType.EndElement when xml.LocalName == "rPh": phonetic = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement; break;
                case XmlNodeType.Element or XmlNodeType.EndElement when xml.LocalName == "t": run = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement; break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when run && !phonetic: text.Append(xml.Value); break;
            }
        }
        return Unescape(text.ToString());
    }

    /// <summary>_x000D_ stands for the character of that number (ECMA-376 part 1, 22.9.2.19). A text that would hold half a surrogate pair is no text: it stays as it is written.</summary>
    public static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0) return text;
        var plain = new StringBuilder(text, 0, at, text.Length);
        while (at < text.Length)
        {
            if (at + 7 <= text.Length && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_'
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            {
                plain.Append((char)number);
                at += 7;
            }
            else
            {
                plain.Append(text[at++]);
            }
        }
        return IsText(plain.ToString()) ? plain.ToString() : text;
    }

    private static bool IsText(string plain)
    {
        for (var rest = plain.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done) return false;
            rest = rest[length..];
        }
        return true;
    }
}
