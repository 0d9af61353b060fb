using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Patron.Data;

/// <summary>
/// Reads many rows without an object for each field: SQLite's own cursor, or PostgreSQL's binary copy. Columns by number from 0.
/// Made for filling columns of millions of rows; everything else uses EF.
/// </summary>
public abstract class FastReader : IDisposable
{
    /// <param name="connection">An open connection; nothing else may use it until the reader is disposed of.</param>
    /// <param name="sql">A query without parameters, of whole numbers, instants, flags and texts.</param>
    public static FastReader Open(DbConnection connection, string sql) => connection switch
    {
        SqliteConnection sqlite => new SqliteCursor(sqlite, sql),
        NpgsqlConnection postgres => new PostgresCopy(postgres, sql),
        _ => throw new NotSupportedException(connection.GetType().Name),
    };

    /// <summary>About how many rows a table has, without counting them: for the size of arrays that may grow.</summary>
    public static int Estimate(DbConnection connection, string table)
    {
        using var reader = Open(connection, connection is SqliteConnection
            ? $"select coalesce(max(rowid), 0) from {table}" : $"select greatest(reltuples, 0)::bigint from pg_class where oid = '{table}'::regclass");
        reader.Read();
        return (int)Math.Min(reader.Long(0), Array.MaxLength);
    }

    public abstract bool Read();
    public abstract bool IsNull(int column);
    public abstract long Long(int column);

    /// <summary>The text in UTF-8, empty where there is none; valid until the next call.</summary>
    public abstract ReadOnlySpan<byte> Utf8(int column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Utf8(column));

    /// <summary>Microseconds since 1970.</summary>
    public abstract long Instant(int column);
    public bool Flag(int column) => Long(column) != 0;
    public int Int(int column) => checked((int)Long(column));
    public long LongOr(int column, long missing) => IsNull(column) ? missing : Long(column);
    public abstract void Dispose();
}
