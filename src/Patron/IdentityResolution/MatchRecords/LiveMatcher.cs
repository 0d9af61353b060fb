using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Matching;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ReviewPairs;
using Patron.IdentityResolution.TrainModel;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>
/// Matches records that come one by one (a form, a page, the interface) at once: an index over all records in memory finds who is like the newcomer,
/// and only those are looked at. Built when it is first needed, and anew after many records came at once. One caller at a time.
/// </summary>
internal sealed class LiveMatcher(Matcher matcher, ModelStore models, IDbContextFactory<PatronDb> contexts)
{
    private readonly Dictionary<CustomerKind, Indexed> indexes = [];

    /// <summary>What the index has of one kind.</summary>
    private sealed class Indexed(ModelVersion model, PreparedRecords records)
    {
        private readonly MatchIndex index = new(records.Table, model.Model.For(records.Table));
        private readonly List<(long Record, long Customer)> places = [.. records.Records.Zip(records.Customers)];
        private readonly Dictionary<long, (int Place, ulong Digest)> known = records.Records.Index().ToDictionary(r => r.Item, r => (r.Index, DigestOf(records.Texts(r.Index))));

        public ModelVersion Model => model;

        /// <summary>
        /// Takes up what the records say now. What is to be matched: records that say something else than they did, and all of customers that won or lost
        /// one, since of two customers the best pair of their records is asked about.
        /// </summary>
        public int[] Take(PreparedRecords from)
        {
            var (fresh, moved) = (new bool[from.Count], new HashSet<long>());
            for (var at = 0; at < fresh.Length; at++) fresh[at] = Take(from.Records[at], from.Customers[at], from.Texts(at), moved);
            return [.. Enumerable.Range(0, fresh.Length).Where(at => fresh[at] || moved.Contains(from.Customers[at]))];
        }

        private bool Take(long record, long customer, string?[] texts, HashSet<long> moved)
        {
            var digest = DigestOf(texts);
            if (known.TryGetValue(record, out var there))
            {
                if (places[there.Place].Customer is var before && before != customer) moved.UnionWith([before, customer]);
                places[there.Place] = (record, customer);
                if (there.Digest == digest) return false;
                index.Remove(there.Place);
            }
            known[record] = (index.Add(texts), digest);
            places.Add((record, customer));
            return true;
        }

        /// <summary>The customers with a record like this one.</summary>
        public IEnumerable<long> Near(string?[] texts) => index.Candidates(texts, MatchSettings.Kept).Select(c => places[c.Record].Customer);

        private static ulong DigestOf(string?[] texts) => texts.Aggregate(0UL, (sum, text) => (sum * 31) ^ HashedTerm.Of(text));
    }

    /// <summary>So much changed that the index is built anew when it is needed.</summary>
    public void Forget() => indexes.Clear();

    /// <summary>Matches what these customers' records say now, as far as it is new.</summary>
    /// <returns>False where there is no model yet that fits: then all records are to be matched.</returns>
    public async Task<bool> Match(IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        foreach (var kind in (CustomerKind[])[CustomerKind.Person, CustomerKind.Organisation])
        {
            if (await models.InUse(kind, ct) is not { } used)
            {
                if ((await matcher.ReadOf(new(kind, default), customers, ct)).Count > 0) return false;
                continue;
            }
            if (!indexes.TryGetValue(kind, out var index) || index.Model.Row.Version != used.Row.Version)
            {
                var all = await matcher.ReadAll(kind, ct);
                if (all.Layout != used.Model.Layout) return false;
                // The newcomers are to be new to the index as well.
                var own = await matcher.ReadOf(used.Model.Layout, customers, ct);
                await Match(indexes[kind] = new(used, all), own, [.. Enumerable.Range(0, own.Count)], ct);
                continue;
            }
            var now = await matcher.ReadOf(used.Model.Layout, customers, ct);
            await Match(index, now, index.Take(now), ct);
        }
        return true;
    }

    private async Task Match(Indexed index, PreparedRecords now, int[] fresh, CancellationToken ct)
    {
        if (fresh.Length == 0) return;
        var newcomers = fresh.Select(at => now.Records[at]).ToHashSet();
        var concerned = fresh.SelectMany(at => index.Near(now.Texts(at)).Append(now.Customers[at])).ToHashSet();
        // Questions that wait are looked at again, though the index, which does not compare all with all, may not have found them.
        concerned.UnionWith(await AskedWith(newcomers, ct));
        await matcher.Match(await matcher.ReadOf(index.Model.Model.Layout, concerned, ct), index.Model, newcomers, ct);
    }

    /// <summary>The customers that people are asked about beside these records.</summary>
    private async Task<long[]> AskedWith(IReadOnlySet<long> records, CancellationToken ct)
    {
        SourceRecordId[] own = [.. records.Select(r => new SourceRecordId(r))];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var asked = from pair in db.ReviewPairs
                    where pair.Answer == null && (own.Contains(pair.FirstRecord) || own.Contains(pair.SecondRecord))
                    join one in db.SourceRecords on pair.FirstRecord equals one.Id
                    join other in db.SourceRecords on pair.SecondRecord equals other.Id
                    select new { One = one.CustomerId, Other = other.CustomerId };
        return [.. (await asked.ToListAsync(ct)).SelectMany(c => (long[])[c.One.Value, c.Other.Value])];
    }
}
