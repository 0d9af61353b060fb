using Microsoft.EntityFrameworkCore;
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

/// <summary>
/// Makes a set of the customers whom a file names, a line each: Patron's own id (cus_...), a key of another system, or an e-mail address, which may be that of several. More columns are passed over.
/// </summary>
internal sealed class TakesList(ICustomerBase customers, IEnumerable<IFindsByKey> finders, ICustomerReach reach, SegmentDeeds deeds, IdMaker ids, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
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
        var mails = await ByMail([.. others.Where(k => !keys.ContainsKey(k) && k.Contains('@', StringComparison.Ordinal))], ct);
        found.UnionWith(keys.Values.Concat(mails.Customers).Select(c => c.Value));
        bool Known(string key) => keys.ContainsKey(key) || mails.Addresses.Contains(key);
        // The first line may be a heading; an address is none.
        unknown += others.Count(k => !Known(k)) - (heading && !Known(others[0]) && !others[0].Contains('@', StringComparison.Ordinal) ? 1 : 0);
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

    /// <summary>The customers, and those of the addresses that are theirs.</summary>
    private async Task<(IReadOnlyCollection<CustomerId> Customers, HashSet<string> Addresses)> ByMail(string[] addresses, CancellationToken ct)
    {
        if (addresses.Length == 0) return ([], []);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var owners = await reach.Of(session, await reach.WithAddress(session, addresses, ct), ct);
        return ([.. owners.Keys], new(owners.Values.Select(o => o.Email).OfType<string>(), StringComparer.OrdinalIgnoreCase));
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
