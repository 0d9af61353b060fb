using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>The ids of a file's records and, where a column tells it, who they truly are.</summary>
internal sealed class LinkRecords
{
    private readonly TextDraft text = new();
    private readonly List<int> ends = [];
    private ulong[] seen = new ulong[1 << 12];

    public int Count => ends.Count;

    /// <summary>The number of the person each record truly is, in numbers shared with another file; -1 where the column is empty. Empty without such a column.</summary>
    public List<int> Truth { get; } = [];

    public ReadOnlySpan<char> this[int record] => text.Span[(record == 0 ? 0 : ends[record - 1])..ends[record]];

    /// <summary>False where an earlier record has the same id.</summary>
    public bool Add(ReadOnlySpan<char> id)
    {
        if (!See(Hash(id)) && Holds(id)) return false;
        text.Append(id);
        ends.Add(text.Length);
        if (Count * 2 > seen.Length) Grow();
        return true;
    }

    /// <summary>False where a text of that hash was seen before.</summary>
    private bool See(ulong hash)
    {
        ref var slot = ref seen[hash & (ulong)(seen.Length - 1)];
        for (var at = hash; slot != 0; slot = ref seen[++at & (ulong)(seen.Length - 1)])
            if (slot == hash) return false;
        slot = hash;
        return true;
    }

    private void Grow()
    {
        var old = seen;
        seen = new ulong[old.Length * 2];
        foreach (var hash in old)
            if (hash != 0) See(hash);
    }

    /// <summary>Asked where two hashes are equal, which is nearly always the end of the run.</summary>
    private bool Holds(ReadOnlySpan<char> id)
    {
        for (var record = 0; record < Count; record++)
            if (this[record].SequenceEqual(id)) return true;
        return false;
    }

    /// <summary>64 bits of FNV-1a, stirred so that the lower ones tell as much as the upper ones; never 0.</summary>
    private static ulong Hash(ReadOnlySpan<char> id)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in id) hash = (hash ^ c) * 1_099_511_628_211UL;
        return (hash ^ hash >> 32) | 1UL << 63;
    }
}
