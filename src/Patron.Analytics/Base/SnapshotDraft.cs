namespace Patron.Analytics.Base;

/// <summary>What one batch makes of a snapshot.</summary>
internal sealed class SnapshotDraft(CustomerBaseSnapshot before)
{
    internal delegate CustomerBaseSnapshot Maker(int size, long[] ids, IdIndex index, Bitmap present, Bitmap known,
        Dictionary<ColumnKey, Column> columns, PurchaseColumns purchases, SearchIndex search, SummaryCache summaries);

    private readonly Dictionary<ColumnKey, ColumnDraft> columns = [];
    private readonly List<(int Index, bool Present, bool Known)> standing = [];
    private readonly HashSet<int> removed = [];
    private int size = before.Size;
    private long[] ids = before.IdArray;
    private IdIndex index = before.IdIndex;
    private LinesDraft? lines;
    private SearchDraft? search;

    private LinesDraft Lines => lines ??= new(before.Purchases, before.Size);
    private SearchDraft Search => search ??= new(before.SearchIndex, before.Size);

    public void Upsert(CustomerRow row)
    {
        var at = index.Find(ids.AsSpan(0, size), row.Id);
        if (at < 0) at = Add(row.Id);
        standing.Add((at, true, row.Known));
        removed.Remove(at);
        foreach (var value in row.Values) ColumnOf(value.Key).Write(at, value);
        if (row.NewLines is { } slice) Lines.Set(at, slice);
        if (row.NewSearch is { } text) Search.Set(at, text);
    }

    public void Remove(long id)
    {
        var at = index.Find(ids.AsSpan(0, size), id);
        if (at < 0 || !removed.Add(at) || !before.Present.Get(at) && !standing.Exists(s => s.Index == at && s.Present)) return;
        standing.Add((at, false, false));
        // Values go at once: a hole must neither keep what was said about a person nor give it to who takes the id again.
        foreach (var key in before.Columns.Keys) ColumnOf(key).Clear(at);
        Lines.Set(at, []);
        Search.Set(at, "");
    }

    public CustomerBaseSnapshot Finish(Maker make)
    {
        var present = Bitmap.CopyOf(before.Present, size);
        var known = Bitmap.CopyOf(before.Known, size);
        foreach (var (at, isPresent, isKnown) in standing)
        {
            if (isPresent) present.Set(at);
            else present.Clear(at);
            if (isKnown) known.Set(at);
            else known.Clear(at);
        }
        var grown = size > before.Size;
        var next = new Dictionary<ColumnKey, Column>(before.Columns);
        foreach (var key in grown ? before.Columns.Keys : (IEnumerable<ColumnKey>)columns.Keys) next[key] = ColumnOf(key).Finish(size);
        return make(size, ids, index, present, known, next,
            grown || lines is not null ? Lines.Finish(size) : before.Purchases,
            grown || search is not null ? Search.Finish(size) : before.SearchIndex,
            grown || lines is not null ? before.Summaries.After(Lines.Changed) : before.Summaries);
    }

    private int Add(long id)
    {
        if (size == ids.Length) ids = Growing.To(ids, size + 1);
        ids[size] = id;
        index = index.With(ids, size);
        return size++;
    }

    private ColumnDraft ColumnOf(ColumnKey key)
    {
        if (!columns.TryGetValue(key, out var draft)) columns[key] = draft = before.Columns[key].Change(before.Size);
        return draft;
    }
}
