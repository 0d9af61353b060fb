namespace Patron.Analytics.Base;

/// <summary>Finds the index of an id: open addressing with linear probing, only ever added to, so that a reader of an older snapshot is never misled.</summary>
internal sealed class IdIndex
{
    private int[] slots = new int[16];
    private int used;

    private IdIndex() { }

    public static IdIndex Of(ReadOnlySpan<long> ids)
    {
        var made = new IdIndex();
        made.Reserve(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            if (made.Find(ids, ids[i]) >= 0) throw new ArgumentException($"The id {ids[i]} stands there twice.", nameof(ids));
            made.Place(ids[i], i);
        }
        return made;
    }

    /// <summary>The index, or -1. Entries beyond the reader's ids are stepped over: they were added later.</summary>
    public int Find(ReadOnlySpan<long> ids, long id)
    {
        var mask = slots.Length - 1;
        for (var at = Hash(id) & mask; ; at = at + 1 & mask)
        {
            var index = Volatile.Read(ref slots[at]) - 1;
            if (index < 0) return -1;
            if (index < ids.Length && ids[index] == id) return index;
        }
    }

    /// <summary>This index with one more id; another object when it had to grow.</summary>
    public IdIndex With(ReadOnlySpan<long> ids, int index)
    {
        if ((used + 1) * 2 <= slots.Length)
        {
            Place(ids[index], index);
            return this;
        }
        var grown = new IdIndex();
        grown.Reserve(ids.Length * 2);
        for (var i = 0; i <= index; i++) grown.Place(ids[i], i);
        return grown;
    }

    private void Reserve(int ids)
    {
        var size = 16;
        while (size < ids * 2L + 2) size *= 2;
        slots = new int[size];
    }

    private void Place(long id, int index)
    {
        var mask = slots.Length - 1;
        var at = Hash(id) & mask;
        while (slots[at] != 0) at = at + 1 & mask;
        Volatile.Write(ref slots[at], index + 1);
        used++;
    }

    private static int Hash(long id) => (int)((ulong)id * 0x9E3779B97F4A7C15 >> 33);
}
