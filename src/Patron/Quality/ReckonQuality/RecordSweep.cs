using System.Numerics;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Quality.ReckonQuality;

/// <summary>The flaws of one record, in the order of customer and record.</summary>
internal record struct Flaws(long Customer, long Record, int Source, int Missing, int Invalid, int Duplicate)
{
    public readonly bool None => (Missing | Invalid | Duplicate) == 0;
}

/// <summary>A record in a group that says the same.</summary>
internal readonly record struct Sharing(long Customer, long Record, int Source, int Bit, long Leader);

/// <summary>
/// Goes once over all records and judges each field: there or missing, a value of the field or not, said lately. What two records of a source share is
/// known at the end. Keeps 40 bytes of a record, and 16 of each value that should be unique.
/// </summary>
/// <param name="sources">The systems; a record of another one is passed over.</param>
/// <param name="today">The organisation's day.</param>
/// <param name="freshFrom">Microseconds since 1970: what was said since then is fresh.</param>
/// <param name="home">Country of phone numbers where neither the record nor its source names one.</param>
internal sealed class RecordSweep(IReadOnlyList<SourceInfo> sources, DateOnly today, long freshFrom, string home)
{
    private readonly Dictionary<SourceId, int> indexes = sources.Index().ToDictionary(s => s.Item.Id, s => s.Index);
    private readonly SourceSweep[] swept = [.. sources.Select(_ => new SourceSweep())];
    private readonly List<Flaws> records = [];
    private readonly Values values = new(today);

    /// <summary>Those with flaws and those without. Complete after <see cref="Finish"/>.</summary>
    public IReadOnlyList<Flaws> Records => records;

    public void Add(StreamedRecord r)
    {
        if (!indexes.TryGetValue(r.Source, out var source)) return;
        var (own, at) = (swept[source], records.Count);
        own.Total++;
        own.Shared(QualityFields.Id).Add(Prints.Of(r.ExternalId), at);
        if (r.Stub)
        {
            own.Stubs++;
            if (r.ChangedAt >= freshFrom) own.Fresh[QualityFields.Id.Bit]++;
            records.Add(new(r.Customer.Value, r.Record.Value, source, QualityFields.Record.Mask, 0, 0));
            return;
        }
        if (r.Kind == CustomerKind.Organisation) own.Organisations++;
        var (filled, invalid) = Judge(r, own, at, r.Country ?? sources[source].Country);
        own.Count(filled, invalid, r.ChangedAt >= freshFrom);
        foreach (var key in r.Custom) own.CountCustom(key, r.ChangedAt >= freshFrom);
        records.Add(new(r.Customer.Value, r.Record.Value, source, Expected(r) & ~filled, invalid, 0));
    }

    /// <summary>Marks what is shared and forgets what a source never sends: a field that no record of it fills is not missing, it is not sent.</summary>
    public IReadOnlyList<Sharing> Finish()
    {
        var sharing = new List<Sharing>();
        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(records);
        for (var source = 0; source < swept.Length; source++)
            foreach (var field in QualityFields.All.Where(f => f.Unique))
                foreach (var group in swept[source].Shared(field).Groups())
                {
                    var leader = long.MaxValue;
                    foreach (var at in group) leader = Math.Min(leader, all[at].Record);
                    foreach (var at in group)
                    {
                        all[at].Duplicate |= field.Mask;
                        sharing.Add(new(all[at].Customer, all[at].Record, source, field.Bit, leader));
                    }
                    swept[source].Duplicate[field.Bit] += group.Count;
                }
        for (var at = 0; at < all.Length; at++) all[at].Missing &= swept[all[at].Source].Sent | QualityFields.Record.Mask;
        return [.. sharing.OrderBy(s => s.Customer).ThenBy(s => s.Record).ThenBy(s => s.Bit)];
    }

    /// <summary>Of every source that has records, field by field; fields that it never sends have nothing filled.</summary>
    public IEnumerable<FieldCount> Counts() => swept.Index().Where(s => s.Item.Total > 0).SelectMany(s => QualityFields.All.Select(f => s.Item.Of(f, sources[s.Index].Id)).Concat(s.Item.OfCustom(sources[s.Index].Id)));

