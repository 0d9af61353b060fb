using Patron.Analytics.Matching;
using Patron.IdentityResolution.TrainModel;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>
/// Matches records that come one by one (a form, a page, the interface) at once: an index over all records in memory finds who is like the newcomer,
/// and only those are looked at. Built when it is first needed, and anew after many records came at once. One caller at a time.
/// </summary>
internal sealed class LiveMatcher(Matcher matcher, ModelStore models)
{
    private readonly Dictionary<CustomerKind, Indexed> indexes = [];

    /// <summary>What the index has of one kind.</summary>
    private sealed class Indexed(ModelVersion model, PreparedRecords records)
    {
        private readonly MatchIndex index = new(records.Table, model.Model.For(records.Table));
        private readonly List<(long Record, long Customer)> places = [.. records.Records.Zip(records.Customers)];
        private readonly Dictionary<long, (int Place, ulong Digest)> known = records.Records.Index().ToDictionary(r => r.Item, r => (r.Index, DigestOf(records.Texts(r.Index))));

        public ModelVersion Model => model;

        /// <summary>Takes up what the record says now; false where it says what it said.</summary>
        public bool Take(PreparedRecords from, int at)
        {
            var (record, texts) = (from.Records[at], from.Texts(at));
            var digest = DigestOf(texts);
            if (known.TryGetValue(record, out var there))
            {
                places[there.Place] = (record, from.Customers[at]);
                if (there.Digest == digest) return false;
                index.Remove(there.Place);
            }
            known[record] = (index.Add(texts), digest);
            places.Add((record, from.Customers[at]));
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
                await Match(indexes[kind] = new(used, all), own, Enumerable.Range(0, own.Count), ct);
                continue;
            }
            var now = await matcher.ReadOf(used.Model.Layout, customers, ct);
            await Match(index, now, [.. Enumerable.Range(0, now.Count).Where(at => index.Take(now, at))], ct);
        }
        return true;
    }

    private async Task Match(Indexed index, PreparedRecords now, IEnumerable<int> fresh, CancellationToken ct)
    {
        int[] places = [.. fresh];
        if (places.Length == 0) return;
        var concerned = places.SelectMany(at => index.Near(now.Texts(at)).Append(now.Customers[at])).ToHashSet();
        await matcher.Match(await matcher.ReadOf(index.Model.Model.Layout, concerned, ct), index.Model, places.Select(at => now.Records[at]).ToHashSet(), ct);
    }
}
