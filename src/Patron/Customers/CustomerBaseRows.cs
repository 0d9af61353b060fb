using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>Says which customers there are, and fills their columns from the golden records.</summary>
internal sealed class CustomerBaseRows : IListsCustomers, IContributesColumns
{
    // All but a few are held: reading the table as it lies is quicker than SQLite's index of who was merged, which the plus keeps it from taking.
    private const string Held = "+merged_into is null and deleted_at is null";
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static readonly (CategoryKey Key, string Column)[] CategoryColumns =
        [(CustomerColumns.City, "city"), (CustomerColumns.Region, "region"), (CustomerColumns.Country, "country"), (CustomerColumns.Language, "language"), (CustomerColumns.Acquired, "acquired")];

    public IReadOnlyList<ColumnKey> Keys { get; } =
    [
        CustomerColumns.Name, CustomerColumns.LatinName, CustomerColumns.Kind, CustomerColumns.Sex, CustomerColumns.Since, CustomerColumns.Birth, CustomerColumns.Created,
        CustomerColumns.Sources, CustomerColumns.Reach, .. CategoryColumns.Select(c => c.Key),
    ];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    public (long[] Ids, Bitmap Known) Load(DbConnection connection, CancellationToken ct)
    {
        var (ids, anonymous) = (new List<long>(), new List<bool>());
        using var reader = FastReader.Open(connection, $"select id, anonymous from customers where {Held} order by id");
        while (reader.Read())
        {
            ids.Add(reader.Long(0));
            anonymous.Add(reader.Flag(1));
        }
        var known = new Bitmap(ids.Count);
        for (var i = 0; i < ids.Count; i++)
            if (!anonymous[i]) known.Set(i);
        return ([.. ids], known);
    }

    public async Task<IReadOnlyDictionary<long, bool>> Find(PatronDb db, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var found = new Dictionary<long, bool>(ids.Count);
        foreach (var some in ids.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            await foreach (var c in db.Customers.AsNoTracking().Where(c => typed.Contains(c.Id) && c.MergedInto == null && c.DeletedAt == null)
                               .Select(c => new { c.Id, c.Anonymous }).AsAsyncEnumerable().WithCancellation(ct))
                found[c.Id.Value] = !c.Anonymous;
        }
        return found;
    }

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var count = draft.Count;
        var (name, latin) = (new TextLoad(count), new TextLoad(count));
        var (since, birth, created) = (new long[count], new long[count], new long[count]);
        var (sources, reach) = (new ulong[count], new ulong[count]);
        var (kind, sex) = (new int[count], new int[count]);
        var categories = CategoryColumns.Select(_ => new int[count]).ToArray();
        var codes = CategoryColumns.Select(c => new CategoryCodes(draft.Writer.Dictionary(c.Key))).ToArray();
        int[] kinds = [0, .. Enum.GetValues<CustomerKind>().Select(k => draft.Writer.Dictionary(CustomerColumns.Kind).Code(Lower(k)))];
        int[] sexes = [0, .. Enum.GetValues<Sex>().Select(s => draft.Writer.Dictionary(CustomerColumns.Sex).Code(Lower(s)))];

        // Same order and same condition as the list of ids: row i is customer i, whatever was written since is refreshed afterwards.
        using var reader = FastReader.Open(connection,
            $"select id, name, latin_name, kind, sex, since, birth, created_at, source_mask, email is not null, phone is not null, street is not null, {string.Join(", ", CategoryColumns.Select(c => c.Column))} from customers where {Held} order by id");
        var next = 0;
        while (next < count && reader.Read())
        {
            var id = reader.Long(0);
            while (next < count && draft.Ids[next] < id) Blank(next++);
            if (next >= count || draft.Ids[next] != id) continue;
            name.Add(reader.Utf8(1));
            latin.Add(reader.Utf8(2));
            kind[next] = kinds[reader.Int(3)];
            sex[next] = reader.IsNull(4) ? 0 : sexes[reader.Int(4)];
            since[next] = reader.LongOr(5, NumberKey.Missing);
            birth[next] = reader.LongOr(6, NumberKey.Missing);
            created[next] = EpochDay + reader.Instant(7) / Instants.MicrosecondsPerDay;
            sources[next] = (ulong)reader.Long(8);
            reach[next] = (reader.Flag(9) ? ReachFlags.Email : 0) | (reader.Flag(10) ? ReachFlags.Phone : 0) | (reader.Flag(11) ? ReachFlags.Letter : 0);
            for (var c = 0; c < categories.Length; c++) categories[c][next] = codes[c].Code(reader.Utf8(12 + c));
            next++;
        }
        while (next < count) Blank(next++);

        draft.Add(CustomerColumns.Name, name);
        draft.Add(CustomerColumns.LatinName, latin);
        draft.Add(CustomerColumns.Kind, kind);
        draft.Add(CustomerColumns.Sex, sex);
        draft.Add(CustomerColumns.Since, since);
        draft.Add(CustomerColumns.Birth, birth);
        draft.Add(CustomerColumns.Created, created);
        draft.Add(CustomerColumns.Sources, sources);
        draft.Add(CustomerColumns.Reach, reach);
        for (var c = 0; c < categories.Length; c++) draft.Add(CategoryColumns[c].Key, categories[c]);

        void Blank(int at)
        {
            name.Add([]);
            latin.Add([]);
            since[at] = birth[at] = created[at] = NumberKey.Missing;
        }
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        foreach (var some in rows.Keys.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            await foreach (var c in db.Customers.AsNoTracking().Where(c => typed.Contains(c.Id)).AsAsyncEnumerable().WithCancellation(ct))
            {
                rows[c.Id.Value]
                    .Text(CustomerColumns.Name, c.Name).Text(CustomerColumns.LatinName, c.LatinName)
                    .Category(CustomerColumns.Kind, Lower(c.Kind)).Category(CustomerColumns.Sex, c.Sex is { } sex ? Lower(sex) : null)
                    .Category(CustomerColumns.City, c.City).Category(CustomerColumns.Region, c.Region).Category(CustomerColumns.Country, c.Country)
                    .Category(CustomerColumns.Language, c.Language).Category(CustomerColumns.Acquired, c.Acquired)
                    .Number(CustomerColumns.Since, c.Since?.DayNumber).Number(CustomerColumns.Birth, c.Birth?.DayNumber)
                    .Number(CustomerColumns.Created, EpochDay + Instants.ToMicroseconds(c.CreatedAt) / Instants.MicrosecondsPerDay)
                    .Flags(CustomerColumns.Sources, (ulong)c.SourceMask)
                    .Flags(CustomerColumns.Reach, (c.Email is null ? 0 : ReachFlags.Email) | (c.Phone is null ? 0 : ReachFlags.Phone) | (c.Street is null ? 0 : ReachFlags.Letter));
            }
        }
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
