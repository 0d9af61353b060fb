using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Customers.ShowCustomer;

/// <param name="Before">Where the next page begins; null where nothing is earlier.</param>
internal sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, TimelinePoint? Before)
{
    /// <summary>The first page of a timeline all of whose entries are known.</summary>
    public static TimelinePage First(IReadOnlyList<TimelineEntry> all, int count) => all.Count > count ? new([.. all.Take(count)], all[count - 1].Point) : new(all, null);
}

/// <summary>Merges the rooms' timelines by time.</summary>
internal sealed class TimelineReading(IEnumerable<ITimelineSource> sources)
{
    private readonly ITimelineSource[] sources = [.. sources];

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        var count = 0L;
        foreach (var source in sources) count += await source.Count(customer, ct);
        return count;
    }

    /// <summary>The next <paramref name="count"/> entries of a kind (null: all) before a point, latest first.</summary>
    public async Task<TimelinePage> Before(CustomerId customer, string? kind, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        var shown = new List<TimelineEntry>();
        var batch = count;
        while (true)
        {
            var (entries, more) = await Batch(customer, before, batch, sentences, ct);
            foreach (var entry in entries.Where(e => kind is null || e.Kind == kind))
            {
                if (shown.Count == count) return new(shown, shown[^1].Point);
                shown.Add(entry);
            }
            if (!more) return new(shown, null);
            before = entries[^1].Point;
            batch = Math.Min(batch * 2, 2_000);
        }
    }

    /// <summary>What is known for certain to come next: where a room gave as many as it was asked for, it may have more behind its last one, so everything behind that waits for the next batch.</summary>
    private async Task<(IReadOnlyList<TimelineEntry> Entries, bool More)> Batch(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        var (all, certain) = (new List<TimelineEntry>(), default(TimelinePoint?));
        foreach (var source in sources)
        {
            var given = await source.Latest(customer, before, count, sentences, ct);
            all.AddRange(given);
            if (given.Count == count && (certain is null || given[^1].Point > certain)) certain = given[^1].Point;
        }
        return ([.. all.Where(e => certain is null || e.Point >= certain).OrderByDescending(e => e.Point)], certain is not null);
    }
}
