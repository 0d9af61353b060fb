using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Patron.Kernel;
using SQLitePCL;

namespace Patron.Data;

/// <summary>
/// Rows field by field into one table, without boxing and without EF's tracker; fields in the order of the columns named.
/// Integers fit their columns: <see cref="Long"/> bigint, <see cref="Int"/> integer, <see cref="Flag"/> boolean.
/// </summary>
public interface IRowSink : IDisposable
{
    void Begin();
    void Long(long value);
    void Long(long? value);
    void Int(int value);
    void Int(int? value);
    void Flag(bool value);
    void Text(string? value);

    /// <summary>Microseconds since 1970.</summary>
    void Instant(long microseconds);
    void Instant(long? microseconds);
    void End();

    /// <summary>Sends what is under way; a sink disposed without it has written nothing on PostgreSQL.</summary>
    void Complete();
}

/// <summary>Binds to one prepared insert.</summary>
internal sealed class SqliteSink : IRowSink
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt insert;
    private int field;

    public SqliteSink(sqlite3 database, string table, IReadOnlyList<string> columns)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, $"insert into {table} ({string.Join(',', columns)}) values({string.Join(',', columns.Select(_ => '?'))})", out insert));
    }

    public void Begin() => field = 0;
    public void Long(long value) => raw.sqlite3_bind_int64(insert, ++field, value);
    public void Long(long? value) { if (value is { } number) Long(number); else raw.sqlite3_bind_null(insert, ++field); }
    public void Int(int value) => raw.sqlite3_bind_int(insert, ++field, value);
    public void Int(int? value) { if (value is { } number) Int(number); else raw.sqlite3_bind_null(insert, ++field); }
    public void Flag(bool value) => raw.sqlite3_bind_int(insert, ++field, value ? 1 : 0);
    public void Text(string? value) { if (value is null) raw.sqlite3_bind_null(insert, ++field); else raw.sqlite3_bind_text(insert, ++field, value); }
    public void Instant(long microseconds) => Long(microseconds);
    public void Instant(long? microseconds) => Long(microseconds);

    public void End()
    {
        var code = raw.sqlite3_step(insert);
        raw.sqlite3_reset(insert);
        if (code != raw.SQLITE_DONE) Check(code);
    }

    public void Complete() { }

    public void Dispose() => insert.Dispose();

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        throw new Microsoft.Data.Sqlite.SqliteException(
            string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}: {raw.sqlite3_errmsg(database).utf8_to_string()}"), code);
    }
}

/// <summary>Streams binary COPY straight into the table.</summary>
internal sealed class PostgresSink(NpgsqlConnection connection, string table, IReadOnlyList<string> columns) : IRowSink
{
    private readonly NpgsqlBinaryImporter copy = connection.BeginBinaryImport($"copy {table} ({string.Join(',', columns)}) from stdin (format binary)");

    public void Begin() => copy.StartRow();
    public void Long(long value) => copy.Write(value, NpgsqlDbType.Bigint);
    public void Long(long? value) { if (value is { } number) Long(number); else copy.WriteNull(); }
    public void Int(int value) => copy.Write(value, NpgsqlDbType.Integer);
    public void Int(int? value) { if (value is { } number) Int(number); else copy.WriteNull(); }
    public void Flag(bool value) => copy.Write(value, NpgsqlDbType.Boolean);

    // PostgreSQL refuses the character zero in a text.
    public void Text(string? value) { if (value is null) copy.WriteNull(); else copy.Write(value.Contains('\0', StringComparison.Ordinal) ? value.Replace("\0", "", StringComparison.Ordinal) : value, NpgsqlDbType.Text); }
    public void Instant(long microseconds) => copy.Write(Instants.FromMicroseconds(microseconds), NpgsqlDbType.TimestampTz);
    public void Instant(long? microseconds) { if (microseconds is { } at) Instant(at); else copy.WriteNull(); }
    public void End() { }
    public void Complete() => copy.Complete();
    public void Dispose() => copy.Dispose();
}
