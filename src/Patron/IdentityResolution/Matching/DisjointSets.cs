namespace Patron.IdentityResolution.Matching;

/// <summary>Union-find over 0..count-1 with path halving and union by size.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parent;
    private readonly int[] _size;

    public DisjointSets(int count)
    {
        _parent = new int[count];
        _size = new int[count];
        for (var i = 0; i < count; i++) (_parent[i], _size[i]) = (i, 1);
    }

    public int Find(int item)
    {
        while (_parent[item] != item) item = _parent[item] = _parent[_parent[item]];
        return item;
    }

    /// <summary>Returns the root that remains; the other one becomes its child.</summary>
    public int Union(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b) return a;
        if (_size[a] < _size[b]) (a, b) = (b, a);
        _parent[b] = a;
        _size[a] += _size[b];
        return a;
    }
}
