using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.FindCustomers;

/// <summary>The ready-made fields of few values in the customer base, for segments. Nothing is read of them as long as no customer has any.</summary>
internal sealed class FieldColumns : IContributesColumns
{
    private static readonly CategoryKey[] Columns = [.. CustomerColumns.Fields.Select(CustomerColumns.Field)];

    private static readonly Dictionary<string, int> Place = CustomerColumns.Fields.Select((key, at) => (key, at)).ToDictionary(f => f.key, f => f.at, StringComparer.Ordinal);

    public IReadOnlyList<ColumnKey> Keys => Columns;

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (codes, finder) = (new int[Columns.Length][], draft.Finder());
        using (var row = FastReader.Open(connection, "select id, custom from customers where custom is not null order by id"))
            while (row.Read())
                if (finder.IndexOf(row.Long(0)) is >= 0 and var at)
                    Each(row.Utf8(1).ToArray(), (field, value) => (codes[field] ??= new int[draft.Count])[at] = draft.Writer.Dictionary(Columns[field]).Code(value));
        for (var field = 0; field < Columns.Length; field++)
            if (codes[field] is { } filled) draft.Add(Columns[field], filled);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        foreach (var some in rows.Keys.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            var stored = await db.Customers.AsNoTracking().Where(c => typed.Contains(c.Id)).Select(c => new { c.Id, c.Custom }).ToListAsync(ct);
            foreach (var customer in stored)
            {
                var values = new string?[Columns.Length];
                if (customer.Custom is { } json) Each(System.Text.Encoding.UTF8.GetBytes(json), (field, value) => values[field] = value);
                for (var field = 0; field < values.Length; field++) rows[customer.Id.Value].Category(Columns[field], values[field]);
            }
        }
    }

    private static void Each(byte[] json, Action<int, string> found)
    {
        using var values = JsonDocument.Parse(json);
        foreach (var value in values.RootElement.EnumerateObject())
            if (Place.TryGetValue(value.Name, out var field) && value.Value.ToString() is { Length: > 0 } text) found(field, text);
    }
}
