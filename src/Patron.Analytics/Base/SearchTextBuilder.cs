using System.Text;

namespace Patron.Analytics.Base;

/// <summary>
/// Builds the search texts of one customer after the other from UTF-8, as <see cref="SearchText"/> describes them: values in any order, each line once.
/// What is plain ASCII, as most of a million customers' values are, becomes no string on the way.
/// </summary>
public sealed class SearchTextBuilder
{
    private readonly Lines names = new(), others = new();
    private byte[] folded = new byte[256];

    /// <summary>A name in any script; one of Han or Hangul with spaces is also kept without them.</summary>
    public void Name(ReadOnlySpan<byte> name)
    {
        var line = Fold(name);
        names.Add(line);
        if (!line.Contains((byte)' ') || Ascii.IsValid(line)) return;
        var text = Encoding.UTF8.GetString(line);
        if (text.Any(SearchText.IsHanOrHangul)) names.Add(Encoding.UTF8.GetBytes(text.Replace(" ", "", StringComparison.Ordinal)));
    }

    /// <summary>An e-mail address.</summary>
    public void Email(ReadOnlySpan<byte> email) => others.Add(Fold(email));

    /// <summary>A phone number; all but the digits is dropped.</summary>
    public void Phone(ReadOnlySpan<byte> phone)
    {
        if (!Ascii.IsValid(phone))
        {
            others.Add(Encoding.UTF8.GetBytes(SearchText.Digits(Encoding.UTF8.GetString(phone))));
            return;
        }
        Reserve(phone.Length);
        var length = 0;
        foreach (var letter in phone)
            if (char.IsAsciiDigit((char)letter)) folded[length++] = letter;
        others.Add(folded.AsSpan(0, length));
    }

    /// <summary>An id in another system.</summary>
    public void ExternalId(ReadOnlySpan<byte> id) => others.Add(Fold(id));

    /// <summary>Adds the text as the next customer's, and begins anew.</summary>
    public void TakeTo(TextLoad texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Divide();
        texts.Add(names.Written, others.Written);
        Clear();
    }

    /// <summary>The text; begins anew.</summary>
    public string Take()
    {
        Divide();
        var text = Encoding.UTF8.GetString(names.Written) + Encoding.UTF8.GetString(others.Written);
        Clear();
        return text;
    }

    /// <summary>The empty line between names and all else; none where there is nothing.</summary>
    private void Divide()
    {
        if (names.Written.Length + others.Written.Length > 0) names.Divide();
    }

    private void Clear()
    {
        names.Clear();
        others.Clear();
    }

    /// <summary>Folded, with one space between words and none around them.</summary>
    private ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> text)
    {
        if (!Ascii.IsValid(text)) return Squeeze(SearchFolding.FoldUtf8(Encoding.UTF8.GetString(text)));
        Reserve(text.Length);
        for (var i = 0; i < text.Length; i++)
            folded[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i] is < (byte)' ' or 127 ? (byte)' ' : text[i];
        return Squeeze(folded.AsSpan(0, text.Length));
    }

    private static ReadOnlySpan<byte> Squeeze(Span<byte> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ' && (length == 0 || text[length - 1] == ' ')) continue;
            text[length++] = text[i];
        }
        return text[..(length > 0 && text[length - 1] == ' ' ? length - 1 : length)];
    }

    private void Reserve(int length)
    {
        if (length > folded.Length) folded = new byte[length * 2];
    }

    /// <summary>Lines, each once, each ended.</summary>
    private sealed class Lines
    {
        private byte[] written = new byte[256];
        private int used;

        public ReadOnlySpan<byte> Written => written.AsSpan(0, used);

        public void Add(ReadOnlySpan<byte> line)
        {
            if (line.IsEmpty || Has(line)) return;
            if (used + line.Length + 1 > written.Length) Array.Resize(ref written, (used + line.Length + 1) * 2);
            line.CopyTo(written.AsSpan(used));
            used += line.Length;
            Divide();
        }

        public void Divide()
        {
            if (used == written.Length) Array.Resize(ref written, used * 2);
            written[used++] = (byte)'\n';
        }

        public void Clear() => used = 0;

        private bool Has(ReadOnlySpan<byte> line)
        {
            for (var from = 0; from < used; from++)
            {
                var at = written.AsSpan(from, used - from).IndexOf(line);
                if (at < 0) return false;
                from += at;
                if ((from == 0 || written[from - 1] == '\n') && written[from + line.Length] == '\n') return true;
            }
            return false;
        }
    }
}
