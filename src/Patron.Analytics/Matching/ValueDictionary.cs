using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>Distinct texts, numbered from 0 in the order in which they came; open addressing over one buffer of characters.</summary>
internal sealed class ValueDictionary
{
    public const int Missing = -1;

    private char[] characters = new char[256];
    private int[] ends = new int[16];
    private uint[] hashes = new uint[16];

    // The text's hash above its number and one: most texts that are not meant are passed by without being looked at.
    private ulong[] slots = new ulong[32];
    private int used;

    public int Count { get; private set; }

    public ReadOnlySpan<char> this[int id]
    {
        get
        {
            var start = id == 0 ? 0 : ends[id - 1];
            return characters.AsSpan(start, ends[id] - start);
        }
    }

    public ValueDictionary Copy() => new()
    {
        characters = characters.AsSpan(0, Math.Max(used, 16)).ToArray(), ends = [.. ends], hashes = [.. hashes], slots = [.. slots], used = used, Count = Count,
    };

    /// <summary>A hash of the text that is the same in every run.</summary>
    public uint Hash(int id) => hashes[id];

    public int Add(ReadOnlySpan<char> text)
    {
        var hash = Hash(text);
        var slot = Slot(text, hash);
        if (slots[slot] != 0) return (int)(uint)slots[slot] - 1;
        if (Count == ends.Length)
        {
            Array.Resize(ref ends, Count * 2);
            Array.Resize(ref hashes, Count * 2);
        }
        if (used + text.Length > characters.Length) Array.Resize(ref characters, checked((int)Math.Min(Array.MaxLength, Math.Max((long)used + text.Length, used * 3L / 2))));
        text.CopyTo(characters.AsSpan(used));
        used += text.Length;
        (ends[Count], hashes[Count]) = (used, hash);
        slots[slot] = (ulong)hash << 32 | (uint)++Count;
        if (Count * 2L > slots.Length) Rehash();
        return Count - 1;
    }

    /// <summary>The text's number, or <see cref="Missing"/> when it is not among the texts.</summary>
    public int Find(ReadOnlySpan<char> text) => (int)(uint)slots[Slot(text, Hash(text))] - 1;

    private int Slot(ReadOnlySpan<char> text, uint hash)
    {
        var mask = slots.Length - 1;
        var slot = (int)(hash & (uint)mask);
        while (slots[slot] is var taken and not 0 && !(taken >> 32 == hash && text.SequenceEqual(this[(int)(uint)taken - 1]))) slot = (slot + 1) & mask;
        return slot;
    }

    private void Rehash()
    {
        slots = new ulong[slots.Length * 2];
        var mask = slots.Length - 1;
        for (var id = 0; id < Count; id++)
        {
            var slot = (int)(hashes[id] & (uint)mask);
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = (ulong)hashes[id] << 32 | (uint)id + 1;
        }
    }

    [MethodImpl(Hot.Loop)]
    public static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL ^ (uint)text.Length;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return (uint)Mixing.Mix(hash);
    }
}
