using System.Buffers;

namespace Patron.Imports.Reading;

/// <summary>What is wrong with a whole row; reading goes on after it.</summary>
/// <param name="Line">the line of the file, counted from 1, on which the row starts</param>
/// <param name="Column">place of the column that is to blame, from 0; null for the whole row</param>
/// <param name="Value">what stands there: bytes in hexadecimal where they are no text</param>
internal sealed record RowProblem(long Line, Reason Reason, int? Column = null, string Value = "");

/// <summary>
/// Rows of delimited text, one after the other, in a buffer that is used again: a field's span is valid until the next <see cref="Read"/>.
/// Quoted fields may contain delimiters, line breaks and doubled quotes. Blank lines are no rows.
/// A malformed row is delivered with its <see cref="Problem"/>; nothing in a file makes this class throw.
/// </summary>
/// <remarks>
/// Own code, although CsvHelper 34 divides rows as fast or faster (bench ReadingBenchmarks), because it reads everything behind an
/// unclosed quote as one field, up to the end of the file or to an exception at its size limit, and cannot go back in a stream that
/// does not seek (gzip); here such a quote costs one row. Typing the values takes most of the time in either case.
/// </remarks>
internal sealed partial class RowReader : IDisposable
{
    /// <summary>A row longer than this (in characters) counts as an unclosed quote, so that one stray sign cannot swallow a file of 2 GB.</summary>
    public const int LongestRow = 16 * 1024 * 1024;

    private const int LongestShown = 200;

    private readonly TextReader text;
    private readonly FileFormat format;
    private readonly char delimiter;
    private readonly char quote;
    private readonly SearchValues<char> endsOfPlainField;
    private readonly List<string> header = [];
    private char[] buffer;
    private int filled;
    private int position;
    private bool ended;
    private long nextLine = 1;
    private Field[] fields = new Field[16];
    private int fieldCount;
    private int rowStart;
    private int rowEnd;
    private char[] unescaped = [];
    private int unescapedLength;

    public RowReader(TextReader text, FileFormat format, int bufferSize = 1 << 16)
    {
        this.text = text;
        this.format = format;
        delimiter = format.Delimiter;
        quote = format.Quote;
        endsOfPlainField = SearchValues.Create([delimiter, '\r', '\n']);
        buffer = new char[bufferSize];
        SkipByteOrderMark();
        for (var i = 0; i < format.LinesBefore; i++)
        {
            SkipLine();
        }

        nextLine = format.FirstRow ?? nextLine;

        if (format.HasHeader && ReadRow())
        {
            for (var i = 0; i < fieldCount; i++)
            {
                header.Add(UndecodedBytes.Shown(this[i].Trim().ToString()));
            }

            NameColumns();
            ColumnCount = header.Count;
        }
    }

    /// <summary>Names of the columns, trimmed; those without a name are called "#3" by their place, a second "Name" is called "Name (2)"; empty without a header.</summary>
    public IReadOnlyList<string> Header => header;

    /// <summary>How many columns a row must have: as many as the header, or as the first row. 0 before it is known.</summary>
    public int ColumnCount { get; private set; }

    /// <summary>The line, counted from 1, on which the present row starts.</summary>
    public long Line { get; private set; }

    /// <summary>Rows delivered so far, the malformed ones among them, without the header.</summary>
    public long RowsRead { get; private set; }

    /// <summary>What is wrong with the present row, or null.</summary>
    public RowProblem? Problem { get; private set; }

    /// <summary>Fields of the present row: <see cref="ColumnCount"/> of them when it has no problem.</summary>
    public int FieldCount => fieldCount;

    /// <summary>The present row as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<char> Raw => buffer.AsSpan(rowStart, rowEnd - rowStart);

    /// <summary>The field at that place, unquoted, untrimmed; empty beyond the row's end.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            if ((uint)index >= (uint)fieldCount)
            {
                return default;
            }

