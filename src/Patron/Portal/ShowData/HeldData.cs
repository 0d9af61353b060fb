using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Portal.ShowData;

/// <summary>Rows of one kind: their table, columns, and values as people read them.</summary>
internal sealed record HeldTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>All that is held of a customer: the golden record and the rows of every table that a room registered for customers. Whatever a room registers later is in it by itself.</summary>
internal sealed class HeldData(IDbContextFactory<PatronDb> contexts, CustomerRowMover mover)
{
    private const string Golden = "customers";

    /// <summary>Tables with rows, the golden record first. Our own numbers and what names our colleagues are left out: they say nothing of the customer.</summary>
    public async Task<IReadOnlyList<HeldTable>> Of(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var tables = new List<HeldTable>();
        foreach (var name in Tables)
            if (await Read(db, name, customer, null, ct) is { Rows.Count: > 0 } held) tables.Add(held);
        return tables;
    }

    /// <summary>The same as a JSON object of arrays of objects.</summary>
    public async Task<string> Json(CustomerId customer, DateTimeOffset at, CancellationToken ct)
    {
        var all = new JsonObject { ["made"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) };
        foreach (var table in await Of(customer, ct))
            all[table.Name] = new JsonArray([.. table.Rows.Select(r => (JsonNode)new JsonObject(table.Columns.Zip(r, (column, value) => KeyValuePair.Create(column, (JsonNode?)(value is null ? null : JsonValue.Create(value))))))]);
        return all.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>The same in words: what programs need to keep their place is left out, products and sources go by their names, times are those of the organisation's clock, the latest row of each kind comes first.</summary>
    public async Task<IReadOnlyList<HeldTable>> InWords(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        await db.Database.OpenConnectionAsync(ct);
        var tables = new List<HeldTable>();
        foreach (var name in Tables.Where(t => HeldWords.GroupOf(t) is not null))
            if (await Read(db, name, customer, zone, ct) is { Rows.Count: > 0 } held) tables.Add(held);
        return tables;
    }

    /// <summary>Who holds it, and by which clock times are told in words.</summary>
    public async Task<(string Name, TimeZoneInfo Zone)> Holder(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        return (organisation.Name, organisation.Zone);
    }

    /// <summary>The golden record first.</summary>
    public IEnumerable<string> Tables => mover.Owners.Where(o => !o.Reckoned).SelectMany(o => o.Tables).Distinct().Prepend(Golden);

    /// <summary>The columns of a table that are shown in words.</summary>
    public static IEnumerable<string> Shown(IEntityType entity) => Columns(entity, words: true).Select(c => c.Name);

    private static IEnumerable<(string Name, string Sql, Type Type)> Columns(IEntityType entity, bool words)
    {
        var store = StoreObjectIdentifier.Table(entity.GetTableName()!);
        foreach (var property in entity.GetProperties())
        {
            var (name, type) = (property.GetColumnName(store)!, Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);
            if (words && HeldWords.Named.TryGetValue(name, out var named)) yield return (named.Field, named.Sql, typeof(string));
            else if (!IsOurs(property) && !(words && HeldWords.IsHidden(name))) yield return (name, $"t.\"{name}\"", type);
        }
    }

    /// <param name="zone">In words, with times of this clock; null: as it is kept, times in UTC.</param>
    private static async Task<HeldTable> Read(PatronDb db, string table, CustomerId customer, TimeZoneInfo? zone, CancellationToken ct)
    {
        var words = zone is not null;
        var columns = Columns(db.Model.GetEntityTypes().Single(e => e.GetTableName() == table), words).ToArray();
        if (columns.Length == 0) return new(table, [], []);
        var latest = Array.FindIndex(columns, c => c.Type == typeof(DateTimeOffset) || c.Type == typeof(DateOnly));
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"select {string.Join(", ", columns.Select(c => c.Sql))} from {table} t where t.{(table == Golden ? "id" : "customer_id")} = @customer order by {(words && latest >= 0 ? $"{latest + 1} desc" : "1")}";
        command.Add("@customer", customer.Value);
        var rows = new List<IReadOnlyList<string?>>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) rows.Add([.. columns.Select((c, i) => row.IsDBNull(i) ? null : Shown(row, i, c.Type, zone))]);
        // A column that is empty in every row says nothing.
        int[] said = [.. Enumerable.Range(0, columns.Length).Where(i => rows.Any(r => r[i] is not null))];
        return new(table, [.. said.Select(i => columns[i].Name)], [.. rows.Select(r => (IReadOnlyList<string?>)[.. said.Select(i => r[i])])]);
    }

    private static bool IsOurs(IReadOnlyProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return property.Name is "Id" or "Version" or "Digest" or "Salt" or "SourceMask" || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
    }

    private static string Shown(System.Data.Common.DbDataReader row, int at, Type type, TimeZoneInfo? zone) =>
        type == typeof(DateTimeOffset) ? At(Instants.FromMicroseconds(row.GetInstant(at)), zone)
        : type == typeof(DateOnly) ? DateOnly.FromDayNumber(row.GetInt32(at)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : type.IsEnum ? row.GetValue(at) is string word ? word : Enum.ToObject(type, Convert.ToInt64(row.GetValue(at), CultureInfo.InvariantCulture)).ToString()!
        : type == typeof(bool) ? (row.GetBoolean(at) ? "yes" : "no")
        : Convert.ToString(row.GetValue(at), CultureInfo.InvariantCulture) ?? "";

    /// <summary>To the minute by somebody's clock; null: to the second in UTC.</summary>
    internal static string At(DateTimeOffset instant, TimeZoneInfo? zone) =>
        zone is null ? instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
