using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.ExportCustomers;

/// <summary>
/// The customers of a list in its order: with the columns named, with everything that is known of them behind these (fields=all), or, where no columns are named, with that alone.
/// Custom fields in use are columns of their own, special categories left out. Headings are the keys of the import's fields, so that the file can be read in again.
/// </summary>
internal sealed class CustomerExport(CustomerList list, ICustomFields customFields, IDbContextFactory<PatronDb> contexts) : IExport, IFindsListed
{
    /// <summary>Picked rows, and whether all that match were picked.</summary>
    public const string Picked = "id", Everything = "everything";
    private const int AtOnce = 2_000;

    public string Kind => "customers";

    /// <summary>Does the address name whom it means? Without it a file has everybody, and a deed concerns nobody.</summary>
    public static bool IsPicked(ListAddress address) => address[Everything] is ["true", ..] || address[Picked].Count > 0;

    public Task Write(TextWriter output, string? what, UserId? user, Sentences sentences, CancellationToken ct) => Write(output, ListAddress.Of(what), user, sentences, ct);

    public async Task Write(TextWriter output, ListAddress address, UserId? user, Sentences sentences, CancellationToken ct)
    {
        var open = await list.Open(address, user, null, sentences, ct);
        var indexes = Chosen(open, address);
        var columns = await Columns(open, address, ct);
        var buffer = new StringBuilder();
        CsvLines.Write(buffer, [.. columns.Select(c => c.Key)]);
        foreach (var some in indexes.Chunk(AtOnce))
        {
            ct.ThrowIfCancellationRequested();
            var rows = await Rows(open, some, ct);
            foreach (var index in some)
            {
                // Who was merged away or deleted since the base was read is left out.
                if (!rows.TryGetValue(open.IdOf(index), out var customer)) continue;
                var exported = new ExportedRow(new(index, customer.Id, new(customer.Email, customer.Phone, customer.Company)), customer);
                CsvLines.Write(buffer, [.. columns.Select(c => c.Of(exported))]);
            }
            await output.WriteAsync(buffer, ct);
            buffer.Clear();
        }
        await output.WriteAsync(buffer, ct);
        await output.FlushAsync(ct);
    }

    public async Task<IReadOnlyList<(CustomerId Id, bool Anonymous)>> Ids(string? what, bool anonymous, UserId? user, Sentences sentences, CancellationToken ct)
    {
        var address = ListAddress.Of(what);
        var open = await list.Open(address, user, null, sentences, ct);
        var known = Chosen(open, address).Select(i => (open.IdOf(i), false));
        if (!anonymous) return [.. known];
        var snapshot = open.Scope.Snapshot;
        var others = snapshot.Select(new CustomerQuery.IncludeAnonymous(CustomerQuery.Everyone), open.Scope.VisibleTo, open.Scope.AsOf.DayNumber).AndNot(snapshot.Known);
        return [.. known, .. others.Indexes().Select(i => (open.IdOf(i), true))];
    }

    private static IEnumerable<int> Chosen(OpenList open, ListAddress address)
    {
        var indexes = open.Indexes(0, open.Total);
        if (address[Everything] is ["true", ..] || address[Picked].Count == 0) return indexes;
        var picked = address[Picked].Select(text => IdText.TryRead<CustomerId>(text, out var id) ? id : default).ToHashSet();
        return indexes.Where(i => picked.Contains(open.IdOf(i)));
    }

    private async Task<IReadOnlyDictionary<CustomerId, Customer>> Rows(OpenList open, int[] indexes, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ids = indexes.Select(open.IdOf).ToArray();
        return await db.Customers.AsNoTracking().Where(c => ids.Contains(c.Id) && c.MergedInto == null && c.DeletedAt == null).ToDictionaryAsync(c => c.Id, ct);
    }

    private async Task<IReadOnlyList<(string Key, Func<ExportedRow, string?> Of)>> Columns(OpenList open, ListAddress address, CancellationToken ct)
    {
        List<(string Key, Func<ExportedRow, string?> Of)> columns = [];
        if (address.ColumnKeys is not null)
        {
            columns.AddRange(Identity.Select(f => (f.Key, Own(f.Of))));
            columns.AddRange(open.Columns.Skip(1).Select(c => (c.Key, (Func<ExportedRow, string?>)(r => c.Plain is { } plain ? plain(r.Listed) : c.Show(r.Listed)))));
            if (address[ListAddress.Fields] is not ["all", ..]) return columns;
        }
        var named = columns.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        columns.AddRange(AllFields.Where(f => named.Add(f.Key)).Select(f => (f.Key, Own(f.Of))));
        columns.AddRange((await customFields.All(ct)).Where(f => f is { InUse: true, Special: false } && named.Add(f.Key)).Select(f => (f.Key, (Func<ExportedRow, string?>)(r => r.Custom.GetValueOrDefault(f.Key)))));
        return columns;

        static Func<ExportedRow, string?> Own(Func<Customer, string?> of) => row => of(row.Customer);
    }

    private static readonly (string Key, Func<Customer, string?> Of)[] Identity =
        [("id", c => c.Id.ToString()), ("name", c => c.Name), ("latin_name", c => c.LatinName), ("city", c => c.City)];

    private static readonly (string Key, Func<Customer, string?> Of)[] AllFields =
    [
        ("id", c => c.Id.ToString()), ("kind", c => VisibilityCompiler.KindWord(c.Kind)), ("title", c => c.Title), ("name", c => c.Name), ("given", c => c.GivenName), ("family", c => c.FamilyName),
        ("latin_name", c => c.LatinName), ("company", c => c.Company), ("email", c => c.Email), ("phone", c => c.Phone), ("street", c => c.Street), ("city", c => c.City), ("region", c => c.Region),
        ("postal", c => c.Postal), ("country", c => c.Country), ("birth", c => Day(c.Birth)), ("sex", c => c.Sex?.ToString().ToLowerInvariant()), ("language", c => c.Language),
        ("time_zone", c => c.TimeZone), ("acquired", c => c.Acquired), ("since", c => Day(c.Since)),
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One customer on the way into a file; the custom fields are read when a column asks for them.</summary>
internal sealed class ExportedRow(ListRow listed, Customer customer)
{
    private static readonly Dictionary<string, string> None = [];
    private Dictionary<string, string>? custom;

    public ListRow Listed => listed;
    public Customer Customer => customer;
    public Dictionary<string, string> Custom => custom ??= customer.Custom is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : None;
}
