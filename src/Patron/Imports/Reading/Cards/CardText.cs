using System.Text;

namespace Patron.Imports.Reading.Cards;

/// <summary>
/// A file of cards (vCard 2.1, 3.0 of RFC 2426, 4.0 of RFC 6350) as properties, one after the other: folded lines are put together, and what
/// is written in quoted-printable is read.
/// </summary>
internal sealed class CardText(TextReader text, Encoding encoding)
{
    /// <summary>Bytes by which such a file is known.</summary>
    public const int Beginning = 64;

    /// <summary>A property longer than this is cut: pictures are, and nothing that is taken.</summary>
    private const int LongestProperty = 1 << 20;

    private long linesRead;
    private string? ahead;

    /// <summary>The line, from 1, on which the present property begins.</summary>
    public long Line { get; private set; }

    /// <summary>Whether the file begins as cards do; of two bytes a character as well.</summary>
    public static bool Looks(ReadOnlySpan<byte> beginning)
    {
        Span<char> plain = stackalloc char[Beginning];
        var length = 0;
        foreach (var value in beginning)
            if (value is > 0x20 and < 0x7F && length < plain.Length) plain[length++] = (char)value;
        return plain[..length].StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The next property, or null behind the last; lines that are none are passed over.</summary>
    public CardProperty? Next()
    {
        while (NextLine() is { } line)
        {
            Line = linesRead;
            var whole = new StringBuilder(line);
            while ((ahead = text.ReadLine()) is [' ' or '\t', ..]) Append(whole, ahead.AsSpan(1), softBreak: false);
            if (CardProperty.IsQuotedPrintable(whole.ToString()))
                while (whole.Length > 0 && whole[^1] == '=' && ahead is { } more)
                {
                    Append(whole, more, softBreak: true);
                    ahead = text.ReadLine();
                }
            if (CardProperty.Parse(whole.ToString(), encoding) is { } property) return property;
        }
        return null;
    }

    private void Append(StringBuilder whole, ReadOnlySpan<char> more, bool softBreak)
    {
        linesRead++;
        if (softBreak) whole.Length--;
        if (whole.Length + more.Length <= LongestProperty) whole.Append(more);
    }

    /// <summary>The line that was read ahead to see whether it goes on, or the next of the file.</summary>
    private string? NextLine()
    {
        var line = ahead ?? text.ReadLine();
        ahead = null;
        if (line is not null) linesRead++;
        return line;
    }
}
