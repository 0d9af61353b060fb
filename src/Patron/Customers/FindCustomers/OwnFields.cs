using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.FindCustomers;

/// <summary>
/// Values of the custom fields that have no column of their own, in the customer base: a fact for each. Its words are the field's key and its value;
/// of a number or day the value is the amount (millionths, or the day's number) instead, so that a million different ones make one word.
/// </summary>
internal sealed class OwnFieldFacts(UsableFields fields) : IContributesColumns
{
    public static readonly FactKey Values = new("own-fields");

    public IReadOnlyList<ColumnKey> Keys { get; } = [Values];
    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Customers];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var (facts, finder, types, codes) = (new FactLoad(draft.Count), draft.Finder(), Types(), draft.Writer.Codes(Values));
        using (var row = FastReader.Open(connection, "select id, custom from customers where custom is not null order by id"))
            while (row.Read())
                if (finder.IndexOf(row.Long(0)) is >= 0 and var at)
                    foreach (var fact in Read(row.Utf8(1).ToArray(), types, codes)) facts.Add(at, fact);
        draft.Add(Values, facts);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        var (types, codes) = (Types(), writer.Codes(Values));
        foreach (var some in rows.Keys.Chunk(5_000))
        {
            var typed = some.Select(id => new CustomerId(id)).ToArray();
            foreach (var customer in await db.Customers.AsNoTracking().Where(c => typed.Contains(c.Id)).Select(c => new { c.Id, c.Custom }).ToListAsync(ct))
                rows[customer.Id.Value].Facts(Values, customer.Custom is { } json ? [.. Read(System.Text.Encoding.UTF8.GetBytes(json), types, codes)] : []);
        }
    }

    /// <summary>By key; a field that is not known yet is a text.</summary>
    private Dictionary<string, CustomFieldType> Types() => fields.Stored().ToDictionary(f => f.Key, f => f.Type, StringComparer.Ordinal);

    private static List<Fact> Read(byte[] json, Dictionary<string, CustomFieldType> types, CategoryDictionary codes)
    {
        var facts = new List<Fact>();
        using var values = JsonDocument.Parse(json);
        foreach (var value in values.RootElement.EnumerateObject())
        {
            if (CustomerColumns.Fields.Contains(value.Name) || value.Value.ToString() is not { Length: > 0 } text) continue;
            var amount = types.GetValueOrDefault(value.Name) switch
            {
                CustomFieldType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < long.MaxValue / Micros.PerUnit ? (long)(number * Micros.PerUnit) : (long?)null,
                CustomFieldType.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null,
                _ => null,
            };
            facts.Add(new(Fact.Always, codes.Code(value.Name + Fact.Separator + (amount is null ? text : "")), Fact.Open, amount ?? NumberKey.Missing));
        }
        return facts;
    }
}

/// <summary>The custom fields as the database tells of them, kept for a few seconds.</summary>
internal sealed class UsableFields(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IUsableFields
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Kept? kept;

    private sealed record Kept(IReadOnlyList<CustomFieldInfo> Usable, DateTimeOffset Until);

    public IReadOnlyList<CustomFieldInfo> Usable
    {
        get
        {
            var now = clock.GetUtcNow();
            if (kept is { } before && now < before.Until) return before.Usable;
            using var db = contexts.CreateDbContext();
            var special = db.Set<SettingRow>().AsNoTracking().Any(s => s.Key == SettingsKeys.SpecialPurpose);
            CustomFieldInfo[] usable = [.. Stored().Where(f => f.InUse && (special || !f.Special))];
            kept = new(usable, now + Fresh);
            return usable;
        }
    }

    /// <summary>All that are stored, as they are now.</summary>
    public IReadOnlyList<CustomFieldInfo> Stored()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.CustomFields.AsNoTracking().AsEnumerable().Select(CustomFieldList.Info).OrderBy(f => f.Label ?? f.Key, StringComparer.Ordinal)];
    }
}
