using System.Globalization;
using System.Text;

namespace Patron.Imports.Reading;

/// <summary>
/// Bytes that the encoding cannot read stay in the text, each as two signs that no text has (Unicode's noncharacters
/// U+FDD0 to U+FDEF): its upper half, its lower half. So nothing is lost, and a row that holds one is known by it.
/// </summary>
internal static class UndecodedBytes
{
    private const char Upper = '\uFDD0';
    private const char Lower = '\uFDE0';
    private const char Last = '\uFDEF';

    public static bool In(ReadOnlySpan<char> text) => text.ContainsAnyInRange(Upper, Last);

    /// <summary>How many bytes of the text could not be read.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var signs = 0;
        while (text.IndexOfAnyInRange(Upper, Last) is var at and >= 0)
        {
            signs++;
            text = text[(at + 1)..];
        }

        return signs / 2;
    }

    /// <summary>The text's bytes as they stand in the file, "B1 E8 2C": of what could be read and what could not.</summary>
    public static string Hex(ReadOnlySpan<char> text, Encoding encoding)
    {
        var bytes = new List<byte>();
        while (!text.IsEmpty)
        {
            var at = text.IndexOfAnyInRange(Upper, Last);
            var readable = at < 0 ? text : text[..at];
            bytes.AddRange(encoding.GetBytes(readable.ToArray()));
            text = text[readable.Length..];
            if (ByteAt(text) is { } undecoded)
            {
                bytes.Add(undecoded);
            }

            text = text[Math.Min(2, text.Length)..];
        }

        return string.Join(' ', bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
    }

    /// <summary>For people: what could be read, and every other byte as \xB1; zeros, which no other program shows, as \x00.</summary>
    public static string Shown(string text)
    {
        if (!In(text) && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (ByteAt(text.AsSpan(i)) is { } undecoded)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\x{undecoded:X2}");
                i++;
            }
            else
            {
                shown.Append(text[i] == '\0' ? "\\x00" : text[i].ToString());
            }
        }

        return shown.ToString();
    }

    internal static (char Upper, char Lower) SignsOf(byte undecoded) => ((char)(Upper + (undecoded >> 4)), (char)(Lower + (undecoded & 0xF)));

    private static byte? ByteAt(ReadOnlySpan<char> text) =>
        text is [>= Upper and < Lower, >= Lower and <= Last, ..] ? (byte)(text[0] - Upper << 4 | text[1] - Lower) : null;
}

/// <summary>Keeps what a decoder cannot read as <see cref="UndecodedBytes"/>.</summary>
/// <param name="byteWise">Bytes below 0x80 behind a damaged one stand for themselves: a delimiter or line end is never swallowed.</param>
internal sealed class KeepsBytesFallback(bool byteWise) : DecoderFallback
{
    /// <summary>Four bytes, two signs each.</summary>
    public override int MaxCharCount => 8;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(byteWise);

    private sealed class Buffer(bool byteWise) : DecoderFallbackBuffer
    {
        private string signs = "";
        private int next;

        public override int Remaining => signs.Length - next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            var kept = new StringBuilder();
            for (var i = 0; i < bytesUnknown.Length; i++)
            {
                if (byteWise && i > 0 && bytesUnknown[i] < 0x80)
                {
                    kept.Append((char)bytesUnknown[i]);
                    continue;
                }

                var (upper, lower) = UndecodedBytes.SignsOf(bytesUnknown[i]);
                kept.Append(upper).Append(lower);
            }

            (signs, next) = (kept.ToString(), 0);
            return signs.Length > 0;
        }

        public override char GetNextChar() => next < signs.Length ? signs[next++] : '\0';

        public override bool MovePrevious()
        {
            if (next == 0)
            {
                return false;
            }

            next--;
            return true;
        }

        public override void Reset() => (signs, next) = ("", 0);
    }
}
