namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// What the values of a column have become, so that each is brought to its form once: numbers of the engine's column by 63 bits of what the file says (two
/// of ten million values have the same in one of some 180,000 files). A column of which hardly a value comes twice is not remembered.
/// </summary>
internal sealed class KnownValues
{
    /// <summary>After so many values it is clear whether they come again.</summary>
    private const int Trial = 1 << 15;
    private const int Most = 1 << 21;

    private (ulong Key, int Number)[] entries = new (ulong, int)[1 << 10];
    private int count;
    private int asked;
    private int found;
    private bool remembers = true;

    /// <summary>True with the number that the value became.</summary>
    /// <param name="key">Of the value, for <see cref="Add"/>.</param>
    public bool TryGet(ReadOnlySpan<char> value, out ulong key, out int number)
    {
        (key, number) = (0, -1);
        if (!remembers) return false;
        if (++asked == Trial && found < Trial / 3)
        {
            (remembers, entries) = (false, []);
            return false;
        }
        key = Key(value);
        ref var entry = ref entries[Slot(key)];
        if (entry.Key == 0) return false;
        number = entry.Number;
        found++;
        return true;
    }

    public void Add(ulong key, int number)
    {
        if (!remembers || count == Most) return;
        if (++count * 2 > entries.Length) Grow();
        entries[Slot(key)] = (key, number);
    }

    private int Slot(ulong key)
    {
        var mask = (ulong)entries.Length - 1;
        var slot = (key >> 32) & mask;
        while (entries[slot].Key != 0 && entries[slot].Key != key) slot = (slot + 1) & mask;
        return (int)slot;
    }

    private void Grow()
    {
        var old = entries;
        entries = new (ulong, int)[old.Length * 2];
        foreach (var entry in old)
            if (entry.Key != 0) entries[Slot(entry.Key)] = entry;
    }

    /// <summary>Never 0. Four characters at a time, each step a product whose halves are folded into each other.</summary>
    private static ulong Key(ReadOnlySpan<char> value)
    {
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<char, ulong>(value);
        var key = 0x9E3779B97F4A7C15UL + (ulong)value.Length;
        foreach (var word in words) key = Fold(key ^ word);
        foreach (var c in value[(words.Length * 4)..]) key = Fold(key ^ c);
        return Fold(key ^ 0xD6E8FEB86659FD93UL) | 1;
    }

    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, 0xBF58476D1CE4E5B9UL, out var low);
        return high ^ low ^ value;
    }
}
