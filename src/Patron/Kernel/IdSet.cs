namespace Patron.Kernel;

/// <summary>
/// A set of ids in little memory. Ids are given in blocks, so those of one table stand close together: sixty-four neighbours share a word.
/// Dense ids take half a byte each, lonely ones about as much as in a <see cref="HashSet{T}"/>.
/// </summary>
internal sealed class IdSet
{
    private readonly Dictionary<long, ulong> words = [];

    public void Add(long id) => words[id >> 6] = words.GetValueOrDefault(id >> 6) | 1UL << (int)(id & 63);

    public bool Contains(long id) => words.TryGetValue(id >> 6, out var word) && (word >> (int)(id & 63) & 1) != 0;
}
