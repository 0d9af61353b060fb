using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Exporting;

/// <summary>
/// All rows of all tables as texts, without ids, which are made anew, and in an order that hangs on what they say. What is not compared is named here, each with its reason:
/// a new table is compared unless somebody names it.
/// </summary>
internal static class EveryTable
{
    private static readonly Dictionary<string, string> NotCompared = new()
    {
        ["kernel_change_sets"] = "how it came to be so: an import is one change set", ["kernel_change_ranges"] = "as the change sets", ["kernel_changes"] = "as the change sets", ["kernel_change_payloads"] = "as the change sets",
        ["kernel_change_feed"] = "what followers have to read", ["kernel_feed_head"] = "as the feed", ["kernel_outbox"] = "what is still to be delivered", ["kernel_jobs"] = "what is to be done, and was",
        ["kernel_nodes"] = "which process makes which ids", ["kernel_audit"] = "the chain of this database", ["kernel_audit_waiting"] = "as the audit", ["kernel_audit_head"] = "as the audit", ["kernel_settings"] = "compared byte by byte as files", ["kernel_claimed_keys"] = "found again by the rows",
        ["imports"] = "files that came here", ["customers_merges"] = "where ids of before lead",
        ["access_sessions"] = "who is signed in", ["quality_measures"] = "reckoned", ["quality_flaws"] = "reckoned", ["quality_shared"] = "reckoned", ["insights_results"] = "reckoned", ["insights_warnings"] = "reckoned: the lists of past weeks stay where they were made",
        ["segments_kept"] = "who is in a segment is looked at anew", ["insights_ladder"] = "reckoned",
        ["api_keys"] = "keys of other programs open this database alone", ["api_answers"] = "answers to requests that may be asked again for a day",
        ["customers_many_changes"] = "deeds that were done", ["customers_many_parts"] = "as the deeds", ["customers_many_left"] = "as the deeds",
    };

    /// <summary>Columns that are no ids and differ all the same.</summary>
    private static readonly Dictionary<string, string[]> Columns = new()
    {
        // Nobody signs in by an archive.
        ["access_users"] = ["password_hash", "stamp", "created_at", "last_sign_in_at"],
        // How often a row was written, and by what.
        ["customers"] = ["version", "deleted_in", "merged_into", "sources", "created_at"],
        ["identity_source_records"] = ["first_seen_at", "first_seen_in", "changed_in"],
        ["identity_decisions"] = ["first_key", "second_key", "made_in", "ended_in"],
        // Whom it is shown to for some minutes, and by what an answer is taken back.
        ["identity_review_pairs"] = ["taken_by", "taken_until", "answered_in"],
        ["imports_folders"] = ["seen", "trouble"],
        ["identity_sources"] = ["created_at", "last_import_at", "demo"],
    };

    public static async Task<SortedDictionary<string, List<string>>> Of(PatronServices app)
    {
        await using var db = await app.Db();
        await db.Database.OpenConnectionAsync();
        var all = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is { } name && !NotCompared.ContainsKey(name)))
        {
            var (table, store) = (entity.GetTableName()!, StoreObjectIdentifier.Table(entity.GetTableName()!));
            var columns = entity.GetProperties().Where(p => !IsId(p.ClrType) && p.Name != "Id").Select(p => (Name: p.GetColumnName(store)!, IsInstant: (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) == typeof(DateTimeOffset)))
                .Where(c => !Columns.GetValueOrDefault(table, []).Contains(c.Name)).ToArray();
            if (columns.Length == 0) continue;
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select {string.Join(", ", columns.Select(c => $"\"{c.Name}\""))} from {table}{(table == "customers" ? " where merged_into is null" : "")}";
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
                rows.Add(string.Join(" | ", columns.Select((c, i) => $"{c.Name}={(reader.IsDBNull(i) ? "" : c.IsInstant ? reader.GetInstant(i).ToString(System.Globalization.CultureInfo.InvariantCulture) : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))}")));
            rows.Sort(StringComparer.Ordinal);
            all[table] = rows;
        }
        return all;
    }

    /// <summary>Typed ids are made anew.</summary>
    private static bool IsId(Type type) => (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
}
