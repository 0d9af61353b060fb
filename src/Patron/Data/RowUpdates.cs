using Npgsql;

namespace Patron.Data;

/// <summary>Many rows of one table changed by key: one prepared statement on SQLite, one round trip on PostgreSQL.</summary>
public static class RowUpdates
{
    /// <param name="rows">Each the values of <paramref name="columns"/>, then those of <paramref name="keys"/>; an instant is a DateTimeOffset.</param>
    public static async Task Update(
        this BulkSession session, string table, IReadOnlyList<string> columns, IReadOnlyList<string> keys, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        var sql = $"update {table} set {List(columns, 0, ", ")} where {List(keys, columns.Count, " and ")}";
        if (session.IsPostgres) await OnPostgres(session, sql, rows, ct); else await OnSqlite(session, sql, rows, ct);
    }

    private static string List(IReadOnlyList<string> names, int before, string separator) =>
        string.Join(separator, names.Select((name, at) => $"{name} = @p{before + at}"));

    private static async Task OnSqlite(BulkSession session, string sql, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        await using var command = session.Command(sql);
        for (var field = 0; field < rows[0].Length; field++) command.Add("@p" + field, null);
        foreach (var row in rows)
        {
            for (var field = 0; field < row.Length; field++)
                command.Parameters[field].Value = row[field] switch { null => DBNull.Value, DateTimeOffset at => Kernel.Instants.ToMicroseconds(at), var value => value };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task OnPostgres(BulkSession session, string sql, IReadOnlyList<object?[]> rows, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)session.Connection);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            for (var field = 0; field < row.Length; field++) command.Parameters.Add(new NpgsqlParameter("@p" + field, row[field] ?? DBNull.Value));
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(ct);
    }
}
