namespace Patron.Imports.OpenTables;

/// <summary>Text whose fields stand between blanks, however many: each run of blanks becomes one tab, blanks at the ends of lines vanish.</summary>
internal sealed class SqueezedText(TextReader text) : TextReader
{
    private bool lineBegins = true;
    private bool blankWaits;
    private char held;
    private bool holds;

    public override int Read(char[] buffer, int index, int count)
    {
        var written = 0;
        while (written < count)
        {
            var sign = Next();
            if (sign < 0) break;
            if (sign is ' ' or '\t')
            {
                blankWaits = !lineBegins;
                continue;
            }
            if (sign is '\r' or '\n') (lineBegins, blankWaits) = (true, false);
            else if (blankWaits)
            {
                (held, holds, blankWaits) = ((char)sign, true, false);
                buffer[index + written++] = '\t';
                continue;
            }
            else lineBegins = false;
            buffer[index + written++] = (char)sign;
        }
        return written;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }

    private int Next()
    {
        if (!holds) return text.Read();
        holds = false;
        return held;
    }
}
