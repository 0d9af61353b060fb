namespace Patron.Analytics.Segments;

/// <summary>Goes through the tokens of a query once, and remembers what was looked for where it stands; after the first error it takes nothing any more.</summary>
internal sealed class TokenCursor(List<Token> all)
{
    private readonly List<string> wanted = [];
    private int at;

    public SegmentError? Error { get; private set; }

    /// <summary>What was looked for where the text ends.</summary>
    public List<string> AtEnd { get; } = [];

    public Token Now => all[at];
    public Token Next => all[at + 1];
    public Token Before => all[at - 1];

    /// <summary>On to the next token; what was looked for here is kept.</summary>
    public void Pass() => at++;

    public void Back() => at--;

    /// <summary>What was looked for so far was looked for elsewhere.</summary>
    public void Forget() => wanted.Clear();

    public bool Close()
    {
        if (TakeSign(")")) return true;
        Fail(SegmentFault.Unexpected);
        return false;
    }

    public Token Take()
    {
        wanted.Clear();
        return all[at++];
    }

    public string? TakeWord(string word)
    {
        if (Error is null && Now.Is(word))
        {
            Take();
            return word;
        }
        Want(word);
        return null;
    }

    public bool TakeSign(string sign) => TakeWord(sign) is not null;

    public void Want(params ReadOnlySpan<string> what)
    {
        if (Error is not null) return;
        foreach (var one in what)
        {
            if (!wanted.Contains(one)) wanted.Add(one);
            if (Now.Kind == TokenKind.End && !AtEnd.Contains(one)) AtEnd.Add(one);
        }
    }

    public void Fail(SegmentFault fault)
    {
        if (Error is not null) return;
        var ended = Now.Kind == TokenKind.End && fault == SegmentFault.Unexpected;
        Error = new(Now.Position, Now.Length, ended ? SegmentFault.End : fault, Now.Word, [.. wanted]);
    }

    /// <param name="instead">What may have been meant.</param>
    public void Fail(SegmentFault fault, IReadOnlyList<string> instead) => Error ??= new(Now.Position, Now.Length, fault, Now.Word, instead);

    public T? Fail<T>(SegmentFault fault) where T : class
    {
        Fail(fault);
        return null;
    }
}
