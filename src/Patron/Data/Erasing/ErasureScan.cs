using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using Patron.Kernel;

namespace Patron.Data.Erasing;

/// <summary>Texts that a room keeps in tables of no customer, where a person may stand all the same: what the check of a file found, the outcome of a job.</summary>
/// <param name="Columns">In which the person's texts are overwritten; JSON stays JSON.</param>
public sealed record MasksErased(string Table, IReadOnlyList<string> Columns);

/// <summary>Looks through every table of the model for what is left of customers: by their ids, and by their texts in every column of text.</summary>
internal static class ErasureScan
{
    public const string Mask = "…";

    private sealed record LookedAt(string Table, bool NamesCustomers, IReadOnlyList<string> Texts);

    /// <summary>Every table once, in order of name. Change rows name customers and stay: they tell by ids alone to whom something was done.</summary>
    /// <param name="held">The tables of which no row of the customers may be left.</param>
    public static async Task<IReadOnlyList<ErasedTable>> Look(BulkSession session, IReadOnlyList<string> held, IReadOnlyCollection<CustomerId> customers, IReadOnlyList<string> words, CancellationToken ct)
    {
        var found = new List<ErasedTable>();
        foreach (var table in Tables(session.Db))
        {
            var rows = await Number(session, $"select count(*) from {table.Table}", null, ct);
            var byId = held.Contains(table.Table) ? await OfCustomers(session, table.Table, customers, ct) : 0;
            var byText = words.Count == 0 || table.Texts.Count == 0 ? 0 : await Number(session, $"select count(*) from {table.Table} where GIVEN", command => Condition(command, table.Texts, words), ct);
            found.Add(new(table.Table, 0, rows, byId + (table.NamesCustomers ? 0 : byText), table.NamesCustomers ? byText : 0));
        }
        return found;
    }

    /// <summary>How many rows each table has of these customers; tables without any are left out.</summary>
    public static async Task<IReadOnlyList<ErasedTable>> Count(BulkSession session, IReadOnlyList<string> held, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var counts = new List<ErasedTable>();
        foreach (var table in held.Order(StringComparer.Ordinal))
            if (await OfCustomers(session, table, customers, ct) is > 0 and var rows) counts.Add(new(table, rows, null, 0, 0));
        return counts;
    }

    private static Task<long> OfCustomers(BulkSession session, string table, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        Number(session, $"select count(*) from {table} where {(table == "customers" ? "id" : "customer_id")} in GIVEN", command => command.In("@ids", customers.Select(c => c.Value)), ct);

    /// <summary>Overwrites the texts where they stand in tables of no customer; returns how many columns of rows that were.</summary>
    public static async Task<long> Overwrite(BulkSession session, IEnumerable<MasksErased> where, IReadOnlyList<string> words, CancellationToken ct)
    {
        var masked = 0L;
        foreach (var (table, column) in where.SelectMany(m => m.Columns.Select(c => (m.Table, Column: c))))
            foreach (var word in words.SelectMany(w => (string[])[w, w.ToLowerInvariant(), w.ToUpperInvariant()]).Distinct(StringComparer.Ordinal))
                masked += await session.Execute($"""update {table} set "{column}" = replace("{column}", @word, @mask) where {(session.IsPostgres ? $"position(@word in \"{column}\")" : $"instr(\"{column}\", @word)")} > 0""", ct, ("@word", word), ("@mask", Mask));
        return masked;
    }

    private static IEnumerable<LookedAt> Tables(PatronDb db)
    {
        foreach (var entity in db.Model.GetEntityTypes().DistinctBy(e => e.GetTableName()).OrderBy(e => e.GetTableName(), StringComparer.Ordinal))
        {
            var store = StoreObjectIdentifier.Table(entity.GetTableName()!);
            var columns = entity.GetProperties().Select(p => (Name: p.GetColumnName(store)!, p.ClrType)).ToArray();
            yield return new(store.Name, store.Name == "customers" || columns.Any(c => c.Name == "customer_id"), [.. columns.Where(c => c.ClrType == typeof(string)).Select(c => c.Name)]);
        }
    }

    /// <summary>Any of the words in any of the columns, whatever the case of Latin letters.</summary>
    private static string Condition(DbCommand command, IReadOnlyList<string> columns, IReadOnlyList<string> words)
    {
        var text = string.Join(" || ' ' || ", columns.Select(c => $"coalesce(\"{c}\", '')"));
        string[] patterns = [.. words.Select(w => "%" + w.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%")];
        if (command is NpgsqlCommand postgres)
        {
            postgres.Parameters.Add(new NpgsqlParameter("@words", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = patterns });
            return $"({text}) ilike any(@words)";
        }
        foreach (var (at, pattern) in patterns.Index()) command.Add("@w" + at, pattern);
        return string.Join(" or ", patterns.Index().Select(p => $"({text}) like @w{p.Index} escape '\\'"));
    }

    private static async Task<long> Number(BulkSession session, string sql, Func<DbCommand, string>? given, CancellationToken ct)
    {
        await using var command = session.Command();
        command.CommandText = given is null ? sql : sql.Replace("GIVEN", given(command), StringComparison.Ordinal);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
