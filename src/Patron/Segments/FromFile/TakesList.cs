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
    private const int Most = 1_000_000, MostLooked = 20_000;

    public async Task<Result<TakenList>> Take(string? name, Stream file, UserId? by, CancellationToken ct)
    {
        var (snapshot, found, unknown, looked) = (customers.Current, new HashSet<long>(), 0, 0);
        using (var reader = new StreamReader(file))
        {
            for (var n = 0; await reader.ReadLineAsync(ct) is { } line; n++)
            {
                if (n >= Most || looked > MostLooked) return new ListTooLong(n >= Most ? Most : MostLooked);
                var key = line.Split([',', ';', '\t'], 2)[0].Trim().Trim('"');
                if (key.Length == 0) continue;
                if (IdText.TryRead<CustomerId>(key, out var id))
                {
                    if (snapshot.TryIndex(id.Value, out var at) && snapshot.Known.Get(at)) found.Add(id.Value); else unknown++;
                    continue;
                }
                looked++;
                if (await ByKey(key, ct) is { } other) found.Add(other.Value);
                // The first line may be a heading.
                else if (n > 0) unknown++;
            }
        }
        if (found.Count == 0) return new ListNamesNobody();
        var saved = await deeds.Save(null, new(name, null, null, null, null), null, by, ct, (session, segment) => Write(session, segment, found));
        if (saved.Refusal is { } refusal) return refusal;
        return new TakenList(saved.Value.Id, found.Count, unknown);
    }

    private async Task<CustomerId?> ByKey(string key, CancellationToken ct)
    {
        foreach (var finder in finders)
            if (await finder.Find(key, ct) is { } customer) return customer;
        return null;
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
