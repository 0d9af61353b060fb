using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Segments.EditSegment;

namespace Patron.Segments.FromFile;

/// <param name="Unknown">Lines that name nobody.</param>
internal sealed record TakenList(SegmentId Segment, int Found, int Unknown);

internal sealed record ListTooLong(int Most) : Refusal("segments.refused.long");

internal sealed record ListNamesNobody() : Refusal("segments.refused.nobody");

/// <summary>Makes a set of the customers whom a file names, a line each: Patron's own id (cus_...), or a key of another system. More columns are passed over.</summary>
internal sealed class TakesList(ICustomerBase customers, IEnumerable<IFindsByKey> finders, SegmentDeeds deeds, IdMaker ids)
{
    private const int Most = 1_000_000;

    public async Task<Result<TakenList>> Take(string? name, Stream file, UserId? by, CancellationToken ct)
    {
        var (snapshot, found, unknown, others) = (customers.Current, new HashSet<long>(), 0, new List<string>());
        var heading = false;
        using (var reader = new StreamReader(file))
        {
            for (var n = 0; await reader.ReadLineAsync(ct) is { } line; n++)
            {
                if (n >= Most) return new ListTooLong(Most);
                var key = line.Split([',', ';', '\t'], 2)[0].Trim().Trim('"');
                if (key.Length == 0) continue;
                if (!IdText.TryRead<CustomerId>(key, out var id))
                {
                    others.Add(key);
                    heading |= n == 0;
                }
                else if (snapshot.TryIndex(id.Value, out var at) && snapshot.Known.Get(at)) found.Add(id.Value);
                else unknown++;
            }
        }
        var keys = await ByKey(others, ct);
        found.UnionWith(keys.Values.Select(c => c.Value));
        // The first line may be a heading.
        unknown += others.Count(k => !keys.ContainsKey(k)) - (heading && !keys.ContainsKey(others[0]) ? 1 : 0);
        if (found.Count == 0) return new ListNamesNobody();
        var saved = await deeds.Save(null, new(name, null, null, null, null), null, by, ct, (session, segment) => Write(session, segment, found));
        if (saved.Refusal is { } refusal) return refusal;
        return new TakenList(saved.Value.Id, found.Count, unknown);
    }

    private async Task<Dictionary<string, CustomerId>> ByKey(List<string> keys, CancellationToken ct)
    {
        var known = new Dictionary<string, CustomerId>(StringComparer.Ordinal);
        foreach (var finder in finders)
            foreach (var (key, customer) in await finder.FindAll([.. keys.Distinct(StringComparer.Ordinal).Where(k => !known.ContainsKey(k))], ct)) known[key] = customer;
        return known;
    }

    private void Write(BulkSession session, SegmentId segment, HashSet<long> found)
    {
        var fresh = new IdRanges(ids);
        using (var sink = session.Sink(ListedCustomerTable.Name, ListedCustomerTable.Columns))
        {
            foreach (var customer in found.Order())
            {
                sink.Begin();
                sink.Long(customer);
                sink.Long(fresh.Next());
                sink.Long(segment.Value);
                sink.End();
            }
            sink.Complete();
        }
        session.Tell(SegmentTopics.Segments, found);
    }
}
