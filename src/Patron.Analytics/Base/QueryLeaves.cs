using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Patron.Analytics.Base;

/// <summary>Asks every customer of the words in turn, for what does not fit into vectors.</summary>
internal abstract class EachNode(int size) : QueryNode
{
    protected abstract bool Holds(int index);

    [MethodImpl(Hot.Loop)]
    public override void Evaluate(int firstWord, Span<ulong> into)
    {
        for (var w = 0; w < into.Length; w++)
        {
            var start = (firstWord + w) << 6;
            var (word, end) = (0UL, Math.Min(64, size - start));
            for (var bit = 0; bit < end; bit++)
                if (Holds(start + bit)) word |= 1UL << bit;
            into[w] = word;
        }
    }

    [MethodImpl(Hot.Loop)]
    public override void Evaluate(int firstWord, ReadOnlySpan<ulong> among, Span<ulong> into)
    {
        for (var w = 0; w < into.Length; w++)
        {
            var (word, start) = (0UL, (firstWord + w) << 6);
            for (var rest = among[w]; rest != 0; rest &= rest - 1)
            {
                var bit = BitOperations.TrailingZeroCount(rest);
                if (start + bit < size && Holds(start + bit)) word |= 1UL << bit;
            }
            into[w] = word;
        }
    }
}

/// <summary>Both limits included, a vector at a time.</summary>
internal sealed class RangeNode<T>(T[] values, int size, T min, T max) : QueryNode where T : unmanaged, INumber<T>
{
    // By the memory it goes through.
    public override int Cost => Unsafe.SizeOf<T>() / sizeof(int);

    [MethodImpl(Hot.Loop)]
    public override void Evaluate(int firstWord, Span<ulong> into)
    {
        var (low, high) = (Vector256.Create(min), Vector256.Create(max));
        for (var w = 0; w < into.Length; w++)
        {
            var start = (firstWord + w) << 6;
            var part = values.AsSpan(start, Math.Min(64, size - start));
            var (word, i) = (0UL, 0);
            ref var first = ref MemoryMarshal.GetReference(part);
            for (; i + Vector256<T>.Count <= part.Length; i += Vector256<T>.Count)
            {
                var v = Vector256.LoadUnsafe(ref first, (nuint)i);
                var inside = Vector256.GreaterThanOrEqual(v, low) & Vector256.LessThanOrEqual(v, high);
                word |= (ulong)inside.ExtractMostSignificantBits() << i;
            }
            for (; i < part.Length; i++)
                if (part[i] >= min && part[i] <= max) word |= 1UL << i;
            into[w] = word;
        }
    }
}

internal sealed class CodesNode(int[] codes, int size, bool[] wanted) : EachNode(size)
{
    public override int Cost => 3;

    // A code made after the query was bound stands for no customer of this snapshot.
    protected override bool Holds(int index) => codes[index] < wanted.Length && wanted[codes[index]];
}

internal sealed class FlagsNode(ulong[] masks, int size, ulong mask) : EachNode(size)
{
    public override int Cost => 2;
    protected override bool Holds(int index) => (masks[index] & mask) != 0;
}

internal sealed class AverageNode(PurchaseSummary summary, int size, long min, long max) : EachNode(size)
{
    public override int Cost => 8;

    protected override bool Holds(int index) =>
        summary.Orders[index] > 0 && summary.AverageOrder(index) is var average && average >= min && average <= max;
}

internal sealed class TextNode(TextStore texts, int size, string part) : EachNode(size)
{
    private readonly byte[] folded = SearchFolding.FoldUtf8(part);

    public override int Cost => 60;

    protected override bool Holds(int index)
    {
        var text = texts.Span(index);
        return text.Length > 0 && SearchFolding.FoldedContains(text, folded);
    }
}

internal sealed class WhereNode(Func<int, bool> holds, int size) : EachNode(size)
{
    public override int Cost => 80;
    protected override bool Holds(int index) => holds(index);
}

internal sealed class LinesNode(LinesTest test, PurchaseColumns lines, int size, int asOf) : EachNode(size)
{
    public override int Cost => 50;

    protected override bool Holds(int index) => test.Holds(lines, index, asOf);
}

internal sealed class FactsNode(FactTest test, FactColumn facts, int size, int asOf) : EachNode(size)
{
    public override int Cost => 45;

    protected override bool Holds(int index) => test.Holds(facts, index, asOf);
}

internal sealed class BoughtNode(PurchaseColumns lines, int size, int product, int fromDay, int asOf) : EachNode(size)
{
    public override int Cost => 40;

    [MethodImpl(Hot.Loop)]
    protected override bool Holds(int index)
    {
        var start = lines.Start[index];
        var products = lines.Product.AsSpan(start, lines.Length[index]);
        for (var at = products.IndexOf(product); at >= 0;)
        {
            if (lines.Kind[start + at] == LineKind.Sale && lines.Day[start + at] >= fromDay && lines.Day[start + at] <= asOf) return true;
            var next = products[(at + 1)..].IndexOf(product);
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }
}
