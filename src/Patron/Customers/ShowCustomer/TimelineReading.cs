using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Customers.ShowCustomer;

/// <param name="Before">Where the next page begins; null where nothing is earlier.</param>
internal sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, DateTimeOffset? Before);

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

    /// <summary>About <paramref name="count"/> entries of a kind (null: all) before an instant, latest first. Entries of one instant stay on one page, since the next one begins before it.</summary>
    public async Task<TimelinePage> Before(CustomerId customer, string? kind, DateTimeOffset? before, int count, Sentences sentences, CancellationToken ct)
    {
        var shown = new List<TimelineEntry>();
        var batch = count;
        while (true)
        {
            var (entries, more) = await Batch(customer, before, batch, sentences, ct);
            foreach (var entry in entries)
            {
                if (kind is not null && entry.Kind != kind) continue;
                if (shown.Count >= count && entry.At < shown[^1].At) return new(shown, shown[^1].At);
                shown.Add(entry);
            }
            if (!more) return new(shown, null);
            before = entries[^1].At;
            batch = Math.Min(batch * 2, 2_000);
        }
    }

    /// <summary>
    /// What is known for certain to come next: where a room gave as many as it was asked for, it may have more at its last instant and before,
    /// so everything from there on waits for the next batch. Where all it gave is of one instant, it is asked for more.
    /// </summary>
    private async Task<(IReadOnlyList<TimelineEntry> Entries, bool More)> Batch(CustomerId customer, DateTimeOffset? before, int count, Sentences sentences, CancellationToken ct)
    {
        var (all, certain) = (new List<TimelineEntry>(), DateTimeOffset.MinValue);
        foreach (var source in sources)
        {
            var asked = count;
            var given = await source.Latest(customer, before, asked, sentences, ct);
            while (given.Count == asked && given[0].At == given[^1].At) given = await source.Latest(customer, before, asked *= 4, sentences, ct);
            all.AddRange(given);
            if (given.Count == asked && given[^1].At > certain) certain = given[^1].At;
        }
        // The last instant of a full batch may be cut in two: only what is later is certain.
        var entries = all.Where(e => e.At > certain).OrderByDescending(e => e.At).ToList();
        return (entries, certain > DateTimeOffset.MinValue);
    }
}