    private (int Filled, int Invalid) Judge(StreamedRecord r, SourceSweep own, int at, string? country)
    {
        var (filled, invalid) = (QualityFields.Record.Mask | QualityFields.Id.Mask, 0);
        Seen(QualityFields.Name, r.Name is not null, r.Name is { } name && !Values.IsName(name));
        var (email, phone) = (ContactKeys.Email(r.Email), ContactKeys.Phone(r.Phone, country ?? home));
        Seen(QualityFields.Email, r.Email is not null, email is null);
        Seen(QualityFields.Phone, r.Phone is not null, phone is null);
        Seen(QualityFields.Street, r.Street is not null);
        Seen(QualityFields.City, r.City is not null);
        Seen(QualityFields.Region, r.Region is not null);
        Seen(QualityFields.Postal, r.Postal is not null, r.Postal is { } postal && !Values.IsPostal(postal, country));
        Seen(QualityFields.Country, r.Country is not null, r.Country is { } code && !Values.IsCountry(code));
        if (r.Kind != CustomerKind.Organisation)
        {
            Seen(QualityFields.Birth, r.Birth is not null, r.Birth is { } birth && !values.IsBirth(birth));
            Seen(QualityFields.Sex, r.Sex is not null);
        }
        Seen(QualityFields.Language, r.Language is not null, r.Language is { } language && !Values.IsLanguage(language));
        Seen(QualityFields.TimeZone, r.TimeZone is not null, r.TimeZone is { } zone && !values.IsTimeZone(zone));
        Seen(QualityFields.Acquired, r.Acquired is not null);
        Seen(QualityFields.Since, r.Since is not null, r.Since is { } since && !values.IsSince(since, r.Birth));
        if (email is not null) own.Shared(QualityFields.Email).Add(Prints.Of(email), at);
        if (phone is not null) own.Shared(QualityFields.Phone).Add(Prints.Of(phone), at);
        if (r is { Name: { } called, Birth: { } born })
        {
            filled |= QualityFields.Person.Mask;
            own.Shared(QualityFields.Person).Add(Prints.Of(called.Trim().ToUpperInvariant(), born), at);
        }
        return (filled, invalid);

        void Seen(QualityField field, bool there, bool bad = false)
        {
            if (!there) return;
            filled |= field.Mask;
            if (bad) invalid |= field.Mask;
        }
    }

    /// <summary>What a record of its kind can lack: an organisation is not born and has no sex; name and birth together are no field of their own.</summary>
    private static int Expected(StreamedRecord r) =>
        ~QualityFields.Person.Mask & (r.Kind == CustomerKind.Organisation ? ~(QualityFields.Birth.Mask | QualityFields.Sex.Mask) : ~0);

    private sealed class SourceSweep
    {
        private readonly Prints64?[] shared = [.. Enumerable.Range(0, 32).Select(bit => QualityFields.All.Any(f => f.Unique && f.Bit == bit) ? new Prints64() : null)];

        private readonly Dictionary<string, (long Filled, long Fresh)> custom = new(StringComparer.Ordinal);

        public long Total, Stubs, Organisations;
        public long[] Filled { get; } = new long[32];
        public long[] Invalid { get; } = new long[32];
        public long[] Duplicate { get; } = new long[32];
        public long[] Fresh { get; } = new long[32];

        /// <summary>Fields that some record fills.</summary>
        public int Sent { get; private set; }

        public Prints64 Shared(QualityField field) => shared[field.Bit]!;

        public void Count(int filled, int invalid, bool fresh)
        {
            Sent |= filled;
            for (var left = filled; left != 0; left &= left - 1)
            {
                var bit = BitOperations.TrailingZeroCount(left);
                Filled[bit]++;
                if (fresh) Fresh[bit]++;
            }
            for (var left = invalid; left != 0; left &= left - 1) Invalid[BitOperations.TrailingZeroCount(left)]++;
        }

        public void CountCustom(string key, bool fresh)
        {
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(custom, key, out _);
            count = (count.Filled + 1, count.Fresh + (fresh ? 1 : 0));
        }

        /// <summary>Own fields that some record of the source fills. What comes into them is checked when it comes, so that none is invalid.</summary>
        public IEnumerable<FieldCount> OfCustom(SourceId source) =>
            custom.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new FieldCount(source, QualityFields.Custom(c.Key), Total - Stubs, c.Value.Filled, Fresh: c.Value.Fresh));

        public FieldCount Of(QualityField field, SourceId source)
        {
            var known = Total - Stubs;
            var total = field == QualityFields.Record || field == QualityFields.Id ? Total
                : field == QualityFields.Birth || field == QualityFields.Sex ? known - Organisations
                : field == QualityFields.Person ? Filled[field.Bit] : known;
            return new(source, field.Key, total, field == QualityFields.Id ? Total : Filled[field.Bit],
                field.Checked ? Invalid[field.Bit] : null, field.Unique ? Duplicate[field.Bit] : null, Fresh[field.Bit]);
        }
    }
}

/// <summary>Values by their prints, and the records that say them.</summary>
internal sealed class Prints64
{
    private readonly List<ulong> prints = [];
    private readonly List<int> records = [];

    public void Add(ulong print, int record)
    {
        prints.Add(print);
        records.Add(record);
    }

    /// <summary>Records that say the same as another one, group by group.</summary>
    public IEnumerable<ArraySegment<int>> Groups()
    {
        var (keys, items) = (prints.ToArray(), records.ToArray());
        Array.Sort(keys, items);
        for (int from = 0, to; from < keys.Length; from = to)
        {
            to = from + 1;
            while (to < keys.Length && keys[to] == keys[from]) to++;
            if (to - from > 1) yield return new(items, from, to - from);
        }
    }
}
