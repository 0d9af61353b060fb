namespace Patron.Imports.Reading;

/// <summary>How one row is divided into fields. Places are kept relative to what <see cref="Fill"/> moves along.</summary>
internal sealed partial class RowReader
{
    private void ReadFields()
    {
        while (true)
        {
            var more = StartsWithQuote(out var blanks) ? ReadQuoted(blanks) : ReadPlain();
            if (!more)
            {
                return;
            }
        }
    }

    /// <summary>Whether a quote begins the field; blanks between delimiter and quote are no part of it.</summary>
    private bool StartsWithQuote(out int blanks)
    {
        blanks = 0;
        while (true)
        {
            if (position + blanks >= filled && !Fill())
            {
                return false;
            }

            var sign = buffer[position + blanks];
            if (sign != ' ')
            {
                return sign == quote;
            }

            blanks++;
        }
    }

    /// <summary>Reads an unquoted field; true when another one follows in the row.</summary>
    private bool ReadPlain()
    {
        var scanned = position;
        while (true)
        {
            var found = buffer.AsSpan(scanned, filled - scanned).IndexOfAny(endsOfPlainField);
            if (found >= 0)
            {
                var end = scanned + found;
                AddField(position, end - position, false);
                return EndField(end);
            }

            scanned = filled;
            var length = filled - position;
            if (filled - rowStart > LongestRow)
            {
                return GiveUpRow();
            }

            if (!Fill())
            {
                AddField(position, length, false);
                return EndWithFile();
            }

            scanned = position + length;
        }
    }

    private bool ReadQuoted(int blanks)
    {
        var start = position + blanks + 1 - rowStart;
        var scanned = start;
        var doubled = false;
        while (true)
        {
            var found = buffer.AsSpan(rowStart + scanned, filled - rowStart - scanned).IndexOf(quote);
            if (found < 0)
            {
                scanned = filled - rowStart;
                if (scanned > LongestRow || !Fill())
                {
                    return RecoverFromOpenQuote();
                }

                continue;
            }

            var closing = scanned + found;
            if (rowStart + closing + 1 >= filled && !Fill())
            {
                AddField(rowStart + start, closing - start, doubled);
                return EndWithFile();
            }

            if (buffer[rowStart + closing + 1] == quote)
            {
                doubled = true;
                scanned = closing + 2;
                continue;
            }

            return EndQuoted(start, closing, doubled);
        }
    }

    /// <summary>
    /// After the closing quote: blanks, then a delimiter or a line end. Anything else is a quote that should have been doubled,
    /// or, when lines were read on the way to it, the opening quote of a later row's field while this one's is never closed.
    /// </summary>
    private bool EndQuoted(int start, int closing, bool doubled)
    {
        var behind = closing + 1;
        while (rowStart + behind < filled || Fill())
        {
            var sign = buffer[rowStart + behind];
            if (sign == ' ')
            {
                behind++;
                continue;
            }

            if (sign == delimiter || sign is '\r' or '\n')
            {
                CountLines(rowStart + start, rowStart + closing);
                AddField(rowStart + start, closing - start, doubled);
                return EndField(rowStart + behind);
            }

            return ReadAfterStrayQuote(start, closing);
        }

        AddField(rowStart + start, closing - start, doubled);
        return EndWithFile();
    }

    private bool ReadAfterStrayQuote(int start, int closing)
    {
        if (buffer.AsSpan(rowStart + start, closing - start).ContainsAny('\r', '\n'))
        {
            return RecoverFromOpenQuote();
        }

        Problem ??= new RowProblem(Line, Reason.Of("imports.problem.quote_inside", ("column", fieldCount + 1)));
        AddField(rowStart + start, closing - start, false);
        position = rowStart + closing;
        var more = ReadPlain();
        var tail = fields[--fieldCount];
        ref var whole = ref fields[fieldCount - 1];
        whole = whole with { Length = tail.Start + tail.Length - whole.Start };
        return more;
    }

    /// <summary>The quote is never closed: only the line it stands on is lost, and reading goes on with the next one.</summary>
    private bool RecoverFromOpenQuote()
    {
        Problem = new RowProblem(Line, Reason.Of("imports.problem.quote_open", ("column", fieldCount + 1)));
        var lineEnd = buffer.AsSpan(position, filled - position).IndexOfAny('\r', '\n');
        if (lineEnd < 0)
        {
            AddField(position, filled - position, false);
            return EndWithFile();
        }

        AddField(position, lineEnd, false);
        return EndField(position + lineEnd);
    }

    /// <summary>No line end as far as a row may reach: the row is given up, and what is left of its line is passed over.</summary>
    private bool GiveUpRow()
    {
        Problem = new RowProblem(Line, Reason.Of("imports.problem.row_too_long", ("limit", LongestRow)));
        position = filled;
        SkipLine();
        rowStart = rowEnd = position;
        return false;
    }

    /// <summary>Steps over the delimiter or line end at that place; true when it was a delimiter.</summary>
    private bool EndField(int end)
    {
        if (buffer[end] == delimiter)
        {
            position = end + 1;
            return true;
        }

        rowEnd = end;
        position = end + 1;
        nextLine++;
        if (buffer[end] == '\r')
        {
            var length = rowEnd - rowStart;
            if (position >= filled)
            {
                Fill();
                rowEnd = rowStart + length;
            }

            if (position < filled && buffer[position] == '\n')
            {
                position++;
            }
        }

        return false;
    }

    private bool EndWithFile()
    {
        rowEnd = filled;
        position = filled;
        nextLine++;
        return false;
    }

    private void AddField(int start, int length, bool doubledQuotes)
    {
        if (fieldCount == fields.Length)
        {
            Array.Resize(ref fields, fields.Length * 2);
        }

        fields[fieldCount++] = new Field(start, length, doubledQuotes);
    }

    private void CountLines(int start, int end)
    {
        if (format.FirstRow is not null)
        {
            return;
        }

        var inside = buffer.AsSpan(start, end - start);
        while (inside.IndexOfAny('\r', '\n') is var at and >= 0)
        {
            nextLine++;
            at += inside[at] == '\r' && at + 1 < inside.Length && inside[at + 1] == '\n' ? 2 : 1;
            inside = inside[at..];
        }
    }
}
