namespace Patron.Analytics.Base;

/// <summary>The summaries asked for last. The next snapshot starts from them and reckons only the customers anew whose lines are others.</summary>
internal sealed class SummaryCache
{
    /// <summary>At a million customers a summary is 32 MB.</summary>
    private const int Most = 4;

    private readonly Lock guard = new();
    private readonly List<Entry> entries = [];

    public PurchaseSummary For(CustomerBaseSnapshot snapshot, int asOf, int? fromDay)
    {
        Entry? entry;
        lock (guard)
        {
            entry = entries.Find(e => e.AsOf == asOf && e.FromDay == fromDay);
            if (entry is null)
            {
                if (entries.Count == Most) entries.RemoveAt(0);
                entry = new(asOf, fromDay, null, []);
            }
            else
            {
                entries.Remove(entry);
            }
            entries.Add(entry);
        }
        return entry.For(snapshot);
    }

    /// <summary>The cache of the next snapshot.</summary>
    public SummaryCache After(IReadOnlyCollection<int> changed)
    {
        var next = new SummaryCache();
        lock (guard) next.entries.AddRange(entries.Select(e => e.After(changed)).OfType<Entry>());
        return next;
    }

    private sealed class Entry(int asOf, int? fromDay, PurchaseSummary? before, IReadOnlyCollection<int> stale)
    {
        private readonly Lock guard = new();
        private PurchaseSummary? before = before;
        private PurchaseSummary? summary;

        public int AsOf => asOf;
        public int? FromDay => fromDay;

        public PurchaseSummary For(CustomerBaseSnapshot snapshot)
        {
            lock (guard)
            {
                if (summary is not null) return summary;
                summary = before?.Renewed(snapshot, stale) ?? PurchaseSummary.Reckon(snapshot, asOf, fromDay);
                before = null;
                return summary;
            }
        }

        /// <summary>Null when there is nothing to start from, or so much has changed that starting anew is as fast.</summary>
        public Entry? After(IReadOnlyCollection<int> changed)
        {
            lock (guard)
            {
                if (summary is not null) return new(asOf, fromDay, summary, changed);
                if (before is null || stale.Count + changed.Count > before.Orders.Length / 4) return null;
                return new(asOf, fromDay, before, [.. stale.Union(changed)]);
            }
        }
    }
}
