using System.Numerics;

namespace Patron.Analytics.Base;

/// <summary>A set of customer indexes 0..Length-1, one bit each.</summary>
/// <remarks>
/// And, Or, AndNot and Not change this bitmap in place and return it. Two bitmaps may differ in length (one was made for an older snapshot):
/// indexes beyond the shorter one count as not set. A bitmap that belongs to a snapshot is frozen: changing it throws; take <see cref="CopyOf"/>.
/// Many threads may read at once; one may write.
/// </remarks>
public sealed class Bitmap
{
    private readonly ulong[] words;
    private bool frozen;

    /// <summary>An empty set over 0..length-1.</summary>
    public Bitmap(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        words = new ulong[(length + 63) >> 6];
    }

    /// <summary>How many indexes there are, set or not.</summary>
    public int Length { get; }

    internal ulong[] Words => words;

    /// <summary>Every index 0..length-1 set.</summary>
    public static Bitmap All(int length)
    {
        var all = new Bitmap(length);
        Array.Fill(all.words, ulong.MaxValue);
        all.ClearTail();
        return all;
    }

    /// <summary>A bitmap of the given length with the given indexes set.</summary>
    public static Bitmap Of(int length, IEnumerable<int> indexes)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        var made = new Bitmap(length);
        foreach (var index in indexes) made.Set(index);
        return made;
    }

    /// <summary>A copy that may be changed.</summary>
    public static Bitmap CopyOf(Bitmap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CopyOf(other, other.Length);
    }

    internal static Bitmap CopyOf(Bitmap other, int length)
    {
        var copy = new Bitmap(length);
        other.words.AsSpan(0, Math.Min(other.words.Length, copy.words.Length)).CopyTo(copy.words);
        copy.ClearTail();
        return copy;
    }

    /// <summary>True when the index is in the set; false for an index at or beyond <see cref="Length"/>.</summary>
    public bool Get(int index) => (uint)index < (uint)Length && (words[index >> 6] >> index & 1) != 0;

    /// <summary>Puts the index into the set.</summary>
    public void Set(int index)
    {
        Guard(index);
        words[index >> 6] |= 1UL << index;
    }

    /// <summary>Takes the index out of the set.</summary>
    public void Clear(int index)
    {
        Guard(index);
        words[index >> 6] &= ~(1UL << index);
    }

    /// <summary>Keeps only what is also in the other.</summary>
    public Bitmap And(Bitmap other)
    {
        var theirs = Theirs(other);
        for (var i = 0; i < words.Length; i++) words[i] &= i < theirs.Length ? theirs[i] : 0;
        return this;
    }

    /// <summary>Adds what is in the other, as far as this bitmap reaches.</summary>
    public Bitmap Or(Bitmap other)
    {
        var theirs = Theirs(other);
        for (var i = 0; i < Math.Min(words.Length, theirs.Length); i++) words[i] |= theirs[i];
        ClearTail();
        return this;
    }

    /// <summary>Takes out what is in the other.</summary>
    public Bitmap AndNot(Bitmap other)
    {
        var theirs = Theirs(other);
        for (var i = 0; i < Math.Min(words.Length, theirs.Length); i++) words[i] &= ~theirs[i];
        return this;
    }

    /// <summary>Turns the set into its complement within 0..Length-1.</summary>
    public Bitmap Not()
    {
        GuardFrozen();
        for (var i = 0; i < words.Length; i++) words[i] = ~words[i];
        ClearTail();
        return this;
    }

    /// <summary>How many indexes are in the set.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var word in words) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>The indexes in the set, ascending.</summary>
    public IEnumerable<int> Indexes()
    {
        for (var w = 0; w < words.Length; w++)
            for (var rest = words[w]; rest != 0; rest &= rest - 1)
                yield return (w << 6) + BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>The indexes in the set, ascending, as one array.</summary>
    public int[] ToIndexes()
    {
        var indexes = new int[Count()];
        var next = 0;
        for (var w = 0; w < words.Length; w++)
            for (var rest = words[w]; rest != 0; rest &= rest - 1)
                indexes[next++] = (w << 6) + BitOperations.TrailingZeroCount(rest);
        return indexes;
    }

    /// <summary>True when both hold the same indexes, whatever their lengths.</summary>
    public bool SameAs(Bitmap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Math.Max(words.Length, other.words.Length); i++)
            if ((i < words.Length ? words[i] : 0) != (i < other.words.Length ? other.words[i] : 0)) return false;
        return true;
    }

    internal Bitmap Freeze()
    {
        frozen = true;
        return this;
    }

    internal void ClearTail()
    {
        if ((Length & 63) != 0) words[^1] &= (1UL << Length) - 1;
    }

    private ulong[] Theirs(Bitmap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        GuardFrozen();
        return other.words;
    }

    private void Guard(int index)
    {
        GuardFrozen();
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
    }

    private void GuardFrozen()
    {
        if (frozen) throw new InvalidOperationException("This bitmap belongs to a snapshot; change a copy.");
    }
}
