using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Patron.Data;

/// <summary>
/// Reads many rows without an object for each field: SQLite's own cursor, or Npgsql's. Columns by number from 0.
/// Made for filling columns of millions of rows; everything else uses EF.
/// </summary>
public abstract class FastReader : IDisposable
{
    public static FastReader Open(DbConnection connection, string sql) => connection switch
    {
        SqliteConnection sqlite => new SqliteReader(sqlite.Handle!, sql),
        NpgsqlConnection postgres => new PostgresReader(postgres, sql),
        _ => throw new NotSupportedException(connection.GetType().Name),
    };

    public abstract bool Read();
    public abstract bool IsNull(int column);
    public abstract long Long(int column);
    public abstract string? Text(int column);

    /// <summary>Microseconds since 1970.</summary>
    public abstract long Instant(int column);
    public abstract bool Flag(int column);
    public int Int(int column) => checked((int)Long(column));
    public long LongOr(int column, long missing) => IsNull(column) ? missing : Long(column);
    public abstract void Dispose();

    private sealed class SqliteReader : FastReader
    {
        private readonly sqlite3 database;
        private readonly sqlite3_stmt cursor;

        public SqliteReader(sqlite3 database, string sql)
        {
            this.database = database;
            Check(raw.sqlite3_prepare_v2(database, sql, out cursor));
        }

        public override bool Read()
        {
            var code = raw.sqlite3_step(cursor);
            if (code == raw.SQLITE_ROW) return true;
            if (code != raw.SQLITE_DONE) Check(code);
            return false;
        }

        public override bool IsNull(int column) => raw.sqlite3_column_type(cursor, column) == raw.SQLITE_NULL;
        public override long Long(int column) => raw.sqlite3_column_int64(cursor, column);
        public override string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(raw.sqlite3_column_blob(cursor, column));
        public override long Instant(int column) => Long(column);
        public override bool Flag(int column) => raw.sqlite3_column_int(cursor, column) != 0;
        public override void Dispose() => cursor.Dispose();

        private void Check(int code)
        {
            if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code);
        }
    }

    private sealed class PostgresReader : FastReader
    {
        private readonly NpgsqlCommand command;
        private readonly NpgsqlDataReader reader;

        public PostgresReader(NpgsqlConnection connection, string sql)
        {
            command = new(sql, connection);
            reader = command.ExecuteReader();
        }

        public override bool Read() => reader.Read();
        public override bool IsNull(int column) => reader.IsDBNull(column);
        public override long Long(int column) => reader.GetFieldType(column) == typeof(int) ? reader.GetInt32(column) : reader.GetInt64(column);
        public override string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        public override long Instant(int column) => Kernel.Instants.ToMicroseconds(reader.GetFieldValue<DateTimeOffset>(column));
        public override bool Flag(int column) => reader.GetBoolean(column);

        public override void Dispose()
        {
            reader.Dispose();
            command.Dispose();
        }
    }
}
