using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Patron.Tests.Demo;

/// <summary>Everything that a database holds, in a form in which two can be compared: without ids and times, each row of a customer under the customer's records.</summary>
internal static class AllRows
{
    // What the program keeps of itself: nodes, jobs, the feed, where ids lie, the audit (which names the removal itself), and what was measured of the rows and learnt from them.
    private static readonly string[] OwnAffairs =
    [
        "kernel_nodes", "kernel_jobs", "kernel_change_feed", "kernel_feed_head", "kernel_outbox", "kernel_change_ranges", "kernel_audit", "kernel_audit_waiting", "kernel_audit_head", "quality_measures", "quality_flaws", "quality_shared", "identity_models", "identity_review_pairs", "insights_results",
    ];

    // Ids in other words, counts of changes, and what is said of a run.
    private static readonly string[] LeftOut = ["id", "version", "merged_into", "salt", "digest", "stored_file", "settings", "plan", "result", "first_seen_at", "changed_at", "created_at", "recorded_at", "last_import_at"];

    public static async Task<string> Of(PatronServices patron)
    {
        await using var db = await patron.Db();
        await db.Database.OpenConnectionAsync();
        var sources = (await Read(db, "select id, number, name from identity_sources")).ToDictionary(r => r["id"], r => (Number: int.Parse(r["number"], CultureInfo.InvariantCulture), Name: r["name"]));
        var customers = await Customers(db, sources.ToDictionary(s => s.Key, s => s.Value.Name));
        var lines = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes().OrderBy(e => e.GetTableName(), StringComparer.Ordinal))
        {
            var table = entity.GetTableName()!;
            if (OwnAffairs.Contains(table)) continue;
            var rows = await Read(db, $"select * from {table} t{Which(table)}");
            lines.AddRange(rows.Select(r => $"{table} {string.Join(" | ", Cells(table, r).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
        }
        return string.Join('\n', lines);

        IEnumerable<string> Cells(string table, Dictionary<string, string> row)
        {
            if (table == "customers") yield return customers.GetValueOrDefault(row["id"], "nobody");
            foreach (var (column, value) in row)
            {
                if (value.Length == 0 || LeftOut.Contains(column) || (column == "at" && !table.StartsWith("purchases_", StringComparison.Ordinal)) || (column == "number" && table == "identity_sources")) continue;
                if (column == "customer_id") yield return customers.GetValueOrDefault(value, "nobody");
                else if (column == "source_id") yield return sources[value].Name;
                else if (column == "source_mask") yield return string.Join('+', sources.Values.Where(s => (long.Parse(value, CultureInfo.InvariantCulture) & 1L << s.Number) != 0).Select(s => s.Name).Order(StringComparer.Ordinal));
                else if (column == "scope") yield return value.Split(':') is [var kind, var source] ? kind + sources[source].Name : value;
                else if (!column.EndsWith("_id", StringComparison.Ordinal)) yield return $"{column}={value}";
            }
        }
    }

    /// <summary>
    /// What was merged away is an id that still leads to its customer, and nothing else. That somebody wrote about a customer who is gone
    /// stays on record, by ids and names of fields alone.
    /// </summary>
    private static string Which(string table) => table switch
    {
        "customers" => " where merged_into is null",
        "kernel_changes" => " where customer_id = 0 or customer_id in (select id from customers)",
        "kernel_change_sets" => " where not exists (select 1 from kernel_changes r where r.change_set_id = t.id and r.customer_id <> 0 and r.customer_id not in (select id from customers))",
        _ => "",
    };

    private static async Task<Dictionary<string, string>> Customers(DbContext db, Dictionary<string, string> sources)
    {
        var records = await Read(db, "select customer_id, source_id, external_id from identity_source_records");
        var orders = await Read(db, "select customer_id, source_id, number from purchases_orders where source_record_id is null");
        return records.Select(r => (Customer: r["customer_id"], Name: $"{sources[r["source_id"]]}:{r["external_id"]}"))
            .Concat(orders.Select(o => (Customer: o["customer_id"], Name: $"buyer of {sources[o["source_id"]]}:{o["number"]}")))
            .GroupBy(c => c.Customer).ToDictionary(g => g.Key, g => string.Join('+', g.Select(c => c.Name).Order(StringComparer.Ordinal)));
    }

    private static async Task<List<Dictionary<string, string>>> Read(DbContext db, string sql)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, string>>();
        while (await reader.ReadAsync())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!));
        return rows;
    }
}
