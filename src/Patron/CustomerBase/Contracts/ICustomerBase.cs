using Patron.Analytics.Base;
using Patron.Data;

namespace Patron.CustomerBase.Contracts;

/// <summary>The customer base in memory: loaded at the start, kept up to date by the change feed.</summary>
public interface ICustomerBase
{
    /// <summary>The latest state; take it once for a request, so that all numbers of a page agree. Loads at the first call.</summary>
    CustomerBaseSnapshot Current { get; }

    /// <summary>Position of the change feed that <see cref="Current"/> has reached.</summary>
    long Position { get; }

    /// <summary>Returns once the base has seen everything committed before the call.</summary>
    Task CatchUp(CancellationToken ct);

    /// <summary>Category codes of orders' channels and countries, and dense product indexes, for reading <see cref="CustomerBaseSnapshot.Purchases"/>.</summary>
    BaseCodes Codes { get; }
}

/// <summary>Reckons what a room's first page or deed would wait for; done beside the first requests once a server has loaded the base.</summary>
public interface IReadiesNumbers
{
    void Ready();
}

/// <summary>What the codes in the base's purchase columns stand for.</summary>
public sealed class BaseCodes
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, int> products = [];
    private readonly List<long> productIds = [];

    /// <summary>The dense index of a product id; given when it is first seen, the same for the life of the process.</summary>
    public int Product(long productId)
    {
        lock (gate)
        {
            if (products.TryGetValue(productId, out var known)) return known;
            productIds.Add(productId);
            return products[productId] = productIds.Count - 1;
        }
    }

    /// <summary>Products seen so far: their indexes lie below.</summary>
    public int Products
    {
        get
        {
            lock (gate) return productIds.Count;
        }
    }

    public long ProductId(int index)
    {
        lock (gate) return productIds[index];
    }
}

/// <summary>The day as of which numbers are reckoned, shown on every page: today, or with demo data the last purchase day.</summary>
public interface IReckoningDay
{
    DateOnly AsOf { get; }
}

/// <summary>Says which customers there are; Customers does.</summary>
public interface IListsCustomers
{
    /// <summary>All that the base holds, ids ascending: neither merged away nor deleted; known: not anonymous.</summary>
    (long[] Ids, Bitmap Known) Load(System.Data.Common.DbConnection connection, CancellationToken ct);

    /// <summary>Of these ids those that the base holds, and whether they are known.</summary>
    Task<IReadOnlyDictionary<long, bool>> Find(PatronDb db, IReadOnlyCollection<long> ids, CancellationToken ct);
}

/// <summary>A room's columns in the customer base.</summary>
public interface IContributesColumns
{
    IReadOnlyList<ColumnKey> Keys { get; }

    /// <summary>The feed's topics on which <see cref="Refresh"/> is called.</summary>
    IReadOnlyList<string> Topics { get; }

    /// <summary>Fills whole columns at the start by plain reading on a connection of its own; several contributors load at once.</summary>
    void Load(System.Data.Common.DbConnection connection, BaseDraft draft, CancellationToken ct);

    /// <summary>Puts the present values of some customers on their rows.</summary>
    Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct);
}

/// <summary>The base while it is loaded: contributors put their columns in, each its own.</summary>
public sealed class BaseDraft(BaseWriter writer, BaseCodes codes, long[] ids, Bitmap known)
{
    private readonly Lock gate = new();
    private readonly Dictionary<NumberKey, long[]> numbers = [];
    private readonly Dictionary<CategoryKey, int[]> categories = [];
    private readonly Dictionary<FlagsKey, ulong[]> flags = [];
    private readonly Dictionary<TextKey, TextLoad> texts = [];
    private readonly Dictionary<FactKey, FactLoad> facts = [];
    private TextLoad? search;
    private LineLoad? lines;

    /// <summary>For its dictionaries of categories, channels and countries.</summary>
    public BaseWriter Writer => writer;
    public BaseCodes Codes => codes;
    public int Count => ids.Length;
    public ReadOnlySpan<long> Ids => ids;

    /// <summary>Finds dense indexes; quick for ids that come in ascending order. One for each reader.</summary>
    public IndexFinder Finder() => new(ids);

    public void Add(NumberKey key, long[] values) { lock (gate) numbers.Add(key, values); }
    public void Add(CategoryKey key, int[] codes) { lock (gate) categories.Add(key, codes); }
    public void Add(FlagsKey key, ulong[] masks) { lock (gate) flags.Add(key, masks); }
    public void Add(TextKey key, TextLoad values) { lock (gate) texts.Add(key, values); }
    public void Add(FactKey key, FactLoad values) { lock (gate) facts.Add(key, values); }
    public void AddSearch(TextLoad values) { lock (gate) search = search is null ? values : throw new InvalidOperationException("Two rooms fill the search texts."); }
    public void AddLines(LineLoad values) { lock (gate) lines = lines is null ? values : throw new InvalidOperationException("Two rooms fill the order lines."); }

    internal BaseLoad Finish()
    {
        var load = new BaseLoad { Ids = ids, Known = known, Search = search, Lines = lines };
        foreach (var (key, values) in numbers) load.Numbers.Add(key, values);
        foreach (var (key, values) in categories) load.Categories.Add(key, values);
        foreach (var (key, values) in flags) load.Flags.Add(key, values);
        foreach (var (key, values) in texts) load.Texts.Add(key, values);
        foreach (var (key, values) in facts) load.Facts.Add(key, values);
        return load;
    }
}

/// <summary>Dense indexes of ids that mostly come in ascending order: the last and the next one are looked at before it searches.</summary>
public sealed class IndexFinder(long[] ids)
{
    private int at;

    /// <summary>-1 where the base does not hold the id.</summary>
    public int IndexOf(long id)
    {
        if (at < ids.Length && ids[at] == id) return at;
        if (at + 1 < ids.Length && ids[at + 1] == id) return ++at;
        var found = Array.BinarySearch(ids, id);
        if (found < 0) return -1;
        return at = found;
    }
}
