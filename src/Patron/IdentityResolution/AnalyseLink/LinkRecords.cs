using Patron.IdentityResolution.Matching.Preparing;

namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>The ids of a file's records and, where a column tells it, who they truly are.</summary>
internal sealed class LinkRecords
{
    private readonly TextDraft text = new();
    private readonly List<int> ends = [];
    private readonly Dictionary<ulong, int> known = [];

    public int Count => ends.Count;

    /// <summary>The number of the person each record truly is, in numbers shared with another file; -1 where the column is empty. Empty without such a column.</summary>
    public List<int> Truth { get; } = [];

    public ReadOnlySpan<char> this[int record] => text.Span[(record == 0 ? 0 : ends[record - 1])..ends[record]];

    /// <summary>False where an earlier record has the same id.</summary>
    public bool Add(ReadOnlySpan<char> id)
    {
        var hash = Hash(id);
        if (!known.TryAdd(hash, Count) && this[known[hash]].SequenceEqual(id)) return false;
        text.Append(id);
        ends.Add(text.Length);
        return true;
    }

    /// <summary>64 bits of FNV-1a: two ids of a million have the same in one of some ten million files, and then only a doubled id goes unseen.</summary>
    private static ulong Hash(ReadOnlySpan<char> id)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var c in id) hash = (hash ^ c) * 1_099_511_628_211UL;
        return hash;
    }
}
