using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.FindCustomers;

/// <summary>
/// Values of custom fields in the customer base, for segments. Each ready-made field of few values is a column; of the others a value is a fact, whose words
/// are the field's key and the value: of a number or day the value is the amount (millionths, or the day's number) instead, so that a million different ones
/// make one word.
/// </summary>
internal sealed class OwnFields : IContributesColumns
{
    public static readonly FactKey Values = new("own-fields");

    private static readonly CategoryKey[] Columns = [.. CustomerColumns.Fields.Select(CustomerColumns.Field)];
    private static readonly Dictionary<string, int> Place = CustomerColumns.Fields.Select((key, at) => (key, at)).ToDictionary(f => f.key, f => f.at, StringComparer.Ordinal);

    public IReadOnlyList<ColumnKey> Keys { get; } = [.. Columns, Values];
    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    /// <summary>Nothing is made of a column as long as no customer has a value of it.</summary>
    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (columns, facts, finder) = (new int[Columns.Length][], new FactLoad(draft.Count), draft.Finder());
        var (types, words) = (Types(connection), draft.Writer.Codes(Values));
        using (var row = FastReader.Open(connection, "select id, custom from customers where custom is not null order by id"))
            while (row.Read())
                if (finder.IndexOf(row.Long(0)) is >= 0 and var at)
                    foreach (var (key, text) in Read(row.Utf8(1).ToArray()))
                        if (Place.TryGetValue(key, out var column)) (columns[column] ??= new int[draft.Count])[at] = draft.Writer.Dictionary(Columns[column]).Code(text);
                        else if (types.TryGetValue(key, out var type)) facts.Add(at, FactOf(key, type, text, words));
        for (var column = 0; column < Columns.Length; column++)
            if (columns[column] is { } filled) draft.Add(Columns[column], filled);
        draft.Add(Values, facts);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var (types, words) = (Types(db.Database.GetDbConnection()), writer.Codes(Values));
        foreach (var some in rows.Keys.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            foreach (var customer in await db.Customers.AsNoTracking().Where(c => typed.Contains(c.Id)).Select(c => new { c.Id, c.Custom }).ToListAsync(ct))
            {
                var (row, filled, facts) = (rows[customer.Id.Value], new string?[Columns.Length], new List<Fact>());
                foreach (var (key, text) in customer.Custom is { } json ? Read(Encoding.UTF8.GetBytes(json)) : [])
                    if (Place.TryGetValue(key, out var column)) filled[column] = text;
                    else if (types.TryGetValue(key, out var type)) facts.Add(FactOf(key, type, text, words));
                for (var column = 0; column < filled.Length; column++) row.Category(Columns[column], filled[column]);
                row.Facts(Values, [.. facts]);
            }
        }
    }

    /// <summary>Of the fields without a column, by key.</summary>
    private static Dictionary<string, CustomFieldType> Types(DbConnection connection)
    {
        var types = new Dictionary<string, CustomFieldType>(StringComparer.Ordinal);
        using var row = FastReader.Open(connection, "select key, type from customers_custom_fields");
        while (row.Read())
            if (row.Text(0) is { } key && !Place.ContainsKey(key)) types[key] = (CustomFieldType)row.Int(1);
        return types;
    }

    private static List<(string Key, string Text)> Read(byte[] json)
    {
        var read = new List<(string, string)>();
        using var values = JsonDocument.Parse(json);
        foreach (var value in values.RootElement.EnumerateObject())
            if (value.Value.ToString() is { Length: > 0 } text) read.Add((value.Name, text));
        return read;
    }

    private static Fact FactOf(string key, CustomFieldType type, string text, CategoryDictionary words)
    {
        var amount = type switch
        {
            CustomFieldType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue / Micros.PerUnit ? (long)(number * Micros.PerUnit) : (long?)null,
            CustomFieldType.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null,
            _ => null,
        };
        return new(Fact.Always, words.Code(key + Fact.Separator + (amount is null ? text : "")), Fact.Open, amount ?? NumberKey.Missing);
    }
}
