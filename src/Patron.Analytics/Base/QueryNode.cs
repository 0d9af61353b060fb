namespace Patron.Analytics.Base;

/// <summary>A query bound to the arrays of one snapshot. Evaluates whole words of 64 customers.</summary>
internal abstract class QueryNode
{
    /// <summary>Rough cost for one customer; what is cheap is asked first.</summary>
    public abstract int Cost { get; }

    /// <summary>Fills every word given; bits beyond the last customer may be anything, the caller's universe clears them.</summary>
    public abstract void Evaluate(int firstWord, Span<ulong> into);

    /// <summary>The same where only the customers in <paramref name="among"/> matter; the bits of others may be anything. What is dear asks only those.</summary>
    public virtual void Evaluate(int firstWord, ReadOnlySpan<ulong> among, Span<ulong> into) => Evaluate(firstWord, into);

    internal static void And(Span<ulong> into, Bitmap set, int firstWord)
    {
        var theirs = set.Words.AsSpan(Math.Min(firstWord, set.Words.Length));
        var shared = Math.Min(into.Length, theirs.Length);
        for (var i = 0; i < shared; i++) into[i] &= theirs[i];
        into[shared..].Clear();
    }

    internal static bool Nobody(ReadOnlySpan<ulong> words) => !words.ContainsAnyExcept(0UL);
}

internal sealed class AllNode(QueryNode[] of) : QueryNode
{
    public override int Cost { get; } = of.Sum(n => n.Cost);

    public override void Evaluate(int firstWord, Span<ulong> into)
    {
        into.Fill(ulong.MaxValue);
        Narrow(firstWord, into);
    }

    public override void Evaluate(int firstWord, ReadOnlySpan<ulong> among, Span<ulong> into)
    {
        among.CopyTo(into);
        Narrow(firstWord, into);
    }

    private void Narrow(int firstWord, Span<ulong> into)
    {
        Span<ulong> part = stackalloc ulong[into.Length];
        foreach (var node in of)
        {
            node.Evaluate(firstWord, into, part);
            for (var i = 0; i < into.Length; i++) into[i] &= part[i];
            if (Nobody(into)) return;
        }
    }
}

internal sealed class AnyNode(QueryNode[] of) : QueryNode
{
    public override int Cost { get; } = of.Sum(n => n.Cost);

    public override void Evaluate(int firstWord, Span<ulong> into)
    {
        Span<ulong> all = stackalloc ulong[into.Length];
        all.Fill(ulong.MaxValue);
        Evaluate(firstWord, all, into);
    }

    public override void Evaluate(int firstWord, ReadOnlySpan<ulong> among, Span<ulong> into)
    {
        into.Clear();
        Span<ulong> part = stackalloc ulong[into.Length];
        Span<ulong> rest = stackalloc ulong[into.Length];
        among.CopyTo(rest);
        foreach (var node in of)
        {
            node.Evaluate(firstWord, rest, part);
            // Whom one part has is not asked about again.
            for (var i = 0; i < into.Length; i++)
            {
                into[i] |= part[i] & rest[i];
                rest[i] &= ~part[i];
            }
            if (Nobody(rest)) return;
        }
    }
}

internal sealed class NotNode(QueryNode of) : QueryNode
{
    public override int Cost => of.Cost;

    public override void Evaluate(int firstWord, Span<ulong> into)
    {
        of.Evaluate(firstWord, into);
        for (var i = 0; i < into.Length; i++) into[i] = ~into[i];
    }

    public override void Evaluate(int firstWord, ReadOnlySpan<ulong> among, Span<ulong> into)
    {
        of.Evaluate(firstWord, among, into);
        for (var i = 0; i < into.Length; i++) into[i] = ~into[i];
    }
}

internal sealed class SetNode(Bitmap set) : QueryNode
{
    public override int Cost => 0;

    public override void Evaluate(int firstWord, Span<ulong> into)
    {
        into.Fill(ulong.MaxValue);
        And(into, set, firstWord);
    }
}