            var field = fields[index];
            var written = buffer.AsSpan(field.Start, field.Length);
            return field.DoubledQuotes ? Unescape(written) : written;
        }
    }

    /// <summary>Goes to the next row; false at the end of the file.</summary>
    public bool Read()
    {
        if (!ReadRow())
        {
            return false;
        }

        RowsRead++;
        if (ColumnCount == 0)
        {
            ColumnCount = fieldCount;
        }

        FindDamage();
        if (fieldCount != ColumnCount && Problem is null)
        {
            CompareColumns();
        }

        return true;
    }

    public void Dispose() => text.Dispose();

    private bool ReadRow()
    {
        Problem = null;
        while (true)
        {
            fieldCount = 0;
            unescapedLength = 0;
            rowStart = position;
            Line = nextLine;
            if (position >= filled && !Fill())
            {
                rowEnd = rowStart;
                return false;
            }

            ReadFields();
            if (Problem is not null || fieldCount > 1 || !Raw.IsWhiteSpace())
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Reads more behind what is there. The present row moves to the front of the buffer, so every place in it shifts:
    /// callers keep places relative to <see cref="rowStart"/> or <see cref="position"/>.
    /// </summary>
    private bool Fill()
    {
        if (ended)
        {
            return false;
        }

        if (rowStart > 0)
        {
            buffer.AsSpan(rowStart, filled - rowStart).CopyTo(buffer);
            for (var i = 0; i < fieldCount; i++)
            {
                fields[i] = fields[i] with { Start = fields[i].Start - rowStart };
            }

            filled -= rowStart;
            position -= rowStart;
            rowStart = 0;
        }

        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = text.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        ended = read == 0;
        return !ended;
    }

    private ReadOnlySpan<char> Unescape(ReadOnlySpan<char> written)
    {
        // What was handed out before in this row stays valid: it lies in front, or in the buffer that was given up.
        if (unescaped.Length - unescapedLength < written.Length)
        {
            unescaped = new char[Math.Max(4 * written.Length, unescaped.Length)];
            unescapedLength = 0;
        }

        var start = unescapedLength;
        for (var i = 0; i < written.Length; i++)
        {
            unescaped[unescapedLength++] = written[i];
            if (written[i] == quote)
            {
                i++;
            }
        }

        return unescaped.AsSpan(start, unescapedLength - start);
    }

    /// <summary>Bytes that the encoding cannot read and zeros are worse than any wrong number of columns: what stands there cannot be relied on.</summary>
    private void FindDamage()
    {
        var raw = Raw;
        var undecoded = UndecodedBytes.In(raw);
        if (!undecoded && !raw.Contains('\0'))
        {
            return;
        }

        for (var i = 0; i < fieldCount; i++)
        {
            var field = this[i];
            if (undecoded ? UndecodedBytes.In(field) : field.Contains('\0'))
            {
                var shown = field.Length <= LongestShown ? field : field[..LongestShown];
                var reason = undecoded
                    ? Reason.Of("imports.problem.undecodable", ("encoding", format.EncodingName.ToUpperInvariant()), ("bytes", UndecodedBytes.Count(field)))
                    : Reason.Of("imports.problem.zero_bytes");
                Problem = new RowProblem(Line, reason, i, UndecodedBytes.Hex(shown, format.Encoding));
                return;
            }
        }
    }

    private void SkipByteOrderMark()
    {
        if (Fill() && buffer[0] == '\uFEFF')
        {
            position = 1;
        }
    }

    private void SkipLine()
    {
        rowStart = position;
        fieldCount = 0;
        while (true)
        {
            var found = buffer.AsSpan(position, filled - position).IndexOfAny('\r', '\n');
            if (found >= 0)
            {
                EndField(position + found);
                return;
            }

            position = filled;
            rowStart = position;
            if (!Fill())
            {
                return;
            }
        }
    }

    private readonly record struct Field(int Start, int Length, bool DoubledQuotes);
}
